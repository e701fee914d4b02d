"""Kills under four writers, and power cuts with unsynced writes lost: `PYTHONPATH=.:tests python -m bench.kills`."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median

from durability.cutting import library
from durability.test_kills import Killed, kill_many
from durability.test_power_cuts import cut_many

from .machine import Table, here, say


def measure(times: int, polite: float, longest: float) -> Table:
    """So many kills at random moments; every confirmed form counted afterwards."""
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        killed = kill_many(Path(folder), times, polite=polite, longest=longest)
    table = Table(
        "Kills at random moments under four writers",
        ("kills", "confirmed", "sent again", "lost", "twice", "integrity", "register", "restart, median s", "holds"),
    )
    table.add(
        times, killed.confirmed, killed.again, _told(killed, "gone"), _told(killed, "times"),
        "ok" if not killed.counted.integrity else killed.counted.integrity[0],
        f"{killed.counted.lines} lines hold" if not killed.counted.register else killed.counted.register,
        round(median(killed.starts), 2), not killed.wrong,
    )
    table.notes += killed.wrong[:20]
    return table


def _told(killed: Killed, of: str) -> int:
    return sum(of in fault.partition(":")[0] for fault in killed.wrong)


def measure_cuts(times: int, seconds: float) -> Table:
    """One life under four writers, and so many power cuts played at random places of it."""
    table = Table(
        "Power cuts, unsynced writes dropped or torn", ("cuts", "confirmed", "lost, twice or damaged", "holds"),
    )
    with tempfile.TemporaryDirectory(prefix="cuts-") as folder:
        shim = library(Path(folder))
        if shim is None:
            raise SystemExit("a C compiler is missing: apt install gcc")
        cut = cut_many(Path(folder), shim, times, seconds, least=500)
    table.add(cut.cuts, cut.confirmed, len(cut.wrong), not cut.wrong)
    table.notes += cut.wrong[:20]
    return table


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(prog="bench.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many (200)")
    parser.add_argument("--polite", type=float, default=0.25, help="share of SIGTERM among them (0.25)")
    parser.add_argument("--longest", type=float, default=1.5, help="longest life between two kills, in seconds (1.5)")
    parser.add_argument("--cuts", type=int, default=300, help="power cuts to play (300)")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long the life is that they cut (30)")
    asked = parser.parse_args()
    say(f"{here()}\n")
    if asked.cuts:
        say(measure_cuts(asked.cuts, asked.seconds).markdown())
    if asked.kills:
        say(measure(asked.kills, asked.polite, asked.longest).markdown())


if __name__ == "__main__":
    main()
