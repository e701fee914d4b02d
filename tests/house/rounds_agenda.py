"""The disclosure days of the furnished village, and a visit to each of their pages."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from makers import Village

from portal.agenda import services
from portal.agenda.rules import Point, Written

DAY = date(2026, 12, 21)
WRITTEN = [
    Written(Point(time(9, 0), 20, "村党支部书记", "通报本季度党费收缴情况"), "先和会计对账"),
    Written(Point(time(9, 30), 30, "村委会主任", "答复村民提问")),
]


def furnish(village: Village) -> dict[str, Any]:
    """An agenda that was changed and moved, another in writing."""
    secretary, place = village.viewers["secretary"], village.village
    services.post(secretary, place, DAY, WRITTEN, 0, "")
    services.post(secretary, place, DAY, WRITTEN[:1], 0, "提问另外安排一天")
    services.move(secretary, place, DAY, date(2026, 12, 22), "当天全村打疫苗")
    services.write(village.viewers["clerk"], place, date(2027, 3, 22), WRITTEN, 0)
    return {"day": DAY.isoformat()}


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """The pages for everybody, those of the office, and that of the screen."""
    mark, day = facts["mark"], facts["day"]
    return [
        visit("agenda", "/agenda/"),
        visit("agenda-of-a-year", f"/agenda/?place={mark}&year=2026"),
        visit("agenda-of-an-old-year", f"/agenda/?place={mark}&year=2016"),
        visit("agenda-day", f"/agenda/{mark}/{day}"),
        visit("agenda-day-without", f"/agenda/{mark}/2027-03-22"),
        visit("agenda-old-version", f"/agenda/{mark}/{day}/v1"),
        visit("agenda-sheet", f"/agenda/{mark}/{day}/sheet"),
        visit("agenda-no-such-day", f"/agenda/{mark}/2026-12-03", status=404),
    ], [
        visit("agenda-as-staff", f"/agenda/?place={mark}", "secretary"),
        visit("agenda-day-as-staff", f"/agenda/{mark}/{day}", "secretary"),
        visit("agenda-write", f"/agenda/{mark}/{day}/write", "secretary"),
        visit("agenda-write-as-clerk", f"/agenda/{mark}/2027-03-22/write", "clerk"),
        visit("agenda-more", f"/agenda/{mark}/{day}/write", "clerk", {"more": "1", "seen": "0"}),
        visit("agenda-refused", f"/agenda/{mark}/{day}/write", "clerk", {"keep": "1", "seen": "0"}, 422),
        visit("agenda-copy-refused", f"/agenda/{mark}/{day}/copy", "clerk", {}, 422),
        visit("agenda-move", f"/agenda/{mark}/{day}/move", "secretary"),
        visit("agenda-move-refused", f"/agenda/{mark}/{day}/move", "secretary", {"to": ""}, 422),
        visit("duty-add", f"/duties/{mark}/add", "secretary"),
        visit("duty-add-refused", f"/duties/{mark}/add", "secretary", {"words": ""}, 422),
        visit("duty-own", f"/duties/{mark}/Z01/set", "secretary"),
        visit("duty-own-refused", f"/duties/{mark}/Z01/set", "secretary", {"words": ""}, 422),
    ], [visit("kiosk-agenda", "/kiosk/agenda", "screen")]
