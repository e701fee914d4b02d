"""A spreadsheet of a month's money: hand it in, look at what was understood, make a draft of it."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, render_template, request

from portal.disclosures.statements import Statement
from portal.foundation import brake
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import N_
from portal.foundation.numerals import yuan
from portal.foundation.refusal import Refused
from portal.foundation.spreadsheets import MOST_COLUMNS, csv_bytes, xlsx_bytes
from portal.foundation.uploads import received
from portal.foundation.web import Answer, page_or_fragment, redirect_to

from . import bp, services
from .choosing import Choice, chosen
from .columns import spoken
from .forms import SheetForm
from .records import last_before
from .rules import Cells, Column, Understood, check_columns, check_merged, check_understood, days_of, fault
from .sheets import Sheet, cells_of, sheet_from, text_of
from .showing import SHOWN, as_file, ends_of, sentences, verdict
from .understanding import understood


@bp.route("/import", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def import_sheet() -> Answer:
    """Hand in a spreadsheet or paste one; what was understood is shown before anything is kept."""
    choice = chosen(current_viewer())
    if request.method == "GET":
        form = SheetForm(data={
            "place": choice.place.mark, "item": choice.item.code, "period": choice.period, "days": choice.item.days,
        })
        return render_template("finance/import.html", form=_offered(form, choice), choice=choice, place=choice.place)
    form = _offered(SheetForm.typed(), choice)
    try:
        sheet = _handed_in(form, choice)
    except Refused as refused:
        return _again(form, choice, refused)
    found = _understood(form, sheet.cells)
    return _looked(form, choice, sheet.cells, found, _reckoned(form, choice, found))


@bp.post("/import/make")
@needs(Permission.DRAFT)
def make() -> Answer:
    """Make a draft of what was understood; while something was not, the page says where."""
    choice = chosen(current_viewer())
    form = _offered(SheetForm.typed(), choice)
    try:
        cells = cells_of(form.table.data or "")
    except Refused as refused:
        return _again(form, choice, refused)
    found = _understood(form, cells)
    is_valid = form.validate()
    statement = _reckoned(form, choice, found)
    if not is_valid or statement is None:
        return _looked(form, choice, cells, found, statement, wrong=True)
    try:
        check_understood(found)
        written = form.written(statement, None)
        draft = services.begin(
            current_viewer(), choice.place.id, replace(written, title=written.title or choice.title),
        )
    except Refused as refused:
        return _looked(form, choice, cells, found, statement, refusal=refused)
    return redirect_to("drafts.preview", draft_id=draft.id)


@bp.get("/template.csv")
@needs(Permission.DRAFT)
def template_csv() -> Response:
    """A sheet with the headings this room knows and lines to copy."""
    said = spoken()["template"]
    return as_file(csv_bytes(said["head"], said["rows"]), "money", "csv")


@bp.get("/template.xlsx")
@needs(Permission.DRAFT)
def template_xlsx() -> Response:
    """The same for Excel and WPS."""
    said = spoken()["template"]
    return as_file(xlsx_bytes(said["file"], said["head"], said["rows"]), "money", "xlsx")


def _offered(form: SheetForm, choice: Choice) -> SheetForm:
    form.offer(choice.places, choice.items, choice.least)
    return form


def _handed_in(form: SheetForm, choice: Choice) -> Sheet:
    """The file when there is one, else the pasted table; the file's cells then travel on in the form."""
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        pasted = cells_of(form.table.data or "")
        if not pasted:
            raise Refused("finance.nothing_sent")
        return Sheet(pasted, has_formulas=bool(form.formulas.data))
    who = str(current_viewer().account_id)
    brake.check("upload", who)
    brake.count("upload", who)
    sheet = sheet_from(received(files[:1])[0])
    check_merged(sheet.merged, understood(sheet.cells, days_of(choice.period)), sheet.cells)
    form.table.data = text_of(sheet.cells)
    form.formulas.data = int(sheet.has_formulas)
    form.head.data = None
    return sheet


def _understood(form: SheetForm, cells: Cells) -> Understood:
    """The cells as columns were named: by the clerk on the page before, else by their headings."""
    said: list[Column | None] = []
    for word in request.form.getlist("column")[:MOST_COLUMNS]:
        said.append(Column(word) if word in set(Column) - set(said) else None)
    span = days_of(form.period.data or "")
    if form.head_row is None or len(said) != len(cells[0] if cells else ()):
        found = understood(cells, span)
    else:
        found = understood(cells, span, said, form.head_row)
    if form.formulas.data:
        return replace(found, warnings=(fault("finance.has_formulas"), *found.warnings))
    return found


def _reckoned(form: SheetForm, choice: Choice, found: Understood) -> Statement | None:
    """The statement of the page; None, with its sentence beside the field, when a balance cannot be read.

    Balances are as typed, else as the sheet has them, else from the statement before and reckoned.
    """
    last = last_before(choice.place, choice.item.code, choice.period) if found.opening is None else None
    before = last.statement.closing if last else 0
    opening = _balance(form, "opening", before if found.opening is None else found.opening)
    expected = Statement(opening or 0, 0, found.lines).expected
    closing = _balance(form, "closing", expected if found.closing is None else found.closing)
    if opening is None or closing is None:
        return None
    return Statement(opening, closing, found.lines, (), form.opinion.data or "", form.opinion_by.data or "")


def _balance(form: SheetForm, name: str, reckoned: int) -> int | None:
    """A balance in 分; one this page had filled in itself is reckoned again, as the table may have been put right."""
    field, made = form[name], form[f"made_{name}"]
    if field.data and field.data != made.data:
        made.data = ""
        return form.fen(name)
    field.data = made.data = yuan(reckoned)
    return reckoned


def _looked(
    form: SheetForm, choice: Choice, cells: Cells, found: Understood, statement: Statement | None, *,
    refusal: Refused | None = None, wrong: bool = False,
) -> Answer:
    if refusal is None:
        try:
            check_columns(found.columns)
        except Refused as refused:
            refusal = refused
    form.title.data = form.title.data or choice.title
    form.days.data = choice.item.days if form.days.data is None else form.days.data
    form.table.label.text = N_("表格里的内容")
    told = None
    if statement is not None and found.lines:
        last = last_before(choice.place, choice.item.code, choice.period)
        told = verdict(statement, choice.period, last, found.warnings)
    return page_or_fragment(
        "finance/look.html", "finance/_look.html", refusal=refusal, wrong=wrong, form=form, choice=choice,
        place=choice.place, found=found, statement=statement, verdict=told, faults=sentences(found.faults)[:SHOWN],
        rows=ends_of(cells, found.head), heads=_heads(cells, found), columns=list(Column),
    )


def _again(form: SheetForm, choice: Choice, refused: Refused) -> Answer:
    """The first page once more, with everything that was typed."""
    return page_or_fragment(
        "finance/import.html", "finance/_import.html", form=form, choice=choice, place=choice.place, refusal=refused,
    )


def _heads(cells: Cells, found: Understood) -> list[tuple[str, str]]:
    """What each column is called in the sheet, and what it was understood as."""
    names = cells[found.head] if 0 <= found.head < len(cells) else ("",) * (len(cells[0]) if cells else 0)
    columns = [str(column or "") for column in found.columns] + [""] * len(names)
    return list(zip(names, columns, strict=False))
