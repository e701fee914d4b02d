"""A crowd at the sign-up: 200 people at once on 20 places, by HTTP: `PYTHONPATH=.:tests python -m bench.signups`."""

from __future__ import annotations

import argparse
import http.client
import re
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from makers import Village, found_village

from portal import Portal, create_app
from portal.activities import services
from portal.activities.rules import ActivityKind, Plan, SlotPlan, Times
from portal.activities.signup_records import signups_of
from portal.foundation import clock, migrating
from portal.foundation.database import db
from portal.settings import load_settings

from .ground import Ground
from .machine import Table, here, say
from .serving import Serving

CROWD, PLACES, IMPATIENT = 200, 20, 40
"""How many come, how many places there are, and how many of them press the button twice."""


@dataclass
class Seen:
    """What came back to everybody."""

    codes: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


class Villager:
    """Somebody with a phone of their own."""

    def __init__(self, house: Serving) -> None:
        self._house = house
        self._cookie = ""

    def get(self, address: str) -> tuple[int, str]:
        """Open a page."""
        return self._ask("GET", address, None)[:2]

    def post(self, address: str, **typed: object) -> tuple[int, str, str]:
        """Send a form; the third is where it leads."""
        return self._ask("POST", address, urlencode(typed))

    def _ask(self, method: str, address: str, body: str | None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._house.port, timeout=120)
        headers = {"Origin": self._house.url, "Content-Type": "application/x-www-form-urlencoded"}
        if self._cookie:
            headers["Cookie"] = self._cookie
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            kept = answer.headers.get("Set-Cookie", "").partition(";")[0]
            self._cookie = kept or self._cookie
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")
        finally:
            connection.close()


def prepare(folder: Path, url: str, runs: int) -> tuple[Portal, list[tuple[int, str]]]:
    """A founded village with one activity for every run, in a database of its own."""
    app = create_app(load_settings(data_dir=folder, secret_key="bench", database_url=url))
    with app.app_context():
        migrating.migrate()
        with db.connection_context():
            village = found_village()
            return app, [_activity(village, run) for run in range(runs)]


def _activity(village: Village, run: int) -> tuple[int, str]:
    clerk = village.viewers["clerk"]
    starts = clock.now() + timedelta(days=3 + run)
    times = Times(starts, starts + timedelta(hours=2), starts)
    plan = Plan(ActivityKind.SERVICE, f"第{run + 1}次清理河道", times, (SlotPlan("", 0, PLACES),), meet="村口")
    activity = services.publish(clerk, services.begin(clerk, village.village, plan).id)
    return int(activity.id), str(activity.number)


def crowd(house: Serving, number: str, seen: Seen) -> None:
    """Everybody opens the form, then everybody presses the button at once."""
    ready = threading.Barrier(CROWD + IMPATIENT)
    threads = [
        threading.Thread(target=_kept(seen, _sign_up), args=(house, number, f"村民{person:03d}号", person < IMPATIENT,
                                                             ready, seen))
        for person in range(CROWD)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _kept(seen: Seen, act: Callable[..., None]) -> Callable[..., None]:
    def acting(*given: object) -> None:
        try:
            act(*given)
        except Exception as error:
            seen.faults.append(f"{type(error).__name__}: {error}")

    return acting


def _sign_up(
    house: Serving, number: str, name: str, twice: bool, ready: threading.Barrier, seen: Seen,
) -> None:
    phone = Villager(house)
    status, page = phone.get(f"/activities/{number}/join")
    found = re.search(r'name="key" value="([^"]+)"', page)
    if status != 200 or found is None:
        ready.abort()
        seen.faults.append(f"form: {status}")
        return
    typed = {"name": name, "group": "一组", "heads": 1, "key": found[1], "seen": 1}
    both = [threading.Thread(target=_kept(seen, _press), args=(Villager(house), number, typed, ready, seen))] * twice
    for again in both:
        again.start()
    _press(phone, number, typed, ready, seen)
    for again in both:
        again.join()


def _press(phone: Villager, number: str, typed: dict[str, object], ready: threading.Barrier, seen: Seen) -> None:
    ready.wait(120)
    begun = time.perf_counter()
    status, _page, leads = phone.post(f"/activities/{number}/join", **typed)
    seen.waits.append(time.perf_counter() - begun)
    if status != 303 or not leads.endswith("/activities/joined"):
        seen.faults.append(f"sign-up: {status}")
        return
    status, page = phone.get("/activities/joined")
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", re.sub("<[^>]+>", " ", page))
    if status != 200 or code is None:
        seen.faults.append(f"slip: {status}")
        return
    seen.codes.setdefault(str(typed["name"]), []).append(code[0])


def judge(app: Portal, house: Serving, activity_id: int, seen: Seen) -> None:
    """Exactly so many have a place, everybody else stands in line in the order they came, and every slip opens."""
    with app.app_context(), db.connection_context():
        rows = signups_of(activity_id)
    names = [row.name for row in rows]
    seated = [row.name for row in rows if row.seated_at is not None]
    _check(seen, len(names) == len(set(names)) == CROWD, f"{len(names)} sign-ups of {len(set(names))} people")
    _check(seen, seated == names[:PLACES], f"{len(seated)} have a place, and not the first who came")
    _check(seen, set(seen.codes) == set(names), f"{len(seen.codes)} people have a slip")
    line = {name: place for place, name in enumerate(names[PLACES:], 1)}
    for name, codes in seen.codes.items():
        for code in codes:
            status, page, _leads = Villager(house).post("/activities/slip", code=code)
            words = " ".join(re.sub("<[^>]+>", " ", page).split())
            told = f"第 {line[name]} 家" if name in line else "报上了"
            _check(seen, status == 200 and name in words and told in words, f"the slip of {name} says {status}")


def _check(seen: Seen, holds: bool, fault: str) -> None:
    if not holds:
        seen.faults.append(fault)


def run(folder: Path, url: str, runs: int) -> Table:
    """So many crowds, one after the other."""
    app, activities = prepare(folder, url, runs)
    engine = "PostgreSQL" if url else "SQLite"
    title = f"{CROWD} people at once on {PLACES} places, {IMPATIENT} of them pressing twice, on {engine}"
    table = Table(title, ("run", "half wait, ms", "95 % wait at most, ms", "longest, ms", "faults", "holds"))
    settings = {"database_url": url} if url else {}
    with Serving(
        "app.py", "--host", "127.0.0.1", "--data", str(folder), core=None, log=folder / "server.log",
        secret_key="bench", **settings,
    ) as house:
        for turn, (activity_id, number) in enumerate(activities, 1):
            seen = Seen()
            crowd(house, number, seen)
            judge(app, house, activity_id, seen)
            cut = quantiles(seen.waits, n=100) if len(seen.waits) > 1 else [0.0] * 99
            longest = max(seen.waits, default=0.0)
            table.add(turn, cut[49] * 1000, cut[94] * 1000, longest * 1000, len(seen.faults), not seen.faults)
            table.notes += sorted(set(seen.faults))[:5]
    return table


def measure(ground: Ground) -> Table:
    """One of the benchmarks: as many crowds as there are runs, on SQLite."""
    folder = ground.folder / "signups"
    folder.mkdir()
    return run(folder, "", ground.asked.runs)


def main() -> None:
    """Run it alone, on SQLite or on the PostgreSQL database behind --url, which must be empty."""
    parser = argparse.ArgumentParser(prog="bench.signups", description=__doc__)
    parser.add_argument("--runs", type=int, default=20, help="how many crowds (20)")
    parser.add_argument("--url", default="", help="an empty PostgreSQL database; otherwise SQLite")
    asked = parser.parse_args()
    say(f"{here()}\n")
    with tempfile.TemporaryDirectory(prefix="signups-") as folder:
        say(run(Path(folder), asked.url, asked.runs).markdown())


if __name__ == "__main__":
    main()
