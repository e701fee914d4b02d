"""Two commands for the day nobody can sign in any more; both write themselves into the register."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from werkzeug.exceptions import NotFound

from portal.foundation.database import connected
from portal.foundation.i18n import _, sentence
from portal.foundation.refusal import Refused
from portal.places.records import Place, children_of, place_or_404

from . import services
from .records import Account


@click.command("create-admin")
@click.argument("name")
@click.option("--shown-name", default="", help="姓名 / the name shown on pages")
@click.option("--place", "mark", default="", help="地方的代号，不写就是最上面的地方 / mark of the place")
@with_appcontext
def create_admin(name: str, shown_name: str, mark: str) -> None:
    """新建一个系统管理员，打印设密码的纸条 / make an administrator and print a slip."""
    with connected():
        place = _marked(mark) if mark else _top()
        if place is None:
            raise click.ClickException(_("还没有任何地方，请先用网页完成第一次设置。"))
        try:
            _print(*services.rescue_administrator(place, name, shown_name or name))
        except Refused as refused:
            raise click.ClickException(sentence(refused.key, refused.facts)) from None


@click.command("reset-password")
@click.argument("name")
@with_appcontext
def reset_password(name: str) -> None:
    """给一个账号打印重设密码的纸条 / print a slip for a new password."""
    with connected():
        try:
            _print(*services.rescue_password(_top(), name))
        except Refused as refused:
            raise click.ClickException(sentence(refused.key, refused.facts)) from None


def _top() -> Place | None:
    tops = children_of(None)
    return tops[0] if tops else None


def _marked(mark: str) -> Place:
    try:
        return place_or_404(mark)
    except NotFound:
        raise click.ClickException(_("没有代号是 {mark} 的地方。").format(mark=mark)) from None


def _print(account: Account, code: str) -> None:
    click.echo(_("登录名：{name}").format(name=account.name))
    click.echo(_("一次性号码：{code}").format(code=code))
    click.echo(_("请在 {days} 天内用“登录”页里的“用纸条设新密码”。").format(days=services.SLIP_DAYS))
    click.echo(_("这件事已经记入登记簿，看得到登记簿的人都看得到。"))
