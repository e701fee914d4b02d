"""`flask parcel`: the same at the console, under the name of somebody who may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.foundation import clock
from portal.foundation.access import Viewer
from portal.foundation.database import connected
from portal.foundation.i18n import _, label, sentence
from portal.foundation.refusal import Forbidden, Refused
from portal.people.records import account_by_name
from portal.people.signing import viewer_of

from . import opening, services, shelves
from .belonging import ours
from .records import trusted_partners
from .rules import file_name
from .sending import offers
from .showing import rows_to_do, waiting_words


@click.group("parcel")
def parcel() -> None:
    """做包裹、打开包裹 / make and open parcels."""


@contextmanager
def _as(name: str) -> Iterator[Viewer]:
    """Work under an account's name; what a rule refuses becomes one sentence."""
    with connected():
        account = account_by_name(name)
        if account is None or account.disabled_at is not None:
            raise click.ClickException(_("没有这个登录名。"))
        try:
            yield viewer_of(account)
        except Refused as refused:
            raise click.ClickException(sentence(refused.key, refused.facts)) from None
        except Forbidden:
            raise click.ClickException(_("这个账号没有做包裹的职务。")) from None


@parcel.command("make")
@click.argument("code")
@click.option("--as", "name", required=True)
@click.option("--out", "folder", type=click.Path(file_okay=False, exists=True, path_type=Path), default=Path())
@click.option("--yes", is_flag=True)
@with_appcontext
def make(code: str, name: str, folder: Path, yes: bool) -> None:
    """给代码是 CODE 的地方做一个包裹 / make a parcel for the place with this code."""
    with _as(name) as viewer:
        here = ours()
        partner = next((one for one in trusted_partners() if one.code == code.upper()), None)
        if partner is None:
            raise click.ClickException(_("没有确认过代码是 {code} 的名片。").format(code=code))
        waiting = [one for one in offers(here, partner) if not one.again]
        for one in waiting:
            click.echo(waiting_words(one))
        if not yes:
            click.confirm(_("装进去吗？"), abort=True)
        made = services.make(viewer, partner.id, [one.key for one in waiting])
        day = clock.village_day(made.made_at).strftime("%Y%m%d")
        path = folder / file_name(here.home.code, partner.code, day, made.token)
        path.write_bytes(shelves.made(made.token) or b"")
        click.echo(str(path))


@parcel.command("open")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--as", "name", required=True)
@click.option("--yes", is_flag=True)
@with_appcontext
def open_file(file: Path, name: str, yes: bool) -> None:
    """看一个包裹里有什么，再照办 / look into a parcel, then do what is in it."""
    with _as(name) as viewer:
        looked = opening.hand_in(viewer, file.read_bytes())
        if looked.before is not None:
            click.echo(_("这个包裹已经办过了，没有重复办任何一件。"))
            return
        click.echo(_("来自：{name}").format(name=looked.partner.name))
        for row in rows_to_do(opening.judge_of(looked).everything(looked.contents)):
            said = label(row.effect), label(row.kind), row.name, row.words, row.why
            click.echo(" ".join(part for part in said if part))
        if not yes:
            click.confirm(_("照办吗？"), abort=True)
        opened = opening.open_parcel(viewer, looked.print_of)
        click.echo(_("照办了。回执码：{word}").format(word=opened.word))
