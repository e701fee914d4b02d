"""Taking what is not for everybody out as a file: each time is a deed that says who, what and how much."""

from __future__ import annotations

from .access import Viewer
from .deeds import deed


def taken(viewer: Viewer, what: str, *, place: int | None, rows: int) -> None:
    """Note that a file was taken away: a code for what it is, and how many rows it has; call before it is sent."""
    with deed(viewer, "export.taken", place=place) as done:
        done.subject = f"export:{what}"
        done.facts(what=what, rows=rows)
