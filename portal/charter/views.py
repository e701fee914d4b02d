"""Pages: the rules of a place on a chosen day, and the forms that set or end one of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, render_template, request

from portal.charter import board, bp, services
from portal.charter.forms import EndForm, form_for, shown_as, with_choices
from portal.charter.records import CharterRow, CharterRowEnd, charter_on, charter_without, history_of, row_or_404
from portal.charter.rules import Charter
from portal.charter.values import Setting
from portal.charter.wording import title_of
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs, public_page
from portal.foundation.forms import refuse_field
from portal.foundation.i18n import _
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.records import Place, place_or_404

FIRST_DAY, LAST_DAY = date(1998, 11, 4), date(2100, 12, 31)
"""From the day the Organic Law was made until as far as anybody plans."""


@bp.get("/<mark>")
@public_page
def show(mark: str) -> Answer:
    """The rules of a place as they stood, or will stand, on a day."""
    place = place_or_404(mark)
    day, refusal = _asked_day()
    charter = charter_on(place, day)
    return page_or_fragment(
        "charter/show.html", "charter/_rules.html", refusal=refusal, place=place, day=day,
        subjects=board.subjects_of(charter), quorums=board.quorum_lines(charter),
        set_aside=board.set_aside_lines(charter), changeable=_changeable(place, charter),
    )


@bp.get("/<mark>/<key>")
@needs(Permission.CHARTER)
def change(mark: str, key: str) -> Answer:
    """The form that sets one rule, with what the law says and what the place set before."""
    table = _table(place_or_404(mark), key)
    return _change_page(table, _fresh(table))


@bp.post("/<mark>/<key>")
@needs(Permission.CHARTER)
def add_row(mark: str, key: str) -> Answer:
    """Set one rule."""
    table = _table(place_or_404(mark), key)
    form = with_choices(form_for(table.setting).typed(), table.setting)
    if form.validate():
        try:
            services.add_row(current_viewer(), table.place.id, form.new_row(table.setting))
            return redirect_to("charter.show", mark=table.place.mark, notice=_("已经定下，按开始的日期执行。"))
        except Refused as refused:
            refuse_field(form, _field_of(refused), refused)
    return _change_page(table, form, wrong=True)


@bp.post("/rows/<int:row_id>/end")
@needs(Permission.CHARTER)
def end_row(row_id: int) -> Answer:
    """End one rule of the place's own."""
    row = row_or_404(row_id)
    table = _table(row.place, row.key)
    ending = EndForm.typed(prefix=_prefix(row_id))
    if ending.validate():
        try:
            services.end_row(current_viewer(), row_id, ending["last_day"].data, ending["reason"].data)
            return redirect_to("charter.show", mark=table.place.mark, notice=_("已经写明到哪天为止。"))
        except Refused as refused:
            refuse_field(ending, "reason" if _field_of(refused) == "reason" else "last_day", refused)
    return _change_page(table, _fresh(table), ending={row_id: ending}, wrong=True)


@dataclass(frozen=True)
class _Table:
    """What lies on the table when one rule is changed: the setting, the law about it, and what holds today."""

    place: Place
    setting: Setting
    law: Charter
    now: Charter


def _fresh(table: _Table) -> Any:
    """The form showing what holds today."""
    shown = shown_as(table.now.value(table.setting.key), table.setting, clock.today())
    return with_choices(form_for(table.setting)(data=shown), table.setting)


def _change_page(
    table: _Table, form: Any, *, ending: dict[int, EndForm] | None = None, wrong: bool = False
) -> Answer:
    key = table.setting.key
    now, law = table.now.rule(key), table.law.rule(key)
    page = render_template(
        "charter/change.html", place=table.place, setting=table.setting, title=title_of(key), today=clock.today(),
        in_force=board.line_of(now) if now else None, law=board.line_of(law) if law else None,
        range=board.range_words(table.setting), form=form,
        history=_history(table.place, table.setting, ending or {}),
    )
    return page, 422 if wrong else 200


def _changeable(place: Place, charter: Charter) -> frozenset[str]:
    """The settings that whoever looks may set for this place."""
    if not current_viewer().may(Permission.CHARTER, place.path):
        return frozenset()
    return frozenset(key for key, setting in charter.settings.items() if board.may_be_set(setting, charter))


def _history(place: Place, setting: Setting, typed: dict[int, EndForm]) -> list[dict[str, Any]]:
    """What the place set before, each with the form that ends it while it can still be ended."""
    return [
        {
            "row": row, "end": end, "tried": row.id in typed, "ending": typed.get(row.id) or _ending(row, end),
            "words": board.stored_words(setting, json.loads(row.value)),
        }
        for row, end in history_of(place, setting.key)
    ]


def _ending(row: CharterRow, end: CharterRowEnd | None) -> EndForm | None:
    """The form that ends a row; none for one that has ended."""
    today = clock.today()
    if end is not None or (row.valid_until is not None and row.valid_until < today):
        return None
    return EndForm(data={"last_day": today}, prefix=_prefix(row.id))


def _prefix(row_id: int) -> str:
    return f"row{row_id}"


def _table(place: Place, key: str) -> _Table:
    """One rule of a place, if the viewer may change it and the place has any choice about it."""
    current_viewer().check(Permission.CHARTER, place.path)
    law = charter_without(place, clock.today())
    setting = law.settings.get(key)
    if setting is None or not board.may_be_set(setting, law):
        abort(404)
    return _Table(place, setting, law, charter_on(place, clock.today()))


def _asked_day() -> tuple[date, Refused | None]:
    asked = request.args.get("on", "").strip()
    try:
        day = date.fromisoformat(asked) if asked else clock.today()
    except ValueError:
        return clock.today(), Refused("form.day")
    return (day, None) if FIRST_DAY <= day <= LAST_DAY else (clock.today(), Refused("form.day"))


def _field_of(refused: Refused) -> str:
    """The field a refusal speaks of."""
    return {
        "charter.starts_in_the_past": "valid_from", "charter.ends_before_it_starts": "valid_until",
        "charter.reason_missing": "reason",
        "charter.personal": "reason",
    }.get(refused.key, "value")
