"""What administrators do with backups."""

from __future__ import annotations

from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Forbidden

from . import making, restoring
from .making import Made
from .reading import Shown
from .restoring import Restored
from .rules import Kind, check_confirmed


def back_up_now(viewer: Viewer) -> Made:
    """Make a backup by hand; the register says so afterwards, because it says what came out."""
    acting = _acting(viewer)
    made = making.make(Kind.HAND)
    with deed(acting, "backups.made") as done:
        done.facts(name=str(made.name), lines=made.manifest.lines, copies=list(made.carried))
    return made


def restore(viewer: Viewer, chosen: Shown, typed: int | None) -> Restored:
    """Put a backup in place of the present data, after its number was typed."""
    acting = _acting(viewer)
    check_confirmed(typed, chosen.name.turn)
    return restoring.restore(acting, chosen.path)


def undo(viewer: Viewer) -> Restored:
    """Put back what was there before the last restore."""
    return restoring.undo(_acting(viewer))


def _acting(viewer: Viewer) -> Viewer:
    """Whoever keeps all the data keeps the whole portal and not one place of it."""
    whole = [path for path in viewer.paths(Permission.BACKUPS) if path.count("/") == 2]
    if not whole:
        raise Forbidden(Permission.BACKUPS)
    return viewer.acting_as(Permission.BACKUPS, whole[0])


def check_keeps_all(viewer: Viewer) -> None:
    """The pages open to the same people."""
    _acting(viewer)
