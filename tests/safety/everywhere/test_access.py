"""Who may open what: every address replayed by everybody who may not, and nothing told by the way it is refused."""

from __future__ import annotations

import ast
import re

import pytest
from house.rounds import Browsers, Furnished, public, text_file
from makers import Cast, Village
from page import Page
from safety.ways import HERE, Opened, addresses, trees

from portal import Portal
from portal.disclosures.rules import DisclosureKind
from portal.drafts import services as drafts
from portal.drafts.rules import Written
from portal.foundation import masking
from portal.foundation.access import Permission
from portal.foundation.database import connected
from portal.foundation.deeds import Deed

ROLES = ("clerk", "secretary", "supervisor", "grid", "township", "administrator", "neighbour")
OWN = frozenset({Permission.ACCOUNT, None})


def test_38_every_page_and_form_replayed_by_each_role_without_its_permission(
    app: Portal, cast: Cast, village: Village, furnished: Furnished,
) -> None:
    wrong, tried = [], 0
    for one in addresses(app, furnished):
        if one.permission in OWN:
            continue
        for who in ROLES:
            if village.viewers[who].may(one.permission):
                continue
            more = {"HX-Request": "true"} if tried % 2 else {}
            answer = getattr(cast, who).open(one.path, method=one.method, headers=HERE | more, buffered=True)
            tried += 1
            if answer.status_code not in (403, 404, 405):
                wrong.append(f"{who} {one.method} {one.path} {more}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert tried >= 1000, tried


def test_39_a_neighbour_with_every_permission_reaches_nothing_by_number(
    app: Portal, cast: Cast, village: Village, furnished: Furnished,
) -> None:
    """The neighbour is party secretary of the next village, and so holds most permissions, but not here."""
    wrong = []
    for one in addresses(app, furnished):
        if one.endpoint == "closures.remove":
            continue  # the special days of the office are the whole portal's
        if one.permission in OWN or not one.has_numbers or not village.viewers["neighbour"].may(one.permission):
            continue
        answer = cast.neighbour.open(one.path, method=one.method, headers=HERE, buffered=True)
        if answer.status_code not in (403, 404, 405):
            wrong.append(f"{one.method} {one.path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_40_a_fragment_has_the_door_of_its_page(app: Portal, cast: Cast, furnished: Furnished) -> None:
    wrong = []
    for one in addresses(app, furnished):
        if one.permission is None or one.method != "GET":
            continue
        answer = cast.stranger.get(one.path, headers={"HX-Request": "true"}, buffered=True)
        if answer.status_code != 401:
            wrong.append(f"GET {one.path} as a fragment: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_43_a_link_to_a_private_file_opens_nothing_without_its_session(
    app: Portal, cast: Cast, village: Village,
) -> None:
    written = Written(kind=DisclosureKind.FINANCE, item="", title="没公开的", body="稿子。", rows=(), days=15)
    with app.app_context(), connected():
        draft = drafts.begin(village.viewers["clerk"], village.village.id, written, [text_file("合同底稿。")])
    link = f"/drafts/{draft.id}/files/1"
    clerk = cast.signed_in("clerk")
    with clerk.get(link) as answer:
        assert "合同底稿" in answer.text
    clerk.post("/sign-out", headers=HERE)
    for browser in (cast.stranger, cast.neighbour, cast.grid, clerk):
        with browser.get(link) as answer:
            assert answer.status_code in (302, 403, 404) and "合同底稿" not in answer.text
            assert answer.headers["Cache-Control"] == "no-store"


HIDDEN = (
    "sort=phone", "order=password", "order_by=name", "status=draft", "stage=raised", "reader=internal", "reader=board",
    "standing=taken_down", "hidden=1", "all=1", "full=1", "only=everything", "limit=100000", "fields=phone",
    "include=notes", "kind=x' or 1=1", "q.phone=1", "disclosure__reader=internal", "_method=DELETE", "debug=1",
)


def test_44_no_parameter_reaches_a_hidden_column_or_state(
    app: Portal, browsers: Browsers, furnished: Furnished,
) -> None:
    wrong = []
    stranger = browsers.of("stranger")
    for visit in public(furnished):
        if visit.sent is not None or visit.status != 200:
            continue
        plain = Page(stranger.get(visit.address)).text
        more = "&".join(asked for asked in HIDDEN if f"{asked.partition('=')[0]}=" not in visit.address)
        said = Page(stranger.get(f"{visit.address}{'&' if '?' in visit.address else '?'}{more}"))
        if said.status >= 500 or (said.status == 200 and len(said.text) > len(plain) + 40):
            wrong.append(f"{visit.address} with {more}: {said.status}, {len(said.text)} for {len(plain)}")
    assert not wrong, "\n".join(wrong)


def _bare(html: str) -> str:
    """A page without the numbers that are new on every page."""
    return re.sub(r'name="once" value="[^"]*"|[0-9a-f]{8}', "", html)


def test_45_what_may_not_be_seen_answers_as_what_is_not_there(
    app: Portal, cast: Cast, furnished: Furnished,
) -> None:
    wrong = []
    for one in addresses(app, furnished):
        if one.method != "GET" or not one.has_numbers or one.permission is not None:
            continue
        there = cast.stranger.get(one.path, buffered=True)
        if there.status_code != 404:
            continue
        nowhere = re.sub(r"<(?:[^<>]*:)?(\w+)>", "2147483646", one.rule)
        missing = cast.stranger.get(nowhere, buffered=True)
        if missing.status_code != 404 or _bare(there.text) != _bare(missing.text):
            wrong.append(f"{one.path}: {there.status_code}, {nowhere}: {missing.status_code}")
    assert not wrong, "\n".join(wrong)


def test_51_no_form_is_poured_into_a_record(app: Portal) -> None:
    """Fields nobody offered cannot reach a row: forms become frozen values by name, never by `**`."""
    wrong = []
    for path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            poured = [ast.unparse(more.value) for more in node.keywords if more.arg is None]
            if called.endswith("populate_obj") or any("request." in one for one in poured):
                wrong.append(f"portal/{path}:{node.lineno}")
            if called.endswith((".create", ".update", ".insert")) and any(".data" in one for one in poured):
                wrong.append(f"portal/{path}:{node.lineno}")
    assert not wrong, "\n".join(wrong)


MORE = {
    "id": "1", "role": "admin", "post": "system_admin", "is_admin": "1", "owner": "1", "made_by": "1", "place_id": "1",
    "status": "published", "stage": "closed", "made_at": "2000-01-01", "created": "2000-01-01", "capacity": "9999",
    "number": "LP-2026-9999", "code": "AAAA-AAAA-AAAA", "version": "99", "disabled_at": "", "must_change": "",
}


def test_51_fields_nobody_offered_change_nothing(app: Portal, cast: Cast, village: Village) -> None:
    answer = cast.administrator.post("/people/new", data=MORE | {"name": "xinren", "shown_name": "新某"}, headers=HERE)
    assert answer.status_code in (200, 303), Page(answer).text
    with connected():
        from portal.people.records import account_by_name, posts_of

        made = account_by_name("xinren")
        assert made is not None and made.made_at.year == 2026 and posts_of([made.id]) == []
    answer = cast.clerk.post("/drafts/new", data=MORE | {
        "kind": "finance", "title": "防汛值班", "body": "值班表。", "days": "15",
    }, headers=HERE)
    assert answer.status_code == 303, Page(answer).text
    with connected():
        from portal.drafts.records import Draft

        draft = Draft.select().order_by(Draft.id.desc()).first()
        assert draft.place_id == village.village.id and draft.revision == 1 and draft.became == ""
        assert draft.made_by == village.viewers["clerk"].account_id and draft.made_at.year == 2026


def test_63_what_is_taken_out_is_for_those_who_may_and_each_time_is_a_deed(
    app: Portal, cast: Cast, furnished: Furnished,
) -> None:
    mark = furnished.facts["mark"]
    for address, who in (("/ledgers/as/csv", "clerk"), ("/ledgers/as/xlsx", "secretary"),
                         (f"/yearbook/{mark}/2026/list.csv", "clerk")):
        with connected():
            before = Deed.select().where(Deed.verb == "export.taken").count()
        answer = getattr(cast, who).get(address, buffered=True)
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store", address
        with connected():
            assert Deed.select().where(Deed.verb == "export.taken").count() == before + 1, address
            assert Deed.select().order_by(Deed.number.desc()).first().who_name.endswith("某某")
    for address in ("/ledgers/as/csv", "/places/export.csv"):
        assert cast.stranger.get(address).status_code == 302
    with connected():
        before = Deed.select().count()
    assert cast.stranger.get(f"/yearbook/{mark}/2026/list.csv").status_code == 200
    with connected():
        assert Deed.select().count() == before, "what everybody may read is no export"


@pytest.mark.parametrize("address", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "///evil.example",
    "javascript:alert(1)",
    "http:evil.example", "/%0d%0aLocation:%20//evil.example", "\t//evil.example", "//evil.example/%2e%2e", "https:evil",
    "/\t/evil.example", "data:text/html,x", "?next=//evil.example", "////evil.example",
])
def test_48_next_never_leads_to_another_place(cast: Cast, address: str) -> None:
    from makers import PASSWORD

    sent = {"name": "clerk", "password": PASSWORD, "next": address}
    answer = cast.browser().post("/sign-in", data=sent, headers=HERE)
    place = answer.headers["Location"]
    assert answer.status_code == 303
    assert place.startswith("/") and not place.startswith(("//", "/\\")) and "evil" not in place.partition("?")[0][:2]
    assert "\n" not in place and "\r" not in place


def test_49_no_public_page_shows_a_private_number(opened: list[Opened]) -> None:
    allowed = frozenset({"0977-0000101"})
    wrong = []
    for one in opened:
        if one.visit.who == "stranger" and one.visit.sent is None and one.is_html:
            for piece in re.split(r"<[^>]+>", one.page.html):
                found = masking.find_personal(piece, allowed)
                wrong += [f"{one.visit.name}: {number.kind}" for number in found]
    assert not wrong, "\n".join(wrong)


def test_72_private_pages_are_kept_nowhere_and_public_ones_set_no_cookie(opened: list[Opened]) -> None:
    wrong = []
    for one in opened:
        visit = one.visit
        stored, cookies = one.headers.get("Cache-Control", ""), one.headers.getlist("Set-Cookie")
        if "public" in stored:
            wrong.append(f"{visit.name}: {stored}")
        if visit.who == "stranger" and visit.sent is None and any(line.startswith("session=") for line in cookies):
            wrong.append(f"{visit.name} sets {cookies}")
    assert not wrong, "\n".join(wrong)
