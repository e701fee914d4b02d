"""What is typed about a month's money, and the table that is handed in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import FileField, IntegerField, SelectField, TextAreaField
from wtforms.validators import Optional

from portal.disclosures.items import Item
from portal.disclosures.periods import period_words, recent
from portal.disclosures.rules import DisclosureKind
from portal.disclosures.statements import Statement
from portal.drafts.rules import Written
from portal.foundation import clock
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words, refuse_field
from portal.foundation.i18n import N_, _, label
from portal.foundation.numerals import parse_yuan, yuan
from portal.foundation.refusal import Refused
from portal.places.records import Place

from .rules import MOST_BYTES, MOST_LINES
from .understanding import text_of_lines, text_of_plan

DAYS = (15, 30, 60, 90, 180, 365)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def _kept(text: str | None) -> str | None:
    """A table without unseen signs; its leading tabs and blank lines are part of it."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n") if text else text


class Table(TextAreaField):
    """A pasted table."""

    def __init__(self, label: str, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, filters=(_kept,), **options)


class Around(Form):
    """What stands around the lines: place, item, period, title, balances, and what the reviewers said."""

    place = SelectField(N_("哪个地方"), validators=[Optional()])
    item = SelectField(N_("公开目录里的哪一项"), validators=[Optional()])
    period = SelectField(N_("说的是哪段时间"), validators=[Optional()])
    title = Words(N_("标题"), [AtMost(120)])
    opening = Words(N_("上期结余（元）"), [AtMost(40)])
    closing = Words(N_("本期结余（元）"), [AtMost(40)])
    opinion = Paragraphs(N_("民主理财审核意见"), [AtMost(2000)])
    opinion_by = Words(N_("谁审核的"), [AtMost(120)])
    summary = Paragraphs(N_("大白话，一两句"), [AtMost(400)])
    body = Paragraphs(N_("要说明的"), [AtMost(20_000)])
    days = SelectField(N_("公开多久"), coerce=int)

    def offer(self, places: Sequence[Place], items: Sequence[Item], least: int, kept: Written | None = None) -> Any:
        """Fill the choices; what a draft has already stays among them."""
        self.place.choices = [(place.mark, place.name) for place in places]
        codes = {item.code: f"{item.code} {item.words}" for item in items}
        if kept and kept.item not in codes:
            codes[kept.item] = kept.item or _("目录以外")
        self.item.choices = list(codes.items())
        keys = dict.fromkeys([*recent(clock.today()), *([kept.period] if kept and kept.period else [])])
        self.period.choices = [("", _("不分时段")), *((key, period_words(key)) for key in keys)]
        chosen = [kept.days] if kept and kept.days else []
        offered = sorted({least, *(days for days in DAYS if days >= least), *chosen})
        self.days.choices = [(days, _("{days} 天").format(days=days)) for days in offered] + [(0, _("长期"))]
        return self

    def fen(self, name: str) -> int | None:
        """A balance in 分; None, with its sentence beside the field, when it cannot be read or is not there."""
        field = self[name]
        try:
            return parse_yuan(field.data, negative=True) if field.data else None
        except Refused as refused:
            refuse_field(self, name, refused)
            return None

    def written(self, statement: Statement, kept: Written | None) -> Written:
        """What was typed as a draft, with what this page does not show kept as it was."""
        return Written(**{
            **(vars(kept) if kept else {"rows": (), "reason": ""}),
            "kind": DisclosureKind.FINANCE, "item": self.item.data or "", "period": self.period.data or "",
            "title": self.title.data or "", "body": self.body.data or "", "days": self.days.data or None,
            "summary": self.summary.data or "", "statement": statement,
        })


class StatementForm(Around):
    """A month's money typed or pasted line by line."""

    title = Words(N_("标题"), [Filled(), AtMost(120)])
    opening = Words(N_("上期结余（元）"), [Filled(), AtMost(40)])
    closing = Words(N_("本期结余（元）"), [Filled(), AtMost(40)])
    lines = Table(N_("收支明细"), [Filled(), AtMost(MOST_BYTES)])
    plan = Table(N_("计划"), [AtMost(20_000)])

    @staticmethod
    def typed_as(written: Written) -> dict[str, Any]:
        """A draft as its fields would hold it."""
        shown: dict[str, Any] = {
            "item": written.item, "period": written.period, "title": written.title, "body": written.body,
            "days": written.days or 0, "summary": written.summary,
        }
        if written.statement:
            shown |= {
                "opening": yuan(written.statement.opening), "closing": yuan(written.statement.closing),
                "lines": text_of_lines(written.statement.lines, label),
                "plan": text_of_plan(written.statement.plan, label),
                "opinion": written.statement.opinion, "opinion_by": written.statement.opinion_by,
            }
        return shown


class SheetForm(Around):
    """A spreadsheet handed in, or its cells once they were read, with what each column was said to be."""

    file = FileField(N_("表格文件"), [Optional()])
    table = Table(N_("或者把表格粘贴在这里"), [AtMost(MOST_BYTES)])
    head = IntegerField(validators=[Optional()])
    formulas = IntegerField(validators=[Optional()])
    made_opening = Words("", [AtMost(40)])
    made_closing = Words("", [AtMost(40)])

    @property
    def head_row(self) -> int | None:
        """The row that names the columns, as it was told before; -1 for none."""
        row = self.head.data
        return row if row is not None and -1 <= row < MOST_LINES else None
