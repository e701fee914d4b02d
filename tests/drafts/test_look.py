"""The preview through other people's eyes, the form that follows the catalogue, and the pages about exceptions."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from drafts.ways import ID, PHONE, file, only
from flask.testing import FlaskClient
from foundation.test_attachment_text import WORD, packed, pdf
from makers import ORIGIN, Cast, Village, published
from page import Page

from portal.disclosures import services as disclosures
from portal.drafts import excusing, services
from portal.drafts.records import Draft
from portal.foundation.refusal import Refused
from portal.foundation.uploads import Attachment

pytestmark = pytest.mark.usefixtures("connection")
Begin = Callable[..., Draft]
HTMX = {"HX-Request": "true"}
TYPED = {
    "title": "十月收支", "body": "都在表里。", "days": "15", "item": "F02", "summary": "收支平衡。",
    "reader": "", "rows": "",
}


def send(browser: FlaskClient, address: str, data: dict[str, object], **headers: str) -> Page:
    return Page(browser.post(address, data=data, headers=ORIGIN | headers))


def test_an_item_says_its_kind_and_its_readers(cast: Cast) -> None:
    assert send(cast.clerk, "/drafts/new", TYPED).status == 303
    draft = Draft.get()
    assert (draft.kind, draft.reader, draft.summary) == ("finance", "public", "收支平衡。")
    relief = TYPED | {"item": "V16", "title": "在保名单"}
    assert send(cast.clerk, "/drafts/new", relief).status == 303
    assert Draft.select().order_by(Draft.id.desc()).get().reader == "board", "the charter keeps such lists off the web"


def test_nothing_is_shown_to_more_people_than_the_item_allows(cast: Cast) -> None:
    page = send(cast.clerk, "/drafts/new", TYPED | {"item": "V16", "reader": "public"})
    assert page.status == 422
    assert "只能给“只贴公开栏，不上网”" in page.text and "都在表里" in page.html
    assert send(cast.clerk, "/drafts/new", TYPED | {"item": "V16", "reader": "internal"}).status == 303


def test_without_an_item_a_kind_has_to_be_chosen(cast: Cast) -> None:
    page = send(cast.clerk, "/drafts/new", TYPED | {"item": ""})
    assert page.status == 422 and "请选一类" in page.text


def test_picking_an_item_fills_in_what_the_catalogue_says(cast: Cast) -> None:
    answer = cast.clerk.get("/drafts/suited?item=V16", headers=HTMX)
    page = Page(answer)
    assert page.status == 200 and page.html.strip().startswith('<div id="suited">')
    assert re.search(r'value="village"[^>]* checked', page.html)
    assert '<option selected value="board">' in page.html
    assert cast.clerk.get("/drafts/suited?item=V16").location.startswith("/drafts/new?item=V16")
    assert '<option selected value="board">' in cast.clerk.get("/drafts/new?item=V16").text
    assert cast.clerk.get("/drafts/suited?item=nonsense", headers=HTMX).status_code == 200


@pytest.mark.parametrize(("reader", "eyes", "sees"), [
    ("public", "public", True), ("public", "board", True), ("board", "public", False), ("board", "board", True),
    ("villagers", "public", False), ("villagers", "villagers", True), ("internal", "villagers", False),
    ("internal", "internal", True), ("board", "villagers", False), ("public", "nonsense", True), ("board", "", True),
])
def test_the_preview_borrows_anybody_s_eyes(cast: Cast, begin: Begin, reader: str, eyes: str, sees: bool) -> None:
    from portal.disclosures.rules import Reader

    draft = begin(title="给谁看的事", body="只有该看的人看到", reader=Reader(reader))
    page = Page(cast.clerk.get(f"/drafts/{draft.id}/preview?as={eyes}"))
    assert ("只有该看的人看到" in page.text) is sees
    assert ("看不到这一份" in page.text) is not sees


def test_what_was_masked_is_marked(cast: Cast, village: Village, begin: Begin) -> None:
    rows = (("姓名", "身份证号", "金额"), ("张小明", ID, "300"), ("李三", "", "<b>200</b>"))
    draft = begin(title="低保对象公示", rows=rows, body=f"打 {PHONE}")
    services.mask(village.viewers["clerk"], draft.id, 1)
    page = cast.clerk.get(f"/drafts/{draft.id}/preview").text
    for piece in ("<mark>张*明</mark>", "<mark>李*</mark>", "<mark>138＊＊＊＊8000</mark>"):
        assert piece in page
    assert "&lt;b&gt;200&lt;/b&gt;" in page, "marking leaves everything else as it was"
    assert "<mark>" not in Page(cast.clerk.get(f"/drafts/{draft.id}")).html


def test_two_masked_names_that_look_alike_are_told_apart_by_group(cast: Cast, village: Village, begin: Begin) -> None:
    rows = (("姓名", "金额"), ("张*明", "1"), ("张*明", "2"))
    draft = begin(title="低保对象公示", rows=rows)
    assert "加一列“组”" in Page(cast.clerk.get(f"/drafts/{draft.id}/preview")).text
    grouped = (("姓名", "组别", "金额"), ("张*明", "一组", "1"), ("张*明", "二组", "2"))
    other = begin(title="低保对象公示", rows=grouped)
    assert "加一列“组”" not in Page(cast.clerk.get(f"/drafts/{other.id}/preview")).text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_asking_and_agreeing_on_pages(cast: Cast, village: Village, headers: dict[str, str], begin: Begin) -> None:
    draft = begin(body=f"网格员电话 {PHONE}")
    preview = Page(cast.clerk.get(f"/drafts/{draft.id}/preview"))
    way = next(link for link in preview.links if "/excuse/" in link)
    assert PHONE not in Page(cast.clerk.get(way)).html
    short = send(cast.clerk, way, {"reason": "要", "revision": "1"}, **headers)
    assert short.status == 422 and 'value="要"' in short.html
    assert send(cast.clerk, way, {"reason": "网格员电话按规定公开", "revision": "1"}).status == 303
    assert "等第二个人同意" in Page(cast.clerk.get(f"/drafts/{draft.id}/preview")).text
    desk = Page(cast.supervisor.get("/drafts/excuses"))
    assert f"/drafts/{draft.id}/excuses" in desk.links
    page = Page(cast.supervisor.get(f"/drafts/{draft.id}/excuses"))
    assert PHONE in page.text and "网格员电话按规定公开" in page.text, "who agrees reads what they agree to"
    agree = next(action for action in page.actions if action.endswith("/agree"))
    assert send(cast.clerk, agree, {"draft": str(draft.id)}).status in (403, 422)
    done = send(cast.supervisor, agree, {"draft": str(draft.id)}, **headers)
    assert done.status == (200 if headers else 303)
    again = send(cast.supervisor, agree, {"draft": str(draft.id)}, **headers)
    assert again.status == 422 and "已经有人同意" in again.text
    assert "没有等您同意的" in Page(cast.supervisor.get("/drafts/excuses")).text
    assert services.publish(village.viewers["secretary"], draft.id, 1)


@pytest.mark.parametrize("who", ["stranger", "grid", "neighbour", "administrator"])
def test_nobody_else_sees_an_exception_or_a_file_of_a_draft(
    cast: Cast, village: Village, begin: Begin, who: str,
) -> None:
    draft = begin(file(pdf("minutes"), "纪要.pdf"), body=PHONE)
    excusing.excuse(village.viewers["secretary"], draft.id, 1, only(draft).worry.mark, "网格员电话按规定公开")
    browser = getattr(cast, who)
    for address in (f"/drafts/{draft.id}/excuses", f"/drafts/{draft.id}/files/1", f"/drafts/{draft.id}/preview",
                    f"/drafts/{draft.id}/excuse/{only(draft).worry.mark}"):
        with browser.get(address) as answer:
            assert answer.status_code in (302, 403, 404), address
            assert PHONE not in answer.text


def test_somebody_looks_into_a_file_before_vouching_for_it(cast: Cast, village: Village, begin: Begin) -> None:
    draft = begin(file(pdf("", pictures=True), "扫描.pdf"))
    page = Page(cast.clerk.get(f"/drafts/{draft.id}/preview"))
    assert "程序看不全" in page.text
    with cast.clerk.get(f"/drafts/{draft.id}/files/1") as answer:
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    vouched = send(cast.clerk, f"/drafts/{draft.id}/look-at", {"revision": "1", "position": "1"})
    assert vouched.status == 303
    assert "文某某 看过“扫描.pdf”" in Page(cast.clerk.get(f"/drafts/{draft.id}/preview")).text
    assert cast.clerk.get(f"/drafts/{draft.id}/files/9").status_code == 404


@pytest.mark.parametrize(("contents", "name", "says"), [
    (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "纪要.docx", "加了密码"),
    (packed(word__big_xml=bytes(101 * 1024 * 1024)), "纪要.docx", "展开以后太大"),
    (b"MZ\x90\x00 program", "纪要.docx", "内容却不是"),
])
def test_an_evil_file_gets_a_clear_sentence_and_nothing_typed_is_lost(
    cast: Cast, contents: bytes, name: str, says: str,
) -> None:
    page = send(cast.clerk, "/drafts/new", TYPED | {"files": (io.BytesIO(contents), name)})
    assert page.status == 422 and says in page.text
    assert "都在表里" in page.html and "收支平衡" in page.html
    assert not Draft.select().exists() and not Attachment.select().exists()


def test_what_hides_in_a_footnote_is_named_on_the_preview_and_never_shown(cast: Cast, begin: Begin) -> None:
    draft = begin(file(packed(word__footnotes_xml=WORD.format(f"证号 {ID}")), "纪要.docx"))
    page = Page(cast.clerk.get(f"/drafts/{draft.id}/preview"))
    assert "附件“纪要.docx”里第" in page.text and "身份证号" in page.text
    assert ID not in page.html


def test_a_correction_of_something_just_taken_down_says_so_and_keeps_the_words(cast: Cast, village: Village) -> None:
    up = published(village)
    draft = services.begin_correction(village.viewers["clerk"], up)
    disclosures.take_down(village.viewers["secretary"], up.number, "发错了地方")
    with pytest.raises(Refused) as stopped:
        services.publish(village.viewers["secretary"], draft.id, draft.revision)
    assert stopped.value.key in ("disclosures.was_taken_down", "disclosures.no_reason")
    page = send(cast.clerk, f"/drafts/correct/{up.number}", {})
    assert page.status == 422 and "已经撤下" in page.text
    assert "收的和花的都在下面" in cast.clerk.get(f"/drafts/{draft.id}").text


def test_two_people_publish_the_same_draft(village: Village, begin: Begin) -> None:
    draft = begin()
    first = services.publish(village.viewers["secretary"], draft.id, 1)
    with pytest.raises(Refused) as stopped:
        services.publish(village.viewers["secretary"], draft.id, 1)
    assert stopped.value.key == "drafts.already_up" and stopped.value.facts["number"] == first.number
