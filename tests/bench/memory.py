"""Resident memory while serving: at rest, after two thousand requests, and at its highest."""

from __future__ import annotations

from itertools import cycle, islice

from .ground import Ground
from .machine import Table
from .serving import portal
from .staff import signed_in
from .weight import pages

REQUESTS, BUDGET = 2000, 80.0


def measure(ground: Ground) -> Table:
    """Every kind of public page in turn with different questions, a staff page now and then."""
    table = Table("Resident memory, one process", ("when", "MB", "budget", "holds"))
    addresses = [address for address, _budget in pages(ground).values()]
    with portal(ground.demo) as house:
        table.add("after the first page", house.resident(), "", "")
        browser = signed_in(house, "secretary")
        for turn, address in enumerate(islice(cycle(addresses), REQUESTS)):
            if turn % 20 == 0:
                browser.get("/drafts/")
            joint = "&" if "?" in address else "?"
            house.get(f"{address}{joint}n={turn}" if turn % 2 else address, Accept_Encoding="gzip")
        found = house.resident()
        table.add(f"after {REQUESTS:,} requests", found, f"≤ {BUDGET:g}", found <= BUDGET)
        table.add("highest", house.peak(), "", "")
    return table
