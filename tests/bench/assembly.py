"""An assembly of 120 representatives written in from paper: who came and one roll-call vote, two screens."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from statistics import median

from .ground import Ground
from .machine import Table
from .serving import portal
from .staff import Browser, signed_in

PEOPLE, CAME, YES = 120, 98, 61
BUDGET = 1000.0
"""ms from pressing the button to the answer."""
ROUNDS = 3
DAYS_AGO = 10


def measure(ground: Ground) -> Table:
    """How long each of the two screens takes to open and to save, each meeting a new one."""
    table = Table(
        f"An assembly of {PEOPLE} from paper, two screens (ms of waiting; median of {ROUNDS} meetings)",
        ("screen", "opens", "saves", "budget", "holds"),
    )
    with portal(ground.copy("assembly"), page_cache_bytes=0) as house:
        clerk = signed_in(house, "clerk")
        body = _body(clerk)
        found: dict[str, list[tuple[float, float]]] = {"who came": [], "a roll-call vote": []}
        for turn in range(ROUNDS):
            meeting = _meeting(clerk, body, DAYS_AGO - turn)
            here = f"/meetings/{meeting}/attendance?all=1"
            found["who came"].append(_timed(clerk, here, f"/meetings/{meeting}/attendance", _came(clerk, here)))
            there = f"/meetings/{meeting}/items/1"
            found["a roll-call vote"].append(_timed(clerk, there, f"{there}/roll-call", _votes()))
            _status, page = clerk.get(f"/meetings/{meeting}")
            if f"赞成 {YES} 票" not in page:
                raise SystemExit(f"the vote was not counted: {page[:400]}")
    for name, times in found.items():
        opens, saves = (median(one[at] for one in times) for at in (0, 1))
        table.add(name, opens, saves, f"≤ {BUDGET:.0f}", max(opens, saves) <= BUDGET)
    return table


def _body(clerk: Browser) -> int:
    """A body of so many representatives, founded today with a roll of a year ago."""
    place = _first(r'<option value="(\d+)"', clerk.get("/meetings/bodies/new")[1])
    leads = _sent(clerk, "/meetings/bodies/new", place=place, kind="representatives", name="测试用的代表会议")
    body = int(_first(r"/meetings/bodies/(\d+)", leads))
    lines = "\n".join(f"测{chr(0x4E00 + one)}，{'女' if one % 2 else '男'}，{one % 4 + 1}组" for one in range(PEOPLE))
    since = (date.today() - timedelta(days=365)).isoformat()
    _sent(clerk, f"/meetings/bodies/{body}/members", lines=lines, since=since, is_representative="y")
    return body


def _meeting(clerk: Browser, body: int, days_ago: int) -> str:
    """A meeting of some days ago, written in late, its roll frozen."""
    day = date.today() - timedelta(days=days_ago)
    leads = _sent(clerk, f"/meetings/bodies/{body}/plan", **{
        "title": f"{day}的代表会议", "day": day.isoformat(), "time": "09:00", "venue": "村委会二楼", "chair": "主持甲",
        "recorder": "记录乙", "basis": "", "item1-title": "修一条水渠", "item1-minutes": "20",
        "item1-way": "roll_call", "item1-rule": "",
    })
    number = _first(r"/meetings/([A-Z0-9-]+)", leads)
    noticed = (day - timedelta(days=20)).isoformat()
    revision = _first(r'name="revision"[^>]*value="(\d+)"', clerk.get(f"/meetings/{number}")[1])
    _sent(clerk, f"/meetings/{number}/notice", revision=revision, day=noticed)
    _sent(clerk, f"/meetings/{number}/open", time="09:00")
    return number


def _came(clerk: Browser, address: str) -> dict[str, object]:
    revision = _first(r'name="revision"[^>]*value="(\d+)"', clerk.get(address)[1])
    there = {f"due{one}-came": "here" if one <= CAME else "absent" for one in range(1, PEOPLE + 1)}
    return {"revision": revision, **there}


def _votes() -> dict[str, object]:
    return {"time": "09:30", **{f"vote{one}": "yes" if one <= YES else "no" for one in range(1, CAME + 1)}}


def _timed(clerk: Browser, page: str, form: str, typed: dict[str, object]) -> tuple[float, float]:
    """How long a screen takes to open, and to be saved."""
    begun = time.perf_counter()
    status, _page = clerk.get(page)
    opened = time.perf_counter()
    if status != 200:
        raise SystemExit(f"{page}: {status}")
    _sent(clerk, form, **typed)
    return (opened - begun) * 1000, (time.perf_counter() - opened) * 1000


def _sent(clerk: Browser, address: str, **typed: object) -> str:
    """Send a form that must be taken; where it leads."""
    status, leads = clerk.post(address, **typed)
    if status != 303:
        raise SystemExit(f"{address}: {status} {re.sub('<[^>]+>', ' ', leads)[:600]}")
    return leads


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise SystemExit(f"no {pattern} in {text[:300]}")
    return found[1]
