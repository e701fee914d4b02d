"""Decisions as everybody meets them: the board of a place, one decision with its ladder, its texts, things to keep."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, request, url_for

from portal.disclosures.differences import lines_between
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, public_page
from portal.foundation.beside import panels
from portal.foundation.i18n import _, label
from portal.foundation.numerals import yuan
from portal.foundation.qr import qr_svg_path
from portal.foundation.showing import moment_words, short_day
from portal.foundation.spreadsheets import csv_bytes
from portal.foundation.web import Answer, asked_number, lasting_address
from portal.meetings.kinds import Choice
from portal.places.asking import asked_place
from portal.places.records import children_of
from portal.places.rules import PlaceKind

from . import bp
from .filters import asked_of
from .list_records import decisions_page
from .paper_records import meetings_behind, shut_today
from .records import Decision, DecisionText, decision_or_404, steps_of, text_of, texts_of
from .sheets import attendance_in
from .showing import SheetShown, ladder, mark_of, stopped_words, voted_versions

COUNT = 20
WIDE = (PlaceKind.COUNTY, PlaceKind.TOWNSHIP)


@bp.get("/")
@public_page
def index() -> Answer:
    """The decisions of a place and below it, by step, year and matter, the newest first."""
    place = asked_place()
    asked = asked_of(request.args, place, clock.today().year)
    found = decisions_page(asked.wanted, asked_number("before"), COUNT + 1)
    return render_template(
        "decisions/index.html", place=place, asked=asked, rows=[(one, mark_of(one)) for one in found[:COUNT]],
        older=asked.older("decisions.index", found[COUNT - 1].id) if len(found) > COUNT else None,
        places=[place, *children_of(place)] if place.level in WIDE else [], works=_works(),
    )


def _works() -> bool:
    viewer = current_viewer()
    return viewer.may(Permission.DECIDE) or viewer.may(Permission.OVERSEE)


@bp.get("/<number>")
@public_page
def show(number: str) -> Answer:
    """One decision: its text, and the ladder with who decided when by which count."""
    decision = decision_or_404(current_viewer(), number)
    return render_template(
        "decisions/show.html", panels=panels("decisions.show", decision), works=_works(), **shown(decision),
    )


def shown(decision: Decision) -> dict[str, Any]:
    """What a decision's page and its poster say; the code leads back to the page from paper."""
    steps, texts = steps_of(decision), texts_of(decision)
    address = lasting_address(url_for("decisions.show", number=decision.number))
    return {
        "decision": decision, "place": decision.place, "mark": mark_of(decision), "texts": texts, "text": texts[0],
        "rungs": ladder(decision, steps), "stopped": stopped_words(decision, steps),
        "voted": voted_versions(steps), "met": meetings_behind(steps), "shut": shut_today(steps),
        "address": address, "qr": qr_svg_path(address),
    }


@bp.get("/<number>/v<int:version>")
@public_page
def text(number: str, version: int) -> Answer:
    """One version of the text with its own ladder and votes, and what it changed from the one before."""
    decision = decision_or_404(current_viewer(), number)
    texts = {one.version: one for one in texts_of(decision)}
    if version not in texts:
        return abort(404)
    here, before = texts[version], texts.get(version - 1)
    steps = steps_of(decision)
    return render_template(
        "decisions/text.html", decision=decision, place=decision.place, text=here, before=before,
        lines=lines_between(before.body, here.body) if before is not None else (),
        rungs=ladder(decision, steps, version), met=meetings_behind(steps), shut=shut_today(steps),
    )


@bp.get("/<number>/poster")
@public_page
def poster(number: str) -> Answer:
    """The A4 sheet for the wall: what is decided, and how, step by step."""
    decision = decision_or_404(current_viewer(), number)
    return render_template("decisions/poster_sheet.html", today=clock.today(), **shown(decision))


@bp.get("/<number>/v<int:version>.txt")
@public_page
def text_file(number: str, version: int) -> Response:
    """One version of the text to keep, with what it takes to check it."""
    decision = decision_or_404(current_viewer(), number)
    words = _plain(decision, text_of(decision, version))
    return _file(f"{decision.number}-v{version}.txt", "text/plain", words.encode("utf-8-sig"))


def _plain(decision: Decision, here: DecisionText) -> str:
    address = lasting_address(url_for("decisions.text", number=decision.number, version=here.version))
    lines = [
        here.title, "", *here.body.split("\n"), "", f"{decision.place.name} {decision.number}",
        _("第 {version} 版，{moment}").format(version=here.version, moment=moment_words(here.made_at)),
    ]
    if here.budget is not None:
        lines.append(_("预算 {sum} 元").format(sum=yuan(here.budget)))
    lines += [_("核对码 {code}").format(code=here.code), address, ""]
    return "\r\n".join(lines)


@bp.get("/<number>/steps.csv")
@public_page
def steps_file(number: str) -> Response:
    """Every step of every version as a table: the count of each kind, the law, who wrote it down."""
    decision = decision_or_404(current_viewer(), number)
    steps = steps_of(decision)
    met = meetings_behind(steps)
    head = [
        _("步骤"), _("第几版"), _("第几次"), _("日期"), _("结果"), _("谁定的"), _("应到"), _("实到"),
        *(label(choice) for choice in Choice), _("回避"), _("依据"), _("说明"), _("会议编号"), _("公开编号"), _("登记"),
        _("登记簿校验码"),
    ]
    rows = []
    for one in steps:
        sheet, figures = SheetShown(one), one.figures
        came = attendance_in(figures)
        rows.append([
            label(one.of), one.version, one.attempt, short_day(one.on), label(one.came_to),
            label(met[one.meeting_id].of) if one.meeting_id is not None else one.by_post, came.due, came.present,
            *(figures.get(str(choice)) for choice in Choice), figures.get("recused"), one.article, one.note,
            sheet.meeting, sheet.disclosure, f"{one.by_post} {one.by_name}", one.content_hash,
        ])
    return _file(f"{decision.number}.csv", "text/csv", csv_bytes(head, rows))


def _file(name: str, kind: str, contents: bytes) -> Response:
    answer = Response(contents, mimetype=kind, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
