"""Spreadsheets of places: hand one in, look at what it would do, apply it, undo it, and take the tree home as one."""

from __future__ import annotations

from flask import Response, abort, request

from portal.foundation import brake
from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.i18n import _, label, sentence
from portal.foundation.refusal import Refused
from portal.foundation.spreadsheets import csv_bytes, read_rows, xlsx_bytes
from portal.foundation.uploads import CONTENT
from portal.foundation.web import Answer, page_or_fragment, redirect_to

from . import bp, importing, importing_records, records, sheets
from .forms import ImportForm
from .importing_records import PlaceImport
from .planning import OPEN, Change, Fault, Line, Outcome, Plan
from .records import Place, place_or_404
from .rules import Column, ImportState

LINES = 200
"""How many lines of a sheet one page shows."""


@bp.route("/import", methods=["GET", "POST"])
@needs(Permission.PLACES)
def import_sheet() -> Answer:
    """Hand in a spreadsheet; what it would do is shown before anything is done."""
    viewer = current_viewer()
    form: ImportForm = ImportForm.typed() if request.method == "POST" else ImportForm()
    refusal = None
    if request.method == "POST":
        try:
            imported = _propose(viewer, form)
            return redirect_to("places.import_show", import_id=imported.id)
        except Refused as refused:
            refusal = refused
    earlier = [imported for imported in importing_records.last_imports() if _may_see(viewer, imported)]
    page = "places/import.html"
    return page_or_fragment(page, page, refusal=refusal, form=form, earlier=earlier, headings=sheets.HEADINGS)


@bp.get("/imports/<int:import_id>")
@needs(Permission.PLACES)
def import_show(import_id: int) -> Answer:
    """Every row of the sheet as new, changed, the same or wrong."""
    return _page(_import_or_404(current_viewer(), import_id), None)


@bp.post("/imports/<int:import_id>/apply")
@needs(Permission.PLACES)
def import_apply(import_id: int) -> Answer:
    """Do all of it, or nothing."""
    viewer = current_viewer()
    imported = _import_or_404(viewer, import_id)
    try:
        importing.apply(viewer, imported.id, request.form.get("seen", ""))
    except Refused as refused:
        return _page(_import_or_404(viewer, import_id), refused)
    return redirect_to("places.import_show", import_id=import_id, notice=_("导入好了。"))


@bp.post("/imports/<int:import_id>/undo")
@needs(Permission.PLACES)
def import_undo(import_id: int) -> Answer:
    """Take all of it back, or nothing."""
    viewer = current_viewer()
    imported = _import_or_404(viewer, import_id)
    try:
        importing.undo(viewer, imported.id)
    except Refused as refused:
        return _page(_import_or_404(viewer, import_id), refused)
    return redirect_to("places.import_show", import_id=import_id, notice=_("整批撤销好了。"))


def exported(kind: str) -> Response:
    """The open places, or those at and below `?below=`, in the columns an import reads."""
    mark = request.args.get("below", "")
    root = place_or_404(mark) if mark else None
    places = records.open_places(root.path if root else "/")
    rows = _table(places)
    if kind == "csv":
        contents = csv_bytes(sheets.header(), rows)
    else:
        contents = xlsx_bytes(root.name if root else _("地方名单"), sheets.header(), rows)
    name = f"places-{root.mark}.{kind}" if root else f"places.{kind}"
    return Response(
        contents, content_type=CONTENT[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _table(places: list[Place]) -> list[list[str]]:
    codes = {place.id: place.code for place in places}
    above = {place.parent_id for place in places if place.parent_id} - codes.keys()
    codes |= records.codes_by_id(above)
    return [
        [
            sheets.KIND_WORDS[place.level][0], place.code, place.name, codes.get(place.parent_id, ""),
            place.phone, place.address, place.hours,
        ]
        for place in places
    ]


def _propose(viewer: Viewer, form: ImportForm) -> PlaceImport:
    who = str(viewer.account_id)
    brake.check("upload", who)
    brake.count("upload", who)
    name, contents = form.sent()
    if not contents:
        raise Refused("places.nothing_sent")
    return importing.propose(viewer, name, sheets.rows_from(read_rows(name, contents)))


def _import_or_404(viewer: Viewer, import_id: int) -> PlaceImport:
    """The import, if it is the viewer's own or all of it lies where they may change places."""
    imported = importing_records.import_by_id(import_id)
    return imported if imported is not None and _may_see(viewer, imported) else abort(404)


def _may_see(viewer: Viewer, imported: PlaceImport) -> bool:
    own = viewer.account_id is not None and imported.maker_id == viewer.account_id
    return own or viewer.may(Permission.PLACES, imported.path)


def _page(imported: PlaceImport, refusal: Refused | None) -> Answer:
    plan = importing.plan_of(current_viewer(), imported)
    counts = plan.counts()
    only = _only(counts)
    lines = plan.of(only) if only else plan.lines
    start = request.args.get("from", 0, int)
    shown = [line for line in lines if line.row.line >= start]
    page = "places/import_show.html"
    return page_or_fragment(
        page, page, refusal=refusal, imported=imported, counts=counts, only=only, lines=shown[:LINES], total=len(lines),
        further=shown[LINES].row.line if len(shown) > LINES else None, is_later=start > 0,
        waits=imported.state == ImportState.PROPOSED, applied=imported.state == ImportState.APPLIED,
        ready=_ready(imported, plan), seen=plan.digest, state=imported.standing, facts_of=_facts_of,
        sentence_of=_sentence_of, change_words=_change_words,
    )


def _only(counts: dict[Outcome, int]) -> Outcome | None:
    """Which lines to show: those asked for, else the wrong ones while there are any."""
    asked = request.args.get("only", "")
    if asked in {str(outcome) for outcome in Outcome}:
        return Outcome(asked)
    return Outcome.WRONG if counts[Outcome.WRONG] and not asked else None


def _ready(imported: PlaceImport, plan: Plan) -> bool:
    return imported.state == ImportState.PROPOSED and not plan.of(Outcome.WRONG) and bool(plan.touched)


def _facts_of(line: Line) -> list[tuple[Column, str]]:
    """The words of a row that say something, beside their columns."""
    row = line.row
    cells = ((Column.PARENT, row.parent), (Column.PHONE, row.phone), (Column.ADDRESS, row.address),
             (Column.HOURS, row.hours))
    return [(column, text) for column, text in cells if text]


def _sentence_of(fault: Fault) -> str:
    return sentence(fault.key, dict(fault.facts))


def _change_words(change: Change) -> tuple[str, str, str]:
    """What changes, from what, to what."""
    if change.column == OPEN:
        return _("状态"), _("已经关闭"), _("重新开放")
    empty = _("（空）")
    return label(Column(change.column)), change.was or empty, change.now or empty
