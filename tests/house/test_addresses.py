"""No address vanishes unnoticed: posters, bookmarks and printed codes live for years."""

from __future__ import annotations

from pathlib import Path

from portal import Portal

LIST = Path(__file__).parent / "addresses.txt"


def test_no_address_vanishes_or_appears_unnoticed(app: Portal) -> None:
    known = set(LIST.read_text(encoding="utf-8").split("\n")) - {""}
    quiet = {"HEAD", "OPTIONS"}
    now = {f"{' '.join(sorted((rule.methods or set()) - quiet))} {rule.rule}" for rule in app.url_map.iter_rules()}
    assert now == known, (
        f"vanished: {sorted(known - now)}; new: {sorted(now - known)}. An address that people may have kept must go on "
        "answering; when a change is meant, write it into tests/house/addresses.txt, one sorted line each."
    )
