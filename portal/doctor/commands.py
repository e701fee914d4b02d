"""Three commands at the machine: `flask doctor`, `flask verify` and `flask retire`."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.foundation import clock, facts, logs, uploads, verifying, witness
from portal.foundation.checkups import Level, examined
from portal.foundation.database import connected
from portal.foundation.deeds import head
from portal.foundation.i18n import _, label

from . import records, retiring
from .rules import exit_code

MARKS = {Level.WELL: "  ", Level.WARNING: "! ", Level.BAD: "!!"}
NOT_YET = {
    "running": "程序还在运行，请先停下它 / the portal is running: stop it first",
    "inside": "备份不能放在要清空的文件夹里面 / the backup lies inside the folder to be wiped",
    "broken": "这份备份核对不上，不能靠它 / the backup does not hold together",
    "behind": "这份备份不是最新的，请再备份一次 / the backup is behind: make another",
    "files": "这份备份里少了附件，请连旁边的 attachments 文件夹一起拷 / files are missing: copy attachments too",
    "foreign": "这不是村口的数据文件夹，什么都没有动 / this is no data folder of the portal",
    "words": "输入的名字不对，什么都没有动 / the name does not match: nothing was touched",
}
FLASH = "固态硬盘和U盘覆盖一遍也可能留下痕迹，要彻底请销毁 / flash disks may keep traces: destroy them to be sure"
SIGNED = "经手人 / done by: ____________  见证人 / witness: ____________"
KIOSKS = "触摸屏那台电脑上，请在浏览器里清除浏览数据 / on the touch screen's computer clear the browser's data"


@click.command()
@click.option("--quick", is_flag=True, help="不读每个文件和每一条 / do not read every file and line")
@with_appcontext
def doctor(quick: bool) -> None:
    """从头到脚查一遍，说出要做什么 / look at everything and say what to do."""
    there = records.is_there()
    with connected() if there else nullcontext():
        found = examined(thorough=not quick, only_the_machine=not there)
    for one in found:
        click.echo(f"{MARKS[one.level]} {label(one.level)}  {one.what}：{one.words}")
        if one.todo:
            click.echo(f"      → {one.todo}")
    counts = {level: sum(one.level is level for one in found) for level in Level}
    click.echo(_("正常 {well} 项，要留意 {warning} 项，马上要处理 {bad} 项。").format(**counts))
    raise SystemExit(exit_code(found))


@click.command()
@click.option("--number", type=int, help="打印页上的末条号 / number on a printed page")
@click.option("--code", "codes", multiple=True, help="打印页上的末条校验码 / code on a printed page")
@click.option("--against", "codes", multiple=True, help="同 --code，可以写几个 / the same, may be given again")
@click.option("--file", "file", type=click.Path(exists=True, path_type=Path), help="核对一份备份 / a backup file")
@click.option("--folder", "file", type=click.Path(exists=True, path_type=Path), help="核对导出的文件夹 / an export")
@with_appcontext
def verify(number: int | None, codes: tuple[str, ...], file: Path | None) -> None:
    """核对登记簿，指出第一处对不上的地方 / read the register again and name the first fault.

    加 --file 或 --folder 就不读这台电脑的数据，只读给的备份或导出。
    """
    if file is not None:
        told = witness.testify(file, codes, number)
        click.echo("\n".join(witness.sentences(told)))
        raise SystemExit(1 if told.faults else 0)
    with connected():
        verdict = verifying.verify()
        finding = verdict.finding.words() if verdict.finding else ""
        faults = [finding] if finding else _against(codes, number) or verifying.faults_in_rooms()
    if faults:
        raise click.ClickException("\n".join(faults))
    click.echo(_("登记簿 {lines} 条全部对得上，末条校验码 {head}").format(lines=verdict.lines, head=verdict.head))


def _against(codes: tuple[str, ...], number: int | None) -> list[str]:
    """What printed codes say about this register, which was found whole."""
    if not codes:
        return []
    told = witness.read(records.register_lines(), codes, number)
    for code, line in told.printed.items():
        click.echo(_("校验码 {code}… 是第 {number} 条的，从那以后没有人改过前面。").format(code=code[:8], number=line))
    return told.faults


@click.command()
@click.option("--backup", "copy", type=click.Path(exists=True, path_type=Path),
              help="放在别处的最新备份，先核对再清空 / the newest backup, kept elsewhere")
@click.option("--without-backup", is_flag=True, help="没有备份也清空 / wipe although there is no backup")
@click.option("--list", "list_to", type=click.Path(path_type=Path), help="清单存到哪里 / where to keep the list")
@with_appcontext
def retire(copy: Path | None, without_backup: bool, list_to: Path | None) -> None:
    """停用这台电脑：清空数据文件夹，打印清单 / wipe this machine and print the list of what was wiped."""
    folder = Path(current_app.config["DATA_DIR"])
    if not retiring.is_a_data_folder(folder):
        raise click.ClickException(NOT_YET["foreign"])
    if copy is None and not without_backup:
        raise click.UsageError("要写 --backup 备份，或者 --without-backup / give --backup or --without-backup")
    try:
        lock = retiring.hold(folder)
    except retiring.NotYet as why:
        raise click.ClickException(f"{NOT_YET[why.why]} {why.more}".strip()) from None
    try:
        said = _retired(folder, copy)
    except retiring.NotYet as why:
        raise click.ClickException(f"{NOT_YET[why.why]} {why.more}".strip()) from None
    finally:
        lock.close()
    retiring.wipe(folder)
    folder.rmdir()
    kept = list_to or folder.parent / f"{folder.name}-{clock.village_time(clock.now()):%Y%m%d}-清空清单.txt"
    kept.write_text("\n".join(said) + "\n", encoding="utf-8")
    click.echo("\n".join(said))
    click.echo(f"清单存在 / the list is in {kept}")


def _retired(folder: Path, copy: Path | None) -> list[str]:
    """Ask for the name, prove the copy, wipe, and return the list; raises NotYet before anything was touched."""
    with connected():
        number, code = head()
        name = facts.known().name or "村口"
        needed = frozenset(sha256 for sha256, _size in records.known_files() if uploads.path_of(sha256).is_file())
        held = retiring.proven(copy, folder, records.line_and_later, needed) if copy else None
    for file in retiring.what_lies_in(folder):
        click.echo(f"  {file.size:>12,}  {file.name}")
    click.echo(f"要清空 / to be wiped: {folder}")
    typed = click.prompt(f"要清空请输入地方的名字 / to wipe it, type the name “{name}”", default="", show_default=False)
    if typed.strip() != name:
        raise retiring.NotYet("words")
    tables = records.drop_tables()
    logs.close()
    gone = retiring.wipe(folder, but=retiring.LOCK)
    return _list(folder, name, number, code, held, [f"{file.size:>12,}  {file.name}" for file in gone] + tables)


def _list(folder: Path, name: str, number: int, code: str, held: retiring.Copy | None, gone: list[str]) -> list[str]:
    when: datetime = clock.village_time(clock.now())
    kept = f"{held.path}（{held.lines} 条 / lines）" if held else "没有 / none"
    return [
        f"{name} 停用清单 / list of what was wiped  {when:%Y-%m-%d %H:%M}", f"文件夹 / folder: {folder}",
        f"登记簿末条 / last line: {number}  {code}", f"留下的备份 / backup kept: {kept}",
        f"清空了 {len(gone)} 项 / wiped:", *gone, FLASH, KIOSKS, SIGNED,
    ]
