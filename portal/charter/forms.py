"""What somebody typed to set a rule or to end one; the value's field depends on what the setting is counted in."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast

from wtforms import DateField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from portal.charter.board import choices_of
from portal.charter.kinds import Unit
from portal.charter.services import NewRow
from portal.charter.values import Setting, Span, Value
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _
from portal.foundation.numerals import parse_yuan, yuan
from portal.foundation.refusal import Refused
from portal.foundation.shares import Share

_DAYS = re.compile(r"(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?")


class RowForm(Form):
    """What every rule of one's own needs besides its value."""

    reason = Paragraphs(N_("为什么这样定"), [Filled(), AtMost(400)])
    source = Words(N_("依据（哪次会议的决议、哪份文件）"), [AtMost(200)])
    valid_from = DateField(N_("从哪天起"), [InputRequired()])
    valid_until = DateField(N_("到哪天止（不填就是长期）"), [Optional()])

    def raw(self, setting: Setting) -> object:
        """The value in the plain form that `Setting.read` takes."""
        return self["value"].data

    def new_row(self, setting: Setting) -> NewRow:
        """The rule that was typed."""
        return NewRow(
            key=setting.key, raw=self.raw(setting), reason=self["reason"].data or "",
            source=self["source"].data or "", valid_from=cast(date, self["valid_from"].data),
            valid_until=self["valid_until"].data,
        )


class NumberForm(RowForm):
    """A whole number of days, times, people or percent."""

    value = IntegerField(N_("定为"), [InputRequired()])


class MoneyForm(RowForm):
    """A sum in 元."""

    value = Words(N_("定为（元）"), [Filled(), AtMost(20)])

    def raw(self, setting: Setting) -> object:
        return parse_yuan(self["value"].data)


class FlagForm(RowForm):
    """Yes or no."""

    value = RadioField(N_("定为"), [Filled()])

    def raw(self, setting: Setting) -> object:
        return self["value"].data == "yes"


class ChoiceForm(RowForm):
    """One of several."""

    value = RadioField(N_("定为"), [Filled()])


class SeveralForm(RowForm):
    """Several at once, kept in the order they are listed."""

    value = SelectMultipleField(N_("定为"))

    def raw(self, setting: Setting) -> object:
        return [choice for choice in setting.choices if choice in (self["value"].data or ())]


class SpanForm(RowForm):
    """From a smallest to a largest number."""

    value = IntegerField(N_("最少"), [InputRequired()])
    most = IntegerField(N_("最多"), [InputRequired()])

    def raw(self, setting: Setting) -> object:
        return [self["value"].data, self["most"].data]


class ShareForm(RowForm):
    """A share, with or without the number itself."""

    value = RadioField(N_("怎样算够"), [Filled()])
    part = IntegerField(N_("几份"), [InputRequired()])
    whole = IntegerField(N_("总共几份"), [InputRequired()])

    def raw(self, setting: Setting) -> object:
        return f"{self['value'].data} {self['part'].data}/{self['whole'].data}"


class DaysForm(RowForm):
    """Days of every year, written as 3-20 or 3月20日."""

    value = Words(N_("每年的哪几天"), [Filled(), AtMost(200)])

    def raw(self, setting: Setting) -> object:
        typed = self["value"].data
        if re.sub(r"[\s,，、;；和]", "", _DAYS.sub("", typed)):
            raise Refused("charter.bad_year_days")
        return [f"{int(month):02d}-{int(day):02d}" for month, day in _DAYS.findall(typed)]


class EndForm(Form):
    """When a rule stops counting, and why."""

    last_day = DateField(N_("用到哪天为止"), [InputRequired()])
    reason = Paragraphs(N_("为什么不用了"), [Filled(), AtMost(400)])


ALTERNATIVES = {
    Unit.FLAG: (("yes", N_("是")), ("no", N_("否"))),
    Unit.SHARE: (("at least", N_("至少（含本数）")), ("more than", N_("超过（不含本数）"))),
}

FORMS: dict[Unit, type[RowForm]] = {
    Unit.MONEY: MoneyForm, Unit.FLAG: FlagForm, Unit.TEXT: ChoiceForm, Unit.LIST: SeveralForm, Unit.SPAN: SpanForm,
    Unit.SHARE: ShareForm, Unit.DAYS_LIST: DaysForm,
}


def form_for(setting: Setting) -> type[RowForm]:
    """The form whose value field fits the setting."""
    return FORMS.get(setting.unit, NumberForm)


def with_choices(form: Any, setting: Setting) -> Any:
    """The same form, its choices said in the reader's language."""
    if setting.choices:
        form["value"].choices = choices_of(setting)
    elif setting.unit in ALTERNATIVES:
        form["value"].choices = [(value, _(words)) for value, words in ALTERNATIVES[setting.unit]]
    return form


def shown_as(value: Value | None, setting: Setting, today: date) -> dict[str, object]:
    """What a fresh form begins with: the value in force, from today on."""
    begun: dict[str, object] = {"valid_from": today}
    if isinstance(value, Share):
        return begun | {
            "value": "more than" if value.strict else "at least", "part": value.numerator, "whole": value.denominator,
        }
    if isinstance(value, Span):
        return begun | {"value": value.least, "most": value.most}
    if isinstance(value, bool):
        return begun | {"value": "yes" if value else "no"}
    if setting.unit is Unit.DAYS_LIST and isinstance(value, tuple):
        return begun | {"value": " ".join(value)}
    if setting.unit is Unit.MONEY and isinstance(value, int):
        return begun | {"value": yuan(value)}
    return begun | {"value": list(value) if isinstance(value, tuple) else value}
