"""`flask rescue`: what a person runs when the portal shows its plain page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.foundation.database import db, is_postgres

from . import finding, rescuing
from .finding import Damage
from .words import told


@click.command()
@with_appcontext
def rescue() -> None:
    """数据库坏了，救出读得出来的 / save what can be read of a damaged database."""
    if is_postgres():
        raise click.ClickException(told("server"))
    folder, database = Path(current_app.config["DATA_DIR"]), Path(db.obj.database)
    if is_running(folder):
        raise click.ClickException(told("running"))
    finding.damaged_mark(folder).touch()
    damage = finding.damage_in(folder, database)
    if damage is Damage.GONE:
        raise click.ClickException(told("gone"))
    if damage is None:
        finding.damaged_mark(folder).unlink(missing_ok=True)
        click.echo(told("whole"))
        return
    rescued = rescuing.rescue(folder, database)
    if rescued is None:
        raise click.ClickException(told("nothing"))
    for line in rescued.lines():
        click.echo(line)


def is_running(folder: Path) -> bool:
    """Whether a portal, or its plain page, holds this folder."""
    try:
        with closing(sqlite3.connect(folder / "portal.lock", timeout=0, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return True
    return False
