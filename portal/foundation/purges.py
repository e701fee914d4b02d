"""What is purged when its time is over: every room that forgets names its deed here, and one page reports it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Purge:
    """One kind of forgetting: its deed, what goes, the fact of the deed that counts it, and how long it was kept.

    `kept` names days as {days}: those of the charter under `key`, or `days` when no place chooses them.
    """

    verb: str
    what: str
    counted: str
    kept: str
    key: str = ""
    days: int = 0


_purges: dict[str, Purge] = {}


def purges_by(*said: Purge) -> None:
    """Name what a room forgets."""
    _purges.update({purge.verb: purge for purge in said})


def all_purges() -> list[Purge]:
    """Every kind of forgetting, by its deed."""
    return [_purges[verb] for verb in sorted(_purges)]
