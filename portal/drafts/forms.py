"""What is typed at the writing desk."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, IntegerField, MultipleFileField, RadioField, SelectField
from wtforms.validators import Optional

from portal.disclosures.items import Item
from portal.disclosures.periods import period_words, recent
from portal.disclosures.rules import WIDER, DisclosureKind, Reader
from portal.foundation import clock
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _, label

from .rules import Written, rows_of, text_of

DAYS = (15, 30, 60, 90, 180, 365)


class DraftForm(Form):
    """A publication as it is written."""

    place = SelectField(N_("哪个地方"), coerce=int, validators=[Optional()])
    kind = RadioField(N_("哪一类公开"), [Optional()])
    item = SelectField(N_("公开目录里的哪一项"), validators=[Optional()])
    period = SelectField(N_("说的是哪段时间"), validators=[Optional()])
    reader = SelectField(N_("给谁看"), validators=[Optional()])
    title = Words(N_("标题"), [Filled(), AtMost(120)])
    summary = Paragraphs(N_("大白话"), [AtMost(400)])
    body = Paragraphs(N_("内容"), [AtMost(20_000)])
    rows = Paragraphs(N_("表格"), [AtMost(100_000)])
    files = MultipleFileField(N_("附件"), [Optional()])
    days = SelectField(N_("公开多久"), coerce=int)
    reason = Words(N_("更正原因"), [AtMost(400)])

    items: list[Item]
    """The lines of the catalogue that are offered."""

    def offer(
        self, places: list[tuple[int, str]], items: list[Item], least: int, chosen: int | None, period: str,
        kept: str = "",
    ) -> DraftForm:
        """Fill the choices: places, kinds, items, periods, levels, and stays of at least `least` days (0: standing).

        `kept` is an item a draft answers already, though the place may have switched it off since.
        """
        self.items = items
        self.place.choices = places
        self.kind.choices = [(str(kind), label(kind)) for kind in DisclosureKind]
        self.item.choices = [("", _("目录以外"))] + [
            (item.code, f"{item.code} {item.words}") for item in items
        ]
        self.reader.choices = [("", _("按目录定的"))] + [(str(level), label(level)) for level in reversed(WIDER)]
        if kept and self.chosen is None and kept not in {item.code for item in items}:
            self.item.choices.append((kept, kept))
        self.period.choices = [("", _("不分时段"))] + [
            (key, period_words(key)) for key in dict.fromkeys([*recent(clock.today()), *([period] if period else [])])
        ]
        offered = sorted({least, *(days for days in DAYS if days >= least), *([chosen] if chosen else [])})
        self.days.choices = [(days, _("{days} 天").format(days=days)) for days in offered] + [(0, _("长期"))]
        return self

    def show(self, written: Written) -> DraftForm:
        """Fill the fields from a draft."""
        self.process(data=self.typed_as(written))
        return self

    @staticmethod
    def typed_as(written: Written) -> dict[str, Any]:
        """A draft as its fields would hold it."""
        return {
            "kind": str(written.kind), "item": written.item, "period": written.period, "title": written.title,
            "body": written.body, "rows": text_of(written.rows), "days": written.days or 0,
            "reason": written.reason, "summary": written.summary, "reader": str(written.reader),
        }

    @property
    def chosen(self) -> Item | None:
        """The line of the catalogue it answers, when one is chosen."""
        return next((item for item in self.items if item.code == self.item.data), None)

    def suit(self, item: Item) -> None:
        """Choose what the catalogue says of an item: its kind, its days, its readers."""
        self.item.data, self.kind.data, self.reader.data = item.code, str(item.kind), str(item.reader)
        self.days.data = item.days

    def validate(self, *given: Any, **more: Any) -> bool:
        """What each field asks; and a kind, unless an item says which."""
        fine = bool(super().validate(*given, **more))
        if not self.kind.data and self.chosen is None:
            self.kind.errors = [_("请选一类。")]
            return False
        return fine

    def written(self) -> Written:
        """What was typed as the rules want it."""
        item = self.chosen
        usual = item.reader if item else Reader.PUBLIC
        return Written(
            kind=DisclosureKind(self.kind.data or (item.kind if item else "")), item=self.item.data or "",
            title=self.title.data or "", body=self.body.data or "", rows=rows_of(self.rows.data or ""),
            days=self.days.data or None,
            period=self.period.data or "", reason=self.reason.data or "", summary=self.summary.data or "",
            reader=Reader(self.reader.data) if self.reader.data else usual,
        )


class Seen(Form):
    """Which revision of a draft somebody was looking at when they pressed a button."""

    revision = IntegerField()
    position = IntegerField(validators=[Optional()])
    sure = BooleanField()


class Reason(Form):
    """Why one finding has to be published as it is."""

    reason = Words(N_("为什么必须原样公开"), [Filled(), AtMost(400)])
    revision = IntegerField()
