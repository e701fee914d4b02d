"""The shelf of what villages sent: filed papers to confirm, and the year's figures side by side."""

from __future__ import annotations

from functools import partial

from flask import render_template, url_for

from portal.cases.kinds import Kind
from portal.cases.tallies import percent
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _, label, ngettext
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, asked_number, page_or_fragment
from portal.places.records import home_place

from . import bp
from .arriving import paper_in
from .contents import Counts, SentFigures, SentPaper
from .kinds import ItemKind
from .packing_up import again
from .services import confirm_paper
from .shelf_records import Shelved, newest_figures, shelf_page, shelved_or_404

COUNT = 40


@bp.get("/papers")
@needs(Permission.EXCHANGE)
def papers() -> Answer:
    """What was filed from below, the newest first, and the figures of every village for the year."""
    home = home_place()
    current_viewer().check(Permission.EXCHANGE, home.path)
    found = shelf_page(ItemKind.DISCLOSURE, asked_number("before"), COUNT + 1)
    older = url_for("exchange.papers", before=found[COUNT - 1].id) if len(found) > COUNT else None
    return render_template(
        "exchange/papers.html", place=home, papers=found[:COUNT], older=older, tables=_tables(newest_figures()),
    )


def _tables(rows: list[Shelved]) -> list[tuple[str, list[tuple[str, ...]]]]:
    """A table for each year: one row for each office's kind of case, as it was counted there."""
    head = (
        _("地方"), _("类别"), _("件数"), _("已销号"), _("化解"), _("办理天数中位"), _("按时率"), _("满意率"), _("截至"),
    )
    years: dict[str, list[tuple[str, ...]]] = {}
    for row in rows:
        figures: SentFigures = again(SentFigures, row.contents)
        years.setdefault(row.name, [head]).extend(_row(row, counts) for counts in figures.counts)
    return [(year, table) for year, table in sorted(years.items(), reverse=True) if len(table) > 1]


def _row(row: Shelved, counts: Counts) -> tuple[str, ...]:
    days = "—" if counts.middle is None else ngettext("{n} 天", "{n} 天", counts.middle).format(n=counts.middle)
    return (
        row.place_name, label(Kind(counts.kind)), str(counts.cases), str(counts.closed), str(counts.settled), days,
        percent(counts.in_time, counts.closed), percent(counts.content, counts.asked),
        clock.village_day(row.came_at).isoformat(),
    )


@bp.route("/papers/<int:paper_id>", methods=["GET", "POST"])
@needs(Permission.EXCHANGE)
def paper(paper_id: int) -> Answer:
    """One filed paper as it was put up, proved by its code; whoever may, says that it came."""
    viewer, home = current_viewer(), home_place()
    viewer.check(Permission.EXCHANGE, home.path)
    found = shelved_or_404(ItemKind.DISCLOSURE, paper_id)
    sent: SentPaper = again(SentPaper, found.contents)
    return pressed(
        None, lambda: confirm_paper(viewer, found.id),
        again=partial(
            page_or_fragment, "exchange/paper.html", "exchange/_confirm_paper.html", place=home, found=found,
            sent=sent, paper=paper_in(sent), may_confirm=viewer.may(Permission.OVERSEE, home.path),
        ),
        then=leads_to("exchange.papers", notice=_("已经确认收到。回执随下一个包裹送回。")),
    )
