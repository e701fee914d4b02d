"""A database as an older version of the program would have left it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path


def without_steps(source: Path, target: Path, steps: set[str]) -> Path:
    """A copy that has not been through the last steps; each must only have made tables of its own."""
    shutil.copyfile(source, target)
    with closing(sqlite3.connect(target)) as old:
        for step in steps:
            for table in NEW_TABLES[step]:
                old.execute(f'DROP TABLE "{table}"')
            old.execute("DELETE FROM schema_migration WHERE name = ?", (step,))
        old.commit()
    return target


NEW_TABLES = {"0006_kiosk": ("kiosk_screen",)}
"""What some steps made, and nothing else."""
