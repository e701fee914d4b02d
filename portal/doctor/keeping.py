"""Checks of what is kept: database, register, files, jobs, and whether somebody can still sign in to run it all."""

from __future__ import annotations

import sqlite3

from portal.foundation import clock, health, migrating, ticks, uploads, verifying, witness
from portal.foundation.checkups import Found, Level, checkup
from portal.foundation.database import is_postgres
from portal.foundation.deeds import begin_clock
from portal.foundation.i18n import N_, _
from portal.people.records import admin_paths

from . import records

FEW = 3
"""How many names of files one finding shows."""
CALL_THE_SUPERVISORS = N_("请不要再改任何东西，告诉村务监督委员会，对照公开栏上的校验页，用备份查清楚。")


@checkup("database", turn=10, of_the_machine=True)
def database() -> list[Found]:
    """Whether the database answers, and whether its clock and register go together."""
    if not records.is_there():
        words, todo = _("还没有数据库。"), _("第一次启动程序时会自己建好，不用做什么。")
        return [Found(_("数据库"), Level.WARNING, words, todo)]
    head = records.head()
    engine = Found(_("数据库"), Level.WELL, _("能读，{engine}。").format(engine=_engine()))
    register = Found(_("登记簿"), Level.WELL, _("共 {number} 条。").format(number=head.number))
    return [engine, register, _clock()]


def _engine() -> str:
    if is_postgres():
        return "PostgreSQL"
    words = f"SQLite {sqlite3.sqlite_version}"
    return words if health.sqlite_is_mended() else words + _("（旧版，写入已逐个排队）")


def _clock() -> Found:
    begin_clock()
    if clock.doubt() is None:
        return Found(_("时钟"), Level.WELL, _("与登记簿的先后一致。"))
    return Found(
        _("时钟"), Level.BAD, _("电脑的时间和登记簿对不上，不能相信。"),
        _("请校对电脑的日期和时间；时间总是跑回去，就换主板上的纽扣电池。"),
    )


@checkup("migrations", turn=11)
def migrations() -> list[Found]:
    """Whether the data has the shape of this version."""
    try:
        waiting = migrating.pending()
    except migrating.NewerDatabase:
        words, todo = _("数据是更新的版本写的。"), _("请换上新版本的程序；这个版本不会动这些数据。")
        return [Found(_("结构"), Level.BAD, words, todo)]
    if waiting:
        words = _("还有 {count} 步升级没有做。").format(count=len(waiting))
        return [Found(_("结构"), Level.BAD, words, _("请重新启动程序，它会先备份再升级。"))]
    return [Found(_("结构"), Level.WELL, _("与程序一致。"))]


@checkup("jobs", turn=40)
def jobs() -> list[Found]:
    """Whether what is done by the calendar goes well."""
    states = ticks.states()
    failed = [job.name for job in ticks.jobs() if job.name in states and states[job.name].failure]
    if not failed:
        return [Found(_("定时的活"), Level.WELL, _("没有失败的。"))]
    words = _("上一次没有做成：{names}。").format(names="、".join(failed))
    return [Found(_("定时的活"), Level.WARNING, words, _("程序会自己再试；一直不成，请看日志。"))]


@checkup("administrators", turn=45)
def administrators() -> list[Found]:
    """Whether somebody who can sign in runs the portal, and whether that is one person alone."""
    count = len(admin_paths(clock.today()))
    if count == 0:
        words = _("没有一个能登录的管理员。")
        return [Found(_("管理员"), Level.WARNING, words, _("在这台电脑上运行 flask create-admin 登录名。"))]
    if count == 1:
        words = _("只有一个能登录的管理员。")
        return [Found(_("管理员"), Level.WARNING, words, _("请再请一个可靠的人做管理员，一个人忘了密码另一个能帮忙。"))]
    return [Found(_("管理员"), Level.WELL, _("有 {count} 个能登录的管理员。").format(count=count))]


@checkup("database-thorough", turn=12, thorough=True)
def whole_database() -> list[Found]:
    """Whether every page of the database file holds together."""
    faults = records.faults_of_the_file()
    if not faults:
        return [Found(_("数据库文件"), Level.WELL, _("每一页都完好，互相对得上。"))]
    words = _("有 {count} 处损坏。").format(count=len(faults))
    return [Found(_("数据库文件"), Level.BAD, words, _("请停下程序，不要再写；用最近一次好的备份恢复。"))]


@checkup("register-thorough", turn=13, thorough=True)
def whole_register() -> list[Found]:
    """Whether every line of the register holds, and every published record agrees with it."""
    verdict = verifying.verify()
    if verdict.finding:
        return [Found(_("登记簿核对"), Level.BAD, verdict.finding.words(), _(CALL_THE_SUPERVISORS))]
    faults = verifying.faults_in_rooms()
    if faults:
        return [Found(_("登记簿核对"), Level.BAD, fault, _(CALL_THE_SUPERVISORS)) for fault in faults[:FEW]]
    words = _("{lines} 条全部对得上，公开过的内容也和登记簿一致。").format(lines=verdict.lines)
    return [Found(_("登记簿核对"), Level.WELL, words)]


@checkup("files", turn=20, thorough=True)
def files() -> list[Found]:
    """Whether every file is there and says what its hash says, and whether others lie among them."""
    missing, changed, known = [], [], set()
    for sha256, size in records.known_files():
        known.add(sha256)
        path = uploads.path_of(sha256)
        if not path.is_file():
            missing.append(sha256[:12])
        elif path.stat().st_size != size:
            changed.append(sha256[:12])
    folder = uploads.folder()
    replaced = witness.replaced_files(folder)[1] if folder.is_dir() else []
    changed += [name for name in replaced if name not in changed]
    found = []
    if missing:
        words = _("少了 {count} 个附件：{names}").format(count=len(missing), names="、".join(missing[:FEW]))
        found.append(Found(_("附件"), Level.BAD, words, _("请用最近一次好的备份恢复，附件会一起回来。")))
    if changed:
        words = _("{count} 个附件的内容变了：{names}").format(count=len(changed), names="、".join(changed[:FEW]))
        found.append(Found(_("附件"), Level.BAD, words, _("磁盘可能坏了，或者有人换过文件。请从备份里取回来。")))
    if not found:
        words = _("{count} 个附件都在，内容都对得上。").format(count=len(known))
        found.append(Found(_("附件"), Level.WELL, words))
    return found

