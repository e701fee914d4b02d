"""Pages: how safe the data are, every backup, and the way back; only for those who keep the whole portal."""

from __future__ import annotations

from flask import Flask, url_for

from portal.foundation import health
from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.checkups import Found, Level, checkup
from portal.foundation.forms import refuse_field
from portal.foundation.i18n import _, sentence
from portal.foundation.refusal import Refused
from portal.foundation.showing import moment_words
from portal.foundation.waiting import Waiting, waits
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.people.signing import leave

from . import bp, checking, reading, services
from .forms import RestoreForm
from .reading import Shown
from .restoring import Restored
from .words import SHELVES


def init_app(app: Flask) -> None:
    """Name the shelves in templates, and tell the state page how old the last backup is."""
    app.jinja_env.filters["shelf_words"] = lambda mark: _(SHELVES[mark])
    health.also_shown("backups", signs)


@bp.get("/")
@needs(Permission.BACKUPS)
def desk() -> Answer:
    """Every shelf with its backups."""
    services.check_keeps_all(current_viewer())
    return _desk()


def _desk(refusal: Refused | None = None) -> Answer:
    return page_or_fragment(
        "backups/desk.html", "backups/_shelves.html", refusal=refusal, standing=reading.standing(),
    )


@bp.post("/now")
@needs(Permission.BACKUPS)
def make() -> Answer:
    """Back up at once."""
    try:
        made = services.back_up_now(current_viewer())
    except Refused as refused:
        return _desk(refused)
    told = _("备份做好了，重新打开核对过：登记簿 {lines} 条，附件 {files} 个。").format(
        lines=made.manifest.lines, files=len(made.manifest.attachments),
    )
    told += "".join(sentence(trouble.key, trouble.facts) for trouble in made.troubles)
    return redirect_to("backups.desk", notice=told)


@bp.get("/<where>/<name>")
@needs(Permission.BACKUPS)
def show(where: str, name: str) -> Answer:
    """One backup: what it holds, and what a restore would take away."""
    services.check_keeps_all(current_viewer())
    return _show(reading.shown_or_404(where, name), RestoreForm())


def _show(shown: Shown, form: RestoreForm, refusal: Refused | None = None, *, is_checked: bool = False) -> Answer:
    try:
        opened = reading.opened(shown)
    except Refused as refused:
        opened, refusal = None, refusal or refused
    return page_or_fragment(
        "backups/show.html", "backups/_backup.html", refusal=refusal, shown=shown, opened=opened, form=form,
        is_checked=is_checked, wrong=bool(form.errors),
    )


@bp.post("/<where>/<name>/check")
@needs(Permission.BACKUPS)
def check(where: str, name: str) -> Answer:
    """Read every byte of a backup and of its attachments."""
    services.check_keeps_all(current_viewer())
    shown = reading.shown_or_404(where, name)
    try:
        checking.check_only(shown.path)
    except Refused as refused:
        return _show(shown, RestoreForm(), refused)
    return _show(shown, RestoreForm(), is_checked=True)


@bp.post("/<where>/<name>/restore")
@needs(Permission.BACKUPS)
def restore(where: str, name: str) -> Answer:
    """Put a backup in the place of the present data."""
    services.check_keeps_all(current_viewer())
    shown = reading.shown_or_404(where, name)
    form = RestoreForm.typed()
    if not form.validate():
        return _show(shown, form)
    try:
        restored = services.restore(current_viewer(), shown, form.turn.data)
    except Refused as refused:
        if refused.key == "backups.not_confirmed":
            refuse_field(form, "turn", refused)
            return _show(shown, form)
        return _show(shown, form, refused)
    return _told(restored, _("已经恢复到这份备份：登记簿 {lines} 条。").format(lines=restored.contents.lines))


@bp.post("/undo")
@needs(Permission.BACKUPS)
def undo() -> Answer:
    """Take the last restore back."""
    try:
        restored = services.undo(current_viewer())
    except Refused as refused:
        return _desk(refused)
    return _told(restored, _("恢复已经撤销：登记簿又是 {lines} 条。").format(lines=restored.contents.lines))


def _told(restored: Restored, words: str) -> Answer:
    """Every sitting ended with the old data, so everybody signs in again."""
    leave()
    words += _("原来的数据留在旁边，可以撤销。所有人都要重新登录。")
    if restored.without:
        words += _("有 {count} 个附件备份时就已经没有了。").format(count=len(restored.without))
    return redirect_to("people.sign_in", notice=words)


def signs() -> list[health.Sign]:
    """A line of the state page for each shelf."""
    found = reading.standing()
    told = [
        health.Sign(_("备份"), not row.is_late, f"{_(SHELVES[row.shelf.mark])}：{_newest_words(row)}")
        for row in found.rows
    ]
    return told + ([health.Sign(_("备份"), False, _away_words())] if found.is_away_missing else [])


def _newest_words(row: reading.Row) -> str:
    if not row.shown:
        return _("还没有备份")
    return _("最近一份 {moment}").format(moment=moment_words(row.shown[0].at))


def _away_words() -> str:
    return _("找不到放第二份备份的硬盘或者 U 盘，请插上")


@checkup("backups", turn=60)
def examine() -> list[Found]:
    """The same for the doctor."""
    found = reading.standing()
    told = [
        Found(
            f"{_('备份')}（{_(SHELVES[row.shelf.mark])}）", Level.BAD if row.is_late else Level.WELL,
            _newest_words(row), _("请到“备份”里点“现在备份”。") if row.is_late else "",
        )
        for row in found.rows
    ]
    if found.is_away_missing:
        todo = _("U 盘每星期插一次，插上二十分钟内自动备份。")
        told.append(Found(_("备份（另一个盘）"), Level.BAD, _away_words(), todo))
    if found.is_open_away:
        told.append(Found(_("备份口令"), Level.WARNING, _("别的盘上的备份没有口令，拿到的人能看到全部资料"),
                          _("请设置 PORTAL_BACKUP_PASSPHRASE，并把口令写下来锁好。")))
    return told


@waits("backups")
def waiting(viewer: Viewer) -> Waiting | None:
    """A backup that is too old waits for whoever keeps them."""
    if not viewer.may(Permission.BACKUPS):
        return None
    late = int(reading.standing().is_late)
    return Waiting(_("备份太旧了，或者 U 盘没有插"), url_for("backups.desk"), late, late)
