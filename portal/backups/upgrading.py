"""To a new version without a leap in the dark: back up, change a copy, compare, and only then let the copy count."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import current_app
from peewee import PeeweeException

from portal.foundation import migrating
from portal.foundation.database import connected, db, is_postgres, standing_alone
from portal.foundation.refusal import Refused

from . import copy_records, making, restoring, rules, server_records
from .rules import Kind


def upgrade() -> tuple[list[str], str]:
    """Bring the data to this version; returns the steps taken and the name of the backup made before, if any.

    Refused, with the data as they were, when the backup, a step or the comparison fails.
    """
    if not migrating.pending():
        return [], ""
    with connected():
        if not restoring.worth_keeping():
            return migrating.migrate(), ""
        made = making.make(Kind.UPGRADE)
        try:
            done = _on_the_server() if is_postgres() else _on_a_copy()
        except (PeeweeException, RuntimeError) as error:
            raise Refused("backups.upgrade_failed", why=f"{type(error).__name__}: {error}"[:200]) from error
    return done, str(made.name)


def _on_a_copy() -> list[str]:
    folder = Path(current_app.config["DATA_DIR"])
    with TemporaryDirectory(prefix="upgrading-", dir=folder) as work, standing_alone():
        copy = copy_records.copy_to(Path(work) / "portal.sqlite3")
        done = restoring.bring_up_to_date(copy, copy_records.facts_of(copy).contents)
        copy_records.put_into_place(copy)
    return done


def _on_the_server() -> list[str]:
    """All steps and the comparison in one transaction: PostgreSQL undoes changes of tables as well."""
    with standing_alone(), db.atomic():
        before = server_records.facts_now().contents
        done = migrating.migrate()
        rules.check_nothing_lost(before, server_records.facts_now().contents)
    return done
