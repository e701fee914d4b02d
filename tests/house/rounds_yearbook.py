"""A visit to each page of a place's year."""

from __future__ import annotations

from typing import Any


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any]]:
    """The year as everybody reads it, and as the office does."""
    mark = facts["mark"]
    return [
        visit("yearbook", f"/yearbook/{mark}/2026"),
        visit("yearbook-empty", f"/yearbook/{mark}/2020"),
        visit("yearbook-no-such-part", f"/yearbook/{mark}/2026?part=9", status=404),
    ], [
        visit("yearbook-print", f"/yearbook/{mark}/2026/print"),
        visit("yearbook-of-the-office", f"/yearbook/{mark}/2026", "secretary"),
        visit("yearbook-print-of-the-office", f"/yearbook/{mark}/2026/print", "clerk"),
        visit("yearbook-as-everybody", f"/yearbook/{mark}/2026?only=public", "secretary"),
    ]
