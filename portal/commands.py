"""The `flask …` commands of the whole house."""

from __future__ import annotations

import click
from flask import Flask, current_app

from . import backing_up
from .foundation import migrating, verifying
from .foundation.database import connected
from .foundation.i18n import _, sentence
from .foundation.refusal import Refused
from .people.commands import create_admin, reset_password


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in (migrate, verify, demo, backup, create_admin, reset_password):
        app.cli.add_command(command)


@click.command()
def migrate() -> None:
    """把数据库升级到这个版本 / bring the database to this version."""
    for name in migrating.migrate():
        click.echo(name)


@click.command()
@click.option("--number", type=int, help="打印页上的末条号 / number on a printed page")
@click.option("--code", help="打印页上的末条校验码 / code on a printed page")
def verify(number: int | None, code: str | None) -> None:
    """核对登记簿，指出第一处对不上的地方 / read the register again and name the first fault."""
    with connected():
        verdict = verifying.verify(number, (code or "").replace(" ", "") if number else None)
        faults = [] if verdict.finding else verifying.faults_in_rooms()
    if verdict.finding:
        raise click.ClickException(verdict.finding.words())
    if faults:
        raise click.ClickException("\n".join(faults))
    click.echo(_("登记簿 {lines} 条全部对得上，末条校验码 {head}").format(lines=verdict.lines, head=verdict.head))


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


@click.command()
def backup() -> None:
    """马上备份一次 / make a backup now."""
    from .foundation import clock

    folder = current_app.config["DATA_DIR"] / "backups"
    with connected():
        kept = backing_up.copy_to(folder / f"by-hand-{clock.village_time(clock.now()):%Y%m%d-%H%M%S}.sqlite3")
    click.echo(str(kept.name))
