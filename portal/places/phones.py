"""The phones that may stand in what everybody reads: those of offices, never anybody's own."""

from __future__ import annotations

from collections.abc import Iterable

from portal.foundation import facts

from .records import Place


def office_phones(line: Iterable[Place]) -> frozenset[str]:
    """The phones of a place's offices, asked with its line from the root down, and the portal's own."""
    return frozenset({step.phone for step in line} | {facts.known().office_phone}) - {""}
