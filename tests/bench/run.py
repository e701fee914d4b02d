"""Measure the portal: `python tests/bench/run.py all`, or some of the names in BENCHMARKS."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
BENCHMARKS = (
    "load", "scale", "decade", "weight", "start", "memory", "crowd", "signups", "boards", "decisions",
    "assembly", "photo", "staff", "slowlink",
)


def main() -> None:
    """Run what was asked for and print one table for each."""
    parser = argparse.ArgumentParser(prog="tests/bench/run.py", description=__doc__)
    parser.add_argument("what", nargs="+", choices=(*BENCHMARKS, "all"))
    parser.add_argument("--data", type=Path, help="a filled demonstration folder; it is copied, never changed")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of one load run (2)")
    parser.add_argument("--runs", type=int, default=5, help="runs that count, after one warm-up (5)")
    parser.add_argument("--rows", type=int, default=1_000_000, help="publications in the large database (1000000)")
    parser.add_argument("--large", type=Path, help="keep the large databases here, or use those that are there")
    parser.add_argument("--minutes", type=float, default=1.0, help="length of the crowd (1)")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    asked = parser.parse_args()
    machine = importlib.import_module("bench.machine")
    named = BENCHMARKS if "all" in asked.what else tuple(name for name in BENCHMARKS if name in asked.what)
    machine.say(f"{machine.here()}\n")
    kept = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        place = importlib.import_module("bench.ground").Ground(Path(folder), asked)
        for name in named:
            table = importlib.import_module(f"bench.{name}").measure(place)
            machine.say(table.markdown())
            kept[name] = table.plain()
    if asked.json:
        asked.json.write_text(json.dumps({"machine": machine.here(), **kept}, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
