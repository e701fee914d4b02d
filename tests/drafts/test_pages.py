"""The writing desk as people use it: nothing typed is lost, nothing goes up twice, nothing private goes up at all."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from makers import ORIGIN, Cast, carried_by_hand, published
from page import Page
from PIL import Image

from portal.disclosures.records import Disclosure
from portal.drafts.records import Draft
from portal.foundation.uploads import Attachment

TYPED = {
    "kind": "finance", "title": "2026年10月集体收支", "body": "都在表里。", "days": "15", "item": "F02",
    "rows": "项目\t金额（元）\n承包费\t1200.00\n合计\t1200.00", "reason": "",
}


def post(browser: FlaskClient, address: str, data: dict[str, Any], **more: str) -> Page:
    return Page(browser.post(address, data=data, headers={**ORIGIN, **more}))


def begun(browser: FlaskClient, **changes: Any) -> str:
    answer = browser.post("/drafts/new", data=TYPED | changes, headers=ORIGIN)
    assert answer.status_code == 303, Page(answer).text
    return re.sub(r"/preview$", "", answer.headers["Location"])


def pressed(browser: FlaskClient, draft: str, verb: str, **more: str) -> Page:
    revision = Page(browser.get(f"{draft}/preview")).hidden("revision")
    return post(browser, f"{draft}/{verb}", {"revision": revision} | more)


def put_up(cast: Cast, draft: str) -> Page:
    """Through the whole procedure to the board: the last answer, or the first refusal on the way."""
    return carried_by_hand(cast, int(draft.rpartition("/")[2]))


def test_from_the_desk_to_the_board(cast: Cast, connection: None) -> None:
    draft = begun(cast.secretary)
    preview = Page(cast.secretary.get(f"{draft}/preview"))
    assert "还没有公开" in preview.text and "1200.00" in preview.text
    answer = put_up(cast, draft)
    assert answer.status == 303
    number = Disclosure.get().number
    public = Page(cast.stranger.get(f"/disclosures/{number}"))
    assert public.headings == ["2026年10月集体收支"]
    assert "1200.00" in public.text


def test_a_form_refused_keeps_every_word(cast: Cast) -> None:
    page = post(cast.secretary, "/drafts/new", TYPED | {"title": "", "body": "写了很久的正文"})
    assert page.status == 422
    assert "写了很久的正文" in page.html and "承包费" in page.html
    assert 'aria-invalid="true"' in page.html


@pytest.mark.parametrize("changes", [
    {"kind": "nonsense"}, {"days": "3"}, {"days": "x"}, {"title": "字" * 121}, {"item": "Z99"},
    {"rows": "\n".join(["行"] * 1100)}, {"rows": "\t".join(["列"] * 30)}, {"place": "99999"}, {"body": "文" * 20001},
    {"kind": "party", "item": "F02"}, {"kind": ""}, {"days": ""}, {"days": "99999999999999999999"},
])
def test_bad_input_is_a_sentence_and_never_a_500(cast: Cast, connection: None, changes: dict[str, str]) -> None:
    page = post(cast.secretary, "/drafts/new", TYPED | changes)
    assert page.status in (422, 303)
    if page.status == 422:
        assert "role=\"alert\"" in page.html or "aria-invalid" in page.html
        assert not Draft.select().exists()
    else:
        assert Draft.get().place.mark == "LP", "an unknown place falls back to the writer's own"


def test_markup_in_every_field_is_only_text(cast: Cast, connection: None) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    draft = begun(cast.secretary, title=evil, body=f"{evil}\n\n[a](javascript:alert(1))", rows=f"{evil}\t{evil}")
    put_up(cast, draft)
    number = Disclosure.get().number
    shown = f"/disclosures/{number}"
    for address in (shown, f"{shown}/poster", "/", "/disclosures/", "/search/?q=script"):
        page = Page(cast.stranger.get(address))
        assert page.inline == [], address
        assert all(script.get("src") for script in page.scripts), address
        assert "javascript:" not in page.links


def test_the_clerk_writes_but_does_not_publish(cast: Cast, connection: None) -> None:
    draft = begun(cast.clerk)
    review = draft.replace("/drafts/", "/reviews/")
    assert "就这样公开" not in Page(cast.clerk.get(f"{draft}/preview")).text
    assert post(cast.clerk, f"{draft}/publish", {"revision": "1"}).status == 404
    for verb in ("put-up", "put-up-first"):
        assert post(cast.clerk, f"{review}/{verb}", {"round": "1"}).status == 403
    assert post(cast.secretary, f"{review}/put-up", {"round": "1"}).status == 422, "not before it is reviewed"
    assert not Disclosure.select().exists()
    assert put_up(cast, draft).status == 303


@pytest.mark.parametrize("who", ["stranger", "supervisor", "grid", "township", "neighbour", "administrator"])
def test_nobody_else_sees_or_touches_a_draft(cast: Cast, connection: None, who: str) -> None:
    draft = begun(cast.secretary)
    browser = getattr(cast, who)
    assert browser.get(f"{draft}/preview").status_code in (302, 403, 404)
    for verb in ("", "/publish", "/mask", "/discard", "/remove-file"):
        assert browser.post(f"{draft}{verb}", data=TYPED | {"revision": "1"}, headers=ORIGIN).status_code in (
            401, 403, 404,
        ), verb
    assert Draft.get().revision == 1 and not Disclosure.select().exists()


def test_a_double_click_publishes_once(cast: Cast, connection: None) -> None:
    draft = begun(cast.secretary)
    assert put_up(cast, draft).status == 303
    again = post(cast.secretary, f"{draft.replace('/drafts/', '/reviews/')}/put-up", {"round": "1"})
    assert again.status == 303
    assert Disclosure.select().count() == 1


def test_what_is_published_is_what_was_looked_at(cast: Cast, connection: None) -> None:
    draft = begun(cast.secretary)
    review = draft.replace("/drafts/", "/reviews/")
    post(cast.clerk, draft, TYPED | {"title": "换了标题", "revision": "1"})
    page = post(cast.secretary, f"{review}/send-in", {"revision": "1"})
    assert page.status == 422
    assert "别人刚刚改过" in page.text
    assert post(cast.secretary, f"{review}/send-in", {"revision": "2"}).status == 303
    post(cast.clerk, draft, TYPED | {"title": "又换了标题", "revision": "2"})
    page = post(cast.secretary, f"{review}/put-up", {"round": "1"})
    assert page.status == 422
    assert "审核从头来" in page.text
    assert not Disclosure.select().exists()


def test_the_second_of_two_clerks_loses_no_word(cast: Cast, connection: None) -> None:
    draft = begun(cast.secretary)
    assert post(cast.clerk, draft, TYPED | {"title": "甲改的", "revision": "1"}).status == 303
    page = post(cast.secretary, draft, TYPED | {"title": "乙改的", "revision": "1"})
    assert page.status == 422
    assert "乙改的" in page.html
    assert Draft.get().title == "甲改的"
    assert page.hidden("revision") == "2", "saving once more is then possible"


def test_a_phone_number_stops_it_and_one_button_masks_it(cast: Cast, connection: None) -> None:
    draft = begun(cast.secretary, body="联系人 13812345678")
    refused = put_up(cast, draft)
    assert refused.status == 422
    assert "138****5678" in refused.text
    assert pressed(cast.secretary, draft, "mask").status == 303
    assert put_up(cast, draft).status == 303
    assert "13812345678" not in cast.stranger.get(f"/disclosures/{Disclosure.get().number}").text


def picture(size: tuple[int, int] = (1600, 1200)) -> bytes:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "秘密地点"
    Image.effect_mandelbrot(size, (-2, -1, 1, 1), 40).convert("RGB").save(made, "JPEG", exif=exif, comment=b"GPS 36.1")
    return made.getvalue()


def test_a_photo_is_shrunk_and_shown(cast: Cast, connection: None) -> None:
    draft = begun(cast.secretary, files=(io.BytesIO(picture()), "现场.jpg"))
    assert put_up(cast, draft).status == 422, "somebody has to look at a photo first"
    assert pressed(cast.secretary, draft, "look-at", position="1").status == 303
    assert put_up(cast, draft).status == 303
    number = Disclosure.get().number
    page = Page(cast.stranger.get(f"/disclosures/{number}"))
    assert "现场.webp" in page.text
    with cast.stranger.get(f"/disclosures/{number}/v1/files/1") as answer:
        assert answer.status_code == 200 and answer.mimetype == "image/webp"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        sent = answer.data
    assert len(sent) <= 150_000
    assert b"GPS" not in sent
    with Image.open(io.BytesIO(sent)) as shrunk:
        assert shrunk.size[0] <= 1280


@pytest.mark.parametrize(("name", "contents"), [
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), ("a.html", b"<script>alert(1)</script>"),
    ("a.jpg", b"MZ\x90\x00 this is a program"), ("a.pdf", b"PK\x03\x04"), ("a.exe", b"MZ\x90\x00"), ("a.png", b""),
    ("a.jpg", b"\xff\xd8\xff\xe0 cut short"),
])
def test_a_file_that_lies_is_refused_and_the_words_are_kept(
    cast: Cast, connection: None, name: str, contents: bytes,
) -> None:
    page = post(cast.secretary, "/drafts/new", TYPED | {"body": "还在这里", "files": (io.BytesIO(contents), name)})
    assert page.status == 422
    assert "还在这里" in page.html
    assert not Draft.select().exists() and not Attachment.select().exists()


def test_a_correction_from_the_archive(cast: Cast, connection: None) -> None:
    disclosure = published(cast.village)
    answer = cast.secretary.post(f"/drafts/correct/{disclosure.number}", headers=ORIGIN)
    draft = answer.headers["Location"]
    page = Page(cast.secretary.get(draft))
    assert "2026年10月集体收支" in page.html
    no_reason = TYPED | {"title": "更正后的标题", "revision": "1"}
    assert post(cast.secretary, draft, no_reason).status == 303
    assert put_up(cast, draft).status == 422, "a correction says why"
    assert post(cast.secretary, draft, no_reason | {"reason": "合计写错", "revision": "2"}).status == 303
    assert put_up(cast, draft).status == 303
    public = Page(cast.stranger.get(f"/disclosures/{disclosure.number}"))
    assert public.headings == ["更正后的标题"] and "合计写错" in public.text
    old = Page(cast.stranger.get(f"/disclosures/{disclosure.number}/v1"))
    assert old.headings == ["2026年10月集体收支"] and "旧版" in old.text


def test_a_second_correction_goes_on_with_the_first(cast: Cast, connection: None) -> None:
    disclosure = published(cast.village)
    first = cast.secretary.post(f"/drafts/correct/{disclosure.number}", headers=ORIGIN).headers["Location"]
    second = cast.clerk.post(f"/drafts/correct/{disclosure.number}", headers=ORIGIN).headers["Location"]
    assert first == second


def test_a_discarded_draft_says_so(cast: Cast, connection: None) -> None:
    draft = begun(cast.secretary)
    assert pressed(cast.secretary, draft, "discard").status == 303
    assert post(cast.secretary, draft, TYPED | {"revision": "1"}).status == 422
    assert "正在写的稿子" in Page(cast.secretary.get("/drafts/")).text
