"""What is typed at the writing desk."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, IntegerField, MultipleFileField, RadioField, SelectField
from wtforms.validators import Optional

from portal.disclosures.catalogue import catalogue
from portal.disclosures.periods import period_words, recent
from portal.disclosures.rules import DisclosureKind
from portal.foundation import clock
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _, label

from .rules import Written, rows_of, text_of

DAYS = (15, 30, 60, 90, 180, 365)


class DraftForm(Form):
    """A publication as it is written."""

    place = SelectField(N_("哪个地方"), coerce=int, validators=[Optional()])
    kind = RadioField(N_("哪一类公开"), [Filled(N_("请选一类。"))])
    item = SelectField(N_("公开目录里的哪一项"), validators=[Optional()])
    period = SelectField(N_("说的是哪段时间"), validators=[Optional()])
    title = Words(N_("标题"), [Filled(), AtMost(120)])
    body = Paragraphs(N_("内容"), [AtMost(20_000)])
    rows = Paragraphs(N_("表格"), [AtMost(100_000)])
    files = MultipleFileField(N_("附件"), [Optional()])
    days = SelectField(N_("公开多久"), coerce=int)
    reason = Words(N_("更正原因"), [AtMost(400)])

    def offer(self, places: list[tuple[int, str]], least: int, chosen: int | None, period: str) -> DraftForm:
        """Fill the choices: places, kinds, items, periods, and stays of at least `least` days (0: standing)."""
        self.place.choices = places
        self.kind.choices = [(str(kind), label(kind)) for kind in DisclosureKind]
        self.item.choices = [("", _("目录以外"))] + [
            (item.code, f"{item.code} {item.words}") for item in catalogue().values()
        ]
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
            "reason": written.reason,
        }

    def written(self) -> Written:
        """What was typed as the rules want it."""
        return Written(
            kind=DisclosureKind(self.kind.data), item=self.item.data or "", title=self.title.data or "",
            body=self.body.data or "", rows=rows_of(self.rows.data or ""), days=self.days.data or None,
            period=self.period.data or "", reason=self.reason.data or "",
        )


class Seen(Form):
    """Which revision of a draft somebody was looking at when they pressed a button."""

    revision = IntegerField()
    position = IntegerField(validators=[Optional()])
    sure = BooleanField()
