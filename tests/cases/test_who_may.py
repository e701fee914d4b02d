"""The table of posts, verbs and files: who may do and see what on an open case, and on a dispute that is sealed."""

from __future__ import annotations

import pytest
from cases.ways import reported
from makers import ORIGIN, Cast, Village

from portal import Portal
from portal.cases.kinds import Category

ASKS_MORE, SHUT, NOT_THERE, SIGN_IN = 422, 403, 404, 401
CARRY = (
    "accept", "ask-extension", "close", "escalate", "finish", "join", "note", "pause", "rate", "resume", "send-back",
    "tell",
)
"""What everybody who carries cases does; a sealed dispute is not there for those who do not mediate."""
LEAD = ("assign", "extend", "hide", "refuse-extension", "show")
"""What only those do who lead: give a case to others, grant more days, decide what is shown."""
ELSEWHERE = {
    "supervisor": (SHUT, SHUT), "administrator": (SHUT, SHUT), "neighbour": (NOT_THERE, NOT_THERE),
    "stranger": (SIGN_IN, SIGN_IN),
}
LEADERS = {"secretary": (ASKS_MORE, ASKS_MORE), "township": (ASKS_MORE, ASKS_MORE)}
MAY_CARRY = LEADERS | ELSEWHERE | {"clerk": (ASKS_MORE, NOT_THERE), "grid": (ASKS_MORE, NOT_THERE)}
MAY_LEAD = LEADERS | ELSEWHERE | {"clerk": (SHUT, SHUT), "grid": (SHUT, SHUT)}
SEES = {
    "clerk": 200, "grid": 200, "secretary": 200, "township": 200, "supervisor": 404, "administrator": 404,
    "neighbour": 404, "stranger": 404,
}
SECRET = "为了宅基地的墙和隔壁吵。"


@pytest.mark.usefixtures("connection")
@pytest.mark.parametrize("verb", [*CARRY, *LEAD])
def test_every_post_and_verb_on_open_and_sealed_files(verb: str, cast: Cast, village: Village) -> None:
    open_one, _code = reported(village)
    sealed, _code = reported(village, category=Category.NEIGHBOURS, words=SECRET)
    table = MAY_CARRY if verb in CARRY else MAY_LEAD
    for who, expected in table.items():
        found = tuple(
            getattr(cast, who).post(f"/cases/{case.number}/{verb}", data={}, headers=ORIGIN).status_code
            for case in (open_one, sealed)
        )
        if verb == "assign" and who in ("clerk", "grid"):
            expected = (SHUT, NOT_THERE)
        assert found == expected, f"{who} {verb}: {found}, not {expected}"


@pytest.mark.usefixtures("connection")
@pytest.mark.parametrize("who", list(SEES))
def test_what_each_post_sees_of_open_and_sealed_files(who: str, cast: Cast, village: Village) -> None:
    open_one, _code = reported(village)
    sealed, _code = reported(village, category=Category.NEIGHBOURS, words=SECRET)
    browser = getattr(cast, who)
    assert browser.get(f"/cases/{open_one.number}").status_code == SEES[who]
    page = browser.get(f"/cases/{sealed.number}")
    assert page.status_code == SEES[who]
    assert (SECRET in page.text) is (who in LEADERS)


def test_the_table_names_every_verb(app: Portal) -> None:
    verbs = {
        str(rule).removeprefix("/cases/<number>/") for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and str(rule).startswith("/cases/<number>/")
    }
    assert verbs - {"me-too", "photos/<int:photo_id>/cover"} == {*CARRY, *LEAD}
