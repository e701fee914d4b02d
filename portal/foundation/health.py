"""Whether the portal is well: `/healthz` for programs, the system-state page for people."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, jsonify, render_template, request
from peewee import PeeweeException

from . import clock, deeds, disk, migrating, ticks, uploads, verifying
from .access import Permission, needs, open_to_all
from .database import db, is_postgres
from .i18n import N_, _, label
from .web import Answer

bp = Blueprint("health", __name__)

FIXED_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
LOW_DISK = 500 * 1024 * 1024


@dataclass(frozen=True)
class Sign:
    """One line of the state page: what was looked at, whether it is well, and what to do when it is not."""

    what: str
    well: bool
    words: str


_more: dict[str, Callable[[], list[Sign]]] = {}


def also_shown(name: str, look: Callable[[], list[Sign]]) -> None:
    """Let a room add its lines to the state page, in at most one query."""
    _more[name] = look


def database_answers() -> bool:
    """Whether the database can be read."""
    try:
        db.execute_sql("SELECT 1").fetchone()
    except PeeweeException:
        return False
    return True


def sqlite_is_mended() -> bool:
    """Whether this SQLite has the repair of the WAL-reset fault (3.51.3, 3.50.7, 3.44.6)."""
    version = sqlite3.sqlite_version_info
    return version >= FIXED_SQLITE[0] or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in FIXED_SQLITE[1:]
    )


def free_bytes() -> int:
    """Free space where the data lies, in bytes."""
    return disk.free()


def signs() -> list[Sign]:
    """Everything the state page shows, in the order a person would check it; the database answers when this does."""
    number, head = deeds.head()
    free = free_bytes()
    waiting = migrating.pending()
    found = [
        Sign(_("数据库"), True, _engine_words()),
        Sign(_("结构"), not waiting, _("请重新启动程序") if waiting else _("与程序一致")),
        Sign(_("登记簿"), True, _("共 {number} 条，末条校验码 {head}").format(number=number, head=head[:16])),
        Sign(_("磁盘"), free > LOW_DISK, _("还剩 {megabytes} MB").format(megabytes=free // (1024 * 1024))),
        _clock_sign(clock.doubt()),
    ]
    states = ticks.states()
    found += [sign for _name, look in sorted(_more.items()) for sign in look()]
    return found + [_job_sign(job, states.get(job.name)) for job in ticks.jobs()]


def _clock_sign(doubt: clock.Doubt | None) -> Sign:
    if doubt is None:
        return Sign(_("时钟"), True, _("与登记簿的先后一致"))
    return Sign(_("时钟"), False, label(doubt) + _("，请校对电脑时间"))


def _engine_words() -> str:
    if is_postgres():
        return "PostgreSQL"
    words = f"SQLite {sqlite3.sqlite_version}"
    return words if sqlite_is_mended() else words + _("（旧版，写入已逐个排队）")


def _job_sign(job: ticks.Job, tick: ticks.Tick | None) -> Sign:
    name = _(JOBS.get(job.name, job.name))
    if tick is None or tick.done_at is None:
        return Sign(name, True, _("还没轮到"))
    well = not tick.failure and clock.now() - tick.done_at < 3 * job.every + timedelta(hours=1)
    return Sign(name, well, _("上次完成 {moment}").format(moment=f"{clock.village_time(tick.done_at):%m-%d %H:%M}"))


JOBS = {
    "checkpoint": N_("日志归并"),
    "expire": N_("到期下架"),
    "people.sittings": N_("清理过期登录"),
    "backups": N_("自动备份"),
    "ballast": N_("给硬盘留的余地"),
    "sent_forms": N_("清理收过的表"),
    "loose_files": N_("清除没有用上的附件"),
    "purge_drafts": N_("清除扔掉的草稿"),
    "purge_signups": N_("清除活动报名的联系方式"),
    "purge_reporters": N_("清除反映人的姓名和电话"),
    "purge_confided": N_("清除倾听室和信访里说的话"),
    "forget_objectors": N_("清除提异议的人"),
    "parcels": N_("清除旧的包裹"),
    "move_up": N_("名额按时让给候补的人"),
    "decisions_take_effect": N_("异议期满，决定生效"),
}
USES = {
    "database": N_("数据库"), "attachments": N_("照片和附件"), "backups": N_("备份"), "logs": N_("日志"),
    "damaged": N_("抢救时留下的坏数据库"), "ballast": N_("给硬盘留的余地"),
}


@bp.get("/healthz")
@open_to_all
def answer() -> Response:
    """200 when the database answers, is of this version and the disk has room; else 503."""
    well = {
        "database": database_answers(),
        "migrations": not migrating.pending(),
        "disk": free_bytes() > LOW_DISK // 10,
    }
    response = jsonify(well)
    response.status_code = 200 if all(well.values()) else 503
    return response


@bp.get("/state")
@needs(Permission.STATE)
def state() -> Answer:
    """The system-state page; the register is read from its beginning when asked to."""
    verdict = verifying.verify() if "verify" in request.args else None
    taken = [(_(USES[use.key]), use) for use in disk.uses(uploads.bytes_kept())]
    return render_template("health/state.html", signs=signs(), verdict=verdict, taken=taken)
