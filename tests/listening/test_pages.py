"""Asking to be heard, the slip, the desk, and a petition's receipt; nothing of it is seen by anybody else."""

from __future__ import annotations

from datetime import date

import pytest
from cases.ways import HOUSE, code_on, post
from makers import Cast, Village
from page import Page

from portal.foundation.deeds import Deed, last_number
from portal.listening import services
from portal.listening.records import Appointment, Confided, Petition
from portal.listening.rules import Part

pytestmark = pytest.mark.usefixtures("connection")
SECRET = "金丝雀家的心事"


def test_somebody_asks_to_be_heard_and_sees_the_time_on_the_slip(cast: Cast, village: Village) -> None:
    page = post(cast.stranger, "/listening/", {"wanted": "2026-11-24", "part": "morning", "words": SECRET})
    code = code_on(page)
    found = Appointment.get()
    shown = Page(cast.secretary.get(f"/listening/{found.id}"))
    assert SECRET in shown.text
    for browser in (cast.clerk, cast.grid, cast.township, cast.administrator):
        assert browser.get(f"/listening/{found.id}").status_code == 403
    assert cast.neighbour.get(f"/listening/{found.id}").status_code == 404
    past = post(cast.secretary, f"/listening/{found.id}/agree", {"day": "2026-11-19", "time": "09:30"})
    assert past.status == 422 and past.value("day") == "2026-11-19"
    assert post(cast.secretary, f"/listening/{found.id}/agree", {"day": "2026-11-24", "time": "09:30"}).status == 303
    mine = post(cast.stranger, "/listening/slip", {"code": code})
    assert "09:30" in mine.text and "书某某" in mine.text and SECRET not in mine.text
    assert post(cast.stranger, "/listening/cancel", {"code": code}).status == 303
    assert Confided.select().count() == 0
    assert SECRET not in " ".join(one.facts for one in Deed.select())


@pytest.mark.parametrize("sent", [
    {"wanted": "2026-11-20", "part": "morning"}, {"wanted": "2027-11-20", "part": "morning"},
    {"wanted": "x", "part": "morning"}, {"wanted": "2026-11-24", "part": "night"},
])
def test_a_wish_that_is_refused_is_kept(cast: Cast, sent: dict[str, str]) -> None:
    before = last_number()
    page = post(cast.stranger, "/listening/", sent | {"words": SECRET})
    assert page.status == 422 and SECRET in page.html and last_number() == before
    part = post(cast.stranger, "/listening/", sent, HX_Request="true")
    assert part.status == 422 and 'id="asking"' in part.html and "<html" not in part.html


def test_how_it_went_is_written_once(cast: Cast, village: Village) -> None:
    with HOUSE[0].app_context():
        found, _code = services.ask(village.village, date(2026, 11, 24), Part.EVENING, "", "", "")
    assert post(cast.secretary, f"/listening/{found.id}/end", {"standing": "came", "words": "谈了"}).status == 303
    again = post(cast.secretary, f"/listening/{found.id}/end", {"standing": "missed", "words": "没来"})
    assert again.status == 422 and "已经结束" in again.text


def test_a_petition_is_passed_on_with_a_receipt_and_both_answers(cast: Cast) -> None:
    sent = {"to": "labour", "body": "县劳动监察大队", "receipt": "收字12号", "name": "甲某", "words": SECRET}
    refused = post(cast.secretary, "/listening/petitions/new", sent | {"receipt": ""})
    assert refused.status == 422 and SECRET in refused.html
    assert post(cast.secretary, "/listening/petitions/new", sent).status == 303
    found = Petition.get()
    at = f"/listening/petitions/{found.number}"
    receipt = Page(cast.secretary.get(f"{at}/receipt"))
    assert "收字12号" in receipt.text and SECRET not in receipt.text and "甲某" not in receipt.text
    assert cast.neighbour.get(at).status_code == 404
    for words in ("已经受理", "工钱已经付清"):
        assert post(cast.secretary, f"{at}/answer", {"words": words}).status == 303
    third = post(cast.secretary, f"{at}/answer", {"words": "还有一句"})
    assert third.status == 422
    assert Petition.get().answered_on is not None
