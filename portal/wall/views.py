"""What everybody may read about paper: what changed, the loudspeaker's script, the photo of the board."""

from __future__ import annotations

from datetime import date

from flask import Flask, Response, abort, render_template, request

from portal.disclosures.catalogue import item_words
from portal.disclosures.differences import Change, differences, table_between
from portal.disclosures.periods import period_words
from portal.disclosures.records import (
    Edition,
    disclosure_or_404,
    editions_of,
    opens_here,
    paper_of,
)
from portal.disclosures.rules import DisclosureKind, Reader, Rows, Stay
from portal.disclosures.script import Notice, script_of
from portal.disclosures.statements import Side, Statement
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, open_to_all, public_page
from portal.foundation.i18n import N_, _, label
from portal.foundation.numerals import yuan
from portal.foundation.showing import short_day
from portal.foundation.uploads import send
from portal.foundation.web import Answer, asked_number
from portal.places.asking import asked_place

from . import bp, desk_views, posting_views
from .records import newest_entries, photo_entry_or_404, postings_of
from .sheet_records import editions_named, newest_editions, numbered, papers_of, published_on
from .showing import least_days, own_ids

__all__ = ["bp", "desk_views", "posting_views"]

SIDES = {Side.INCOME: N_("收入"), Side.EXPENSE: N_("支出")}
HEAD = (N_("收支"), N_("类别"), N_("摘要"), N_("日期"), N_("凭证号"), N_("金额（元）"))
CHANGED_FACTS = {
    "kind": N_("类别"), "item": N_("目录事项"), "period": N_("说的是哪段时间"), "reader": N_("给谁看"),
    "until": N_("公开到"),
}
SIGNS = {
    Change.ADDED: N_("＋ 新写"), Change.REMOVED: N_("－ 删去"), Change.CHANGED: N_("± 改动"), Change.SAME: "",
    Change.RENAMED: N_("→ 改名"),
}


def init_app(app: Flask) -> None:
    """Let a poster say how long it has to hang, and a change what it is."""
    app.jinja_env.filters.update(
        least_days=least_days, own_ids=own_ids, change_sign=lambda change: _(SIGNS[change]),
    )


@bp.get("/<number>/changes/<int:version>")
@public_page
def changes(number: str, version: int) -> Answer:
    """What a version changed: against the one before, or against an earlier one (`since`)."""
    disclosure = numbered([number]).get(number.upper())
    since = asked_number("since") or version - 1
    if disclosure is None or not 1 <= since < version:
        abort(404)
    works_here = current_viewer().may(Permission.DRAFT, disclosure.place.path)
    if not works_here:
        disclosure_or_404(number)
    editions = {
        one.version: one for one in editions_named(disclosure, (since, version))
        if works_here or opens_here(one, disclosure)
    }
    if len(editions) < 2:
        abort(404)
    old, new = editions[since], editions[version]
    papers = papers_of(editions.values())
    before, after = papers[old.id], papers[new.id]
    found = differences(before, after, (Stay(old.since, old.until), Stay(new.since, new.until)))
    money = table_between(*(_statement_rows(one.statement) for one in (before, after)))
    return render_template(
        "wall/changes.html", disclosure=disclosure, place=disclosure.place, old=old, new=new, found=found,
        money=money, facts=[(_(CHANGED_FACTS[name]), _fact(name, old), _fact(name, new)) for name in found.facts],
        to_archive=works_here,
    )


def _fact(name: str, edition: Edition) -> str:
    """One fact of an edition in words."""
    match name:
        case "kind":
            return label(DisclosureKind(edition.kind))
        case "item":
            return item_words(edition.item) or _("目录以外")
        case "period":
            return period_words(edition.period) or _("不分时段")
        case "reader":
            return label(Reader(edition.reader))
        case _:
            return short_day(edition.until) if edition.until else _("长期")


def _statement_rows(statement: Statement | None) -> Rows:
    """A money statement as one table: balances, every line, and the plan."""
    if statement is None:
        return ()
    lines = [
        (_(SIDES[line.side]), line.category, line.words, line.day, line.voucher, yuan(line.amount))
        for line in statement.lines
    ]
    plan = [
        (_("计划"), one.category, _(SIDES[one.side]), "", "", yuan(one.amount)) for one in statement.plan
    ]
    return (
        tuple(_(head) for head in HEAD),
        (_("上期结余"), "", "", "", "", yuan(statement.opening)), *lines,
        (_("本期结余"), "", "", "", "", yuan(statement.closing)), *plan,
        *([(_("审核意见"), statement.opinion_by, statement.opinion, "", "", "")] if statement.opinion else []),
    )


@bp.get("/<number>/script")
@public_page
def script(number: str) -> Answer:
    """One publication as the loudspeaker reads it."""
    disclosure = disclosure_or_404(number)
    edition = editions_of(disclosure)[0]
    boards = dict.fromkeys(entry.board for entry in newest_entries(disclosure) if entry.posting.is_up)
    notice = Notice(paper_of(edition), Stay(edition.since, edition.until), tuple(boards))
    place = disclosure.place
    return render_template(
        "wall/script.html", place=place, disclosure=disclosure, day=edition.since,
        lines=script_of([notice], place.name, place.phone, clock.today()),
    )


@bp.get("/script")
@public_page
def script_of_day() -> Answer:
    """Everything a place published on a day, as the loudspeaker reads it."""
    place, day = asked_place(), _asked_day()
    published = published_on(place, day)
    editions = newest_editions(one.id for one in published)
    papers = papers_of(editions.values())
    postings = postings_of(editions)
    notices = [
        Notice(
            papers[editions[one.id].id], Stay(one.since, one.until),
            tuple(dict.fromkeys(posting.board for posting in postings.get(one.id, []) if posting.is_up)),
        )
        for one in published
    ]
    lines = script_of(notices, place.name, place.phone, clock.today()) if notices else []
    return render_template("wall/script.html", place=place, disclosure=None, day=day, lines=lines)


@bp.get("/photos/<int:entry_id>")
@open_to_all
def photo(entry_id: int) -> Response:
    """The photo of a sheet on the board: for everybody when somebody vouched for it, else for the office."""
    entry = photo_entry_or_404(entry_id)
    if not entry.photo:
        abort(404)
    if not current_viewer().may(Permission.DRAFT, entry.hung.place.path):
        disclosure_or_404(entry.hung.disclosure.number)
        if not entry.photo_public or entry.is_void or entry.turn != entry.hung.turn:
            abort(404)
    return send(entry.photo, entry.photo_kind, entry.photo_name)


def _asked_day() -> date:
    typed = request.args.get("day", "")
    try:
        return date.fromisoformat(typed) if typed else clock.today()
    except ValueError:
        abort(404)
