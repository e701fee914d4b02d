"""Requests a second: pages from the cache against bare waitress, lists not from the cache against a thin page."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from .ground import Ground
from .machine import Table
from .serving import HERE, Serving, pinned, portal

CONNECTIONS = 16
LOAD_CORE = 1
CACHED, THIN = 0.9, 0.5
DROPPED = frozenset({"date", "connection", "server", "transfer-encoding"})


@dataclass
class Target:
    """An address under load and what came of each run: requests a second and CPU milliseconds for each."""

    server: Serving
    address: str
    packed: bool = True
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def run(self, seconds: float) -> None:
        """Load it once."""
        sent = ["-H", "Accept-Encoding: gzip"] if self.packed else []
        before = self.server.cpu()
        loaded = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", *sent]
        told = subprocess.run(
            pinned([*loaded, self.server.url + self.address], LOAD_CORE), check=True, capture_output=True, text=True,
        ).stdout
        if "Non-2xx" in told or "Socket errors" in told:
            raise SystemExit(f"{self.address}: {told}")
        done = int(re.search(r"(\d+) requests in", told)[1])
        self.rates.append(float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]))
        self.costs.append((self.server.cpu() - before) * 1000 / done)

    @property
    def rate(self) -> float:
        """The median, the warm-up left out."""
        return median(self.rates[1:])

    @property
    def cost(self) -> float:
        """The median, the warm-up left out."""
        return median(self.costs[1:])


def measure(ground: Ground) -> Table:
    """Both comparisons, each pair alternating within one run."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt install wrk")
    table = Table(
        f"Requests a second, {CONNECTIONS} connections, server on one core and load on the other",
        ("page", "requests/s", "CPU ms", "against", "requests/s", "CPU ms", "ratio", "ratio by CPU", "budget", "holds"),
    )
    _cached(ground, table)
    _uncached(ground, table)
    return table


def _cached(ground: Ground, table: Table) -> None:
    marks = ground.marks
    pages = {"home": "/", "item": f"/disclosures/{marks.item}", "list": f"/disclosures/?place={marks.township}"}
    with portal(ground.demo) as house:
        answers = _learnt(house, list(pages.values()), ground.folder / "answers")
        with Serving(str(HERE / "thin.py"), "--bare", str(answers)) as ceiling:
            pairs = {name: (Target(house, page), Target(ceiling, page)) for name, page in pages.items()}
            _alternate(ground, [target for pair in pairs.values() for target in pair])
            for name, (page, bare) in pairs.items():
                _row(table, f"{name}, from the cache", page, "bare waitress, same bytes", bare, CACHED)


def _uncached(ground: Ground, table: Table) -> None:
    marks = ground.marks
    lists = {"village": marks.village, "township": marks.township}
    rows = ground.filled(1000)
    with portal(rows, page_cache_bytes=0) as house, Serving(
        str(HERE / "thin.py"), "--page", str(ground.folder / "thin.sqlite3"),
    ) as thin:
        targets = {name: Target(house, f"/disclosures/?place={mark}") for name, mark in lists.items()}
        references = {count: Target(thin, f"/?rows={count}", packed=False) for count in (50, 30)}
        _alternate(ground, [*targets.values(), *references.values()])
        for name, target in targets.items():
            for count, reference in references.items():
                budget, called = THIN if count == 50 else "", f"{name} list of 30, not from the cache"
                _row(table, called, target, f"thin page of {count} rows", reference, budget)


def _alternate(ground: Ground, targets: list[Target]) -> None:
    """Every other round backwards, so that nobody always comes first."""
    for run in range(ground.asked.runs + 1):
        for target in targets[:: -1 if run % 2 else 1]:
            target.run(ground.asked.seconds)


def _paired(ours: list[float], theirs: list[float]) -> float:
    """The median of what each round says by itself: two runs side by side have the same neighbours on the machine."""
    return median(one / other for one, other in list(zip(ours, theirs, strict=True))[1:])


def _row(table: Table, name: str, page: Target, against: str, other: Target, budget: object) -> None:
    ratio, by_cpu = _paired(page.rates, other.rates), _paired(other.costs, page.costs)
    table.add(
        name, page.rate, page.cost, against, other.rate, other.cost, round(ratio, 2), round(by_cpu, 2),
        f"≥ {budget}" if budget else "", ratio >= budget if isinstance(budget, float) else "",
    )


def _learnt(house: Serving, addresses: list[str], folder: Path) -> Path:
    """The very answers the portal gives, for the bare server to repeat."""
    folder.mkdir()
    known = {}
    for number, address in enumerate(addresses):
        connection = http.client.HTTPConnection("127.0.0.1", house.port)
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        (folder / f"{number}").write_bytes(answer.read())
        headers = [pair for pair in answer.getheaders() if pair[0].lower() not in DROPPED]
        known[address] = {"headers": headers, "file": str(number)}
        connection.close()
    (folder / "answers.json").write_text(json.dumps(known))
    return folder
