"""The `flask …` commands of the whole house."""

from __future__ import annotations

import click
from flask import Flask

from .backups.commands import backup, check_backup, dump, load, restore
from .backups.upgrading import upgrade
from .doctor.commands import doctor, retire, verify
from .foundation import migrating
from .foundation.database import connected
from .foundation.i18n import sentence
from .foundation.refusal import Refused
from .people.commands import create_admin, reset_password
from .rescue.commands import rescue


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in (
        migrate, verify, doctor, retire, demo, backup, check_backup, restore, dump, load, rescue, create_admin,
        reset_password,
    ):
        app.cli.add_command(command)


@click.command()
def migrate() -> None:
    """把数据库升级到这个版本 / bring the database to this version."""
    try:
        done, kept = upgrade()
    except Refused as refused:
        raise click.ClickException(sentence(refused.key, refused.facts)) from None
    for name in [kept, *done] if kept else done:
        click.echo(name)


@click.command()
@click.option("--scale", type=click.IntRange(1, 2000), default=1, help="放大多少倍 / how many times as much")
def demo(scale: int) -> None:
    """把空的数据目录填上演示数据 / fill an empty data folder with the demonstration."""
    from .demo import fill

    migrating.migrate()
    with connected():
        try:
            fill(scale=scale)
        except Refused as refused:
            raise click.ClickException(sentence(refused.key, refused.facts)) from None
