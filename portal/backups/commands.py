"""The commands for backups: make, check, restore, and the open dump both ways."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.foundation.access import PORTAL
from portal.foundation.database import connected
from portal.foundation.i18n import _, sentence
from portal.foundation.refusal import Refused

from . import checking, dumping, loading, making, reading, restoring, shelves
from .restoring import Restored
from .rules import Kind


@contextmanager
def _in_words() -> Iterator[None]:
    """A refusal is one sentence on the screen and an exit code, never a trace."""
    try:
        yield
    except Refused as refused:
        raise click.ClickException(sentence(refused.key, refused.facts)) from None


def _passphrase(asked: bool) -> str | None:
    return click.prompt(_("备份口令"), hide_input=True) if asked else None


ASKS = click.option("--passphrase", "asks", is_flag=True, help="问备份口令 / ask for the passphrase")


@click.command("backup")
@with_appcontext
def backup() -> None:
    """马上备份一次，重新打开核对过才算 / make a backup now; it counts once it was opened again."""
    with _in_words(), connected():
        made = making.make(Kind.HAND)
    click.echo(made.path)
    click.echo(_("登记簿 {lines} 条，附件 {files} 个，末条校验码 {head}").format(
        lines=made.manifest.lines, files=len(made.manifest.attachments), head=made.manifest.head,
    ))
    if made.manifest.missing:
        click.echo(_("有 {count} 个附件这台电脑上已经没有了。").format(count=len(made.manifest.missing)), err=True)
    for trouble in made.troubles:
        click.echo(sentence(trouble.key, trouble.facts), err=True)


@click.command("check-backup")
@click.argument("which", default="")
@ASKS
@with_appcontext
def check_backup(which: str, asks: bool) -> None:
    """核对一份备份：文件、编号，不写就是最近一份 / check a backup: a file, its number, or the newest."""
    with _in_words():
        path = reading.found(which)
        manifest = checking.check_only(path, _passphrase(asks))
    click.echo(_("{name} 完好：登记簿 {lines} 条，附件 {files} 个，末条校验码 {head}").format(
        name=path.name, lines=manifest.lines, files=len(manifest.attachments), head=manifest.head,
    ))
    for fault in manifest.faults:
        click.echo(fault, err=True)


@click.command("restore")
@click.argument("which", default="")
@click.option("--undo", is_flag=True, help="撤销上一次恢复 / take the last restore back")
@ASKS
@with_appcontext
def restore(which: str, undo: bool, asks: bool) -> None:
    """恢复一份备份（先关掉村口）：先核对，原来的数据留在旁边 / restore a backup; the present data is kept beside."""
    if not which and not undo:
        raise click.ClickException(_("请写出备份的文件名或者编号；要撤销上一次恢复，请加 --undo。"))
    with _in_words(), shelves.portal_closed(dumping.folder_here()):
        if undo:
            with connected():
                restored = restoring.undo(PORTAL)
        else:
            restored = restoring.restore(PORTAL, reading.found(which), _passphrase(asks), stopped=True)
    _tell(restored)


def _tell(restored: Restored) -> None:
    click.echo(_("登记簿原来 {before} 条，现在 {lines} 条；一共 {rows} 行，和备份里的一样。").format(
        before=restored.lines_before, lines=restored.contents.lines, rows=restored.contents.rows,
    ))
    if restored.aside:
        click.echo(_("原来的数据留在 {name}，要撤销请运行 flask restore --undo").format(name=restored.aside))
    if restored.without:
        click.echo(_("有 {count} 个附件备份时就已经没有了。").format(count=len(restored.without)), err=True)


@click.command("dump")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--backup", "which", default="", help="从这份备份导出，不写就是现在的数据 / from this backup")
@ASKS
@with_appcontext
def dump(target: Path, which: str, asks: bool) -> None:
    """把全部数据导出成谁都读得懂的文字 / write everything as plain text; a folder, or a .zip."""
    with _in_words():
        if which:
            facts = dumping.dump_backup(reading.found(which), target, _passphrase(asks))
        else:
            facts = dumping.dump(PORTAL, target)
    click.echo(_("{name}：登记簿 {lines} 条，附件 {files} 个，一共 {rows} 行。里面有个人信息，请锁好。").format(
        name=target.name, lines=facts.contents.lines, files=len(facts.attachments), rows=facts.contents.rows,
    ))


@click.command("load")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@with_appcontext
def load(path: Path) -> None:
    """把导出的数据读进来（先关掉村口），SQLite 和 PostgreSQL 都行 / read a dump into this portal, either engine."""
    with _in_words(), shelves.portal_closed(dumping.folder_here()):
        _tell(loading.load(PORTAL, path))

