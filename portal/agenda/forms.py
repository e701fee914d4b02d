"""What is typed to write an agenda, to post it, and to move a day."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import DateField, FieldList, FormField, IntegerField
from wtforms.validators import InputRequired, Optional

from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_

from .rules import MOST_NOTE, MOST_POINTS, MOST_REASON, MOST_WHO, MOST_WORDS, Written, point_from

BLANK = 3


class PointForm(Form):
    """One item of an agenda."""

    start = Words(N_("几点开始"), [AtMost(20)])
    minutes = Words(N_("多少分钟"), [AtMost(4)])
    who = Words(N_("谁来说（写职务）"), [AtMost(MOST_WHO)])
    words = Words(N_("说什么"), [AtMost(MOST_WORDS)])
    note = Paragraphs(N_("内部备注（不公开）"), [AtMost(MOST_NOTE)])


class AgendaForm(Form):
    """A whole agenda, and why it is changed when one was posted before."""

    points = FieldList(FormField(PointForm), max_entries=MOST_POINTS)
    seen = IntegerField(validators=[Optional()])
    reason = Words(N_("为什么改"), [AtMost(MOST_REASON)])

    def show(self, written: Sequence[Written]) -> AgendaForm:
        """Fill it with what is written, and leave some lines empty."""
        for one in written:
            point = one.point
            self.points.append_entry({
                "start": point.start.isoformat("minutes"), "minutes": str(point.minutes), "who": point.who,
                "words": point.words, "note": one.note,
            })
        return self.with_more()

    def with_more(self) -> AgendaForm:
        """Add a few empty lines."""
        for _line in range(BLANK):
            if len(self.points) < MOST_POINTS:
                self.points.append_entry()
        return self

    def written(self) -> list[Written]:
        """What was typed; a line without a time, a speaker and words is no item."""
        found = []
        for number, entry in enumerate(self.points, 1):
            start, minutes, who, words, note = (
                entry[name].data or "" for name in ("start", "minutes", "who", "words", "note")
            )
            if start or minutes or who or words or note:
                found.append(Written(point_from(number, start, minutes, who, words), note))
        return found


class MoveForm(Form):
    """To which day, and why."""

    to = DateField(N_("改到哪一天"), [InputRequired(N_("请选一天。"))])
    reason = Words(N_("为什么改期"), [Filled(), AtMost(MOST_REASON)])
