"""Who may open what: a publication's reader level against whoever is looking."""

from __future__ import annotations

from portal.foundation.access import Permission, Viewer

from .rules import Reader

OFFICE = (Permission.DRAFT, Permission.PUBLISH, Permission.REVIEW, Permission.TRAIL)


def may_read(viewer: Viewer, reader: Reader | str, path: str) -> bool:
    """Whether a page about a place at `path` with this reader level opens for a viewer.

    What is for the paper board opens for nobody: the office prints it from the archive.
    """
    match Reader(reader):
        case Reader.PUBLIC:
            return True
        case Reader.VILLAGERS:
            return any(path.startswith(reach.path) or reach.path.startswith(path) for reach in viewer.reaches)
        case Reader.INTERNAL:
            return any(viewer.may(permission, path) for permission in OFFICE)
    return False


def lists_inside(viewer: Viewer, path: str, *, low: bool) -> bool:
    """Whether a list of a place and all below it may hold what is for villagers only; `low`: no villages below."""
    covers = any(path.startswith(reach.path) for reach in viewer.reaches)
    return covers or (low and may_read(viewer, Reader.VILLAGERS, path))
