"""A visit to each page of the doctor, and to the check of a printed page of the register."""

from __future__ import annotations

from typing import Any


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any]]:
    """What everybody may open, and what is for those who look after the portal or read its register."""
    return [
        visit("check-register", "/check/register"),
        visit("check-register-unknown", f"/check/register?number=1&code={'0' * 16}"),
        visit("check-register-short", "/check/register?number=1&code=12"),
    ], [
        visit("doctor", "/doctor/", "administrator"),
        visit("doctor-sheet", "/doctor/sheet", "administrator"),
        visit("doctor-hand-over", "/doctor/hand-over", "administrator"),
        visit("doctor-purged", "/doctor/purged", "administrator"),
        visit("doctor-purged-for-supervisors", "/doctor/purged", "supervisor"),
        visit("doctor-not-mine", "/doctor/", "clerk", status=403),
    ]
