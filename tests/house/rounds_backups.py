"""A visit to the backups, with one to look at."""

from __future__ import annotations

import shutil
from typing import Any

from makers import Village

from portal.backups import making, shelves
from portal.backups.rules import Kind
from portal.foundation.database import is_postgres

_shelf: dict[str, bytes] = {}
"""The shelf with one backup, made once and laid into every furnished village: it stands on its own."""


def furnish(village: Village) -> dict[str, Any]:
    """One backup, where the tools for it are there."""
    if is_postgres() and shutil.which("pg_dump") is None:
        return {"backup": ""}
    folder = shelves.own_shelf().path
    if not _shelf:
        making.make(Kind.HAND)
        _shelf.update({
            path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        })
    for name, contents in _shelf.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
    return {"backup": str(shelves.own_shelf().newest())}


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any]]:
    """Nothing for everybody; the shelves and one backup for who keeps the portal."""
    here = f"/backups/here/{facts['backup']}"
    one = [
        visit("backup", here, "administrator"),
        visit("backup-checked", f"{here}/check", "administrator", {}),
        visit("backup-restore-refused", f"{here}/restore", "administrator", {"turn": ""}, 422),
    ]
    return [], [
        visit("backups", "/backups/", "administrator"),
        visit("backups-undo-refused", "/backups/undo", "administrator", {}, 422),
        *(one if facts["backup"] else []),
    ]
