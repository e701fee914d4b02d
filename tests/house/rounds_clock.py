"""A visit to the page of the clock and to how it is put right."""

from __future__ import annotations

from typing import Any


def visits(visit: Any) -> list[Any]:
    """As the office sees them while the clock is well."""
    return [
        visit("clock", "/clock/", "clerk"),
        visit("clock-of-the-machine", "/clock/", "administrator"),
        visit("clock-how", "/clock/sheet", "grid"),
        visit("clock-told-nothing", "/clock/", "clerk", {}, 422),
    ]
