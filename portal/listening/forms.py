"""What is typed in the listening room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from wtforms import DateField, RadioField, SelectField, TimeField
from wtforms.validators import InputRequired

from portal.cases.forms import Labelled
from portal.foundation import clock
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_

from . import rules


class Ask(Labelled):
    """A wish to be heard."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"part": rules.Part}
    wanted = DateField(N_("想哪天来"), [InputRequired()])
    part = RadioField(N_("什么时候方便"), [Filled()])
    name = Words(N_("怎么称呼您"), [AtMost(40)])
    phone = Words(N_("联系电话"), [AtMost(40)])
    words = Paragraphs(N_("想说什么"), [AtMost(rules.MOST_WORDS)])


class AgreeForm(Form):
    """The time that was agreed."""

    day = DateField(N_("哪天"), [InputRequired()])
    time = TimeField(N_("几点"), [InputRequired()])

    def at(self) -> datetime:
        """The moment that was typed, as naive UTC."""
        return clock.moment_of(self.day.data, self.time.data.hour, self.time.data.minute)


class EndForm(Labelled):
    """How it went."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"standing": (rules.Standing.CAME, rules.Standing.MISSED)}
    standing = RadioField(N_("来了没有"), [Filled()])
    words = Paragraphs(N_("谈话小结"), [AtMost(2000)])


class PetitionForm(Labelled):
    """A petition to pass on."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"to": rules.Referred}
    to = SelectField(N_("转给哪里"))
    body = Words(N_("单位全称"), [AtMost(80)])
    receipt = Words(N_("对方的收件号或者收件人"), [Filled(), AtMost(80)])
    name = Words(N_("来访人"), [AtMost(40)])
    words = Paragraphs(N_("诉求内容"), [Filled(), AtMost(4000)])


class AnswerForm(Form):
    """What the other body said."""

    words = Paragraphs(N_("对方怎么说"), [Filled(), AtMost(2000)])
