"""What is typed about bodies, rolls, plans, notices, counts and minutes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import BooleanField, DateField, IntegerField, MultipleFileField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.charter.kinds import Basis
from portal.foundation import clock
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _, label
from portal.foundation.refusal import Refused

from .counting import Count
from .kinds import BodyKind, FileKind
from .rules import MOST_MINUTES, MOST_REASON, Line, NewMember, Plan
from .services import BodyFacts
from .typed import members_from, moment_from

LARGEST = 100_000


def _number(words: str, most: int = LARGEST) -> IntegerField:
    return IntegerField(words, [Optional(), NumberRange(0, most, N_("请写 0 到 100000 之间的整数。"))])


class BodyForm(Form):
    """A body: what it is, where, and the numbers the office counted."""

    place = SelectField(N_("在哪里"), coerce=int)
    kind = SelectField(N_("什么机构"))
    name = Words(N_("全名"), [Filled(), AtMost(80)])
    seats = _number(N_("应有多少人"))
    adults = _number(N_("十八周岁以上的村民多少人"))
    households = _number(N_("多少户"))
    term_begins = DateField(N_("本届从哪天起"), [Optional()])
    term_ends = DateField(N_("本届到哪天止"), [Optional()])
    revision = IntegerField(validators=[Optional()])

    def offer(self, places: Iterable[tuple[int, str]]) -> BodyForm:
        """Fill the choices."""
        self.place.choices = list(places)
        self.kind.choices = [(str(kind), label(kind)) for kind in BodyKind]
        return self

    def facts(self) -> BodyFacts:
        """What is known of the body."""
        return BodyFacts(
            self.name.data or "", self.adults.data, self.households.data, self.seats.data, self.term_begins.data,
            self.term_ends.data,
        )


class MembersForm(Form):
    """People for a roll, one on a line, and what holds for all of them."""

    lines = Paragraphs(N_("名单"), [Filled(), AtMost(60_000)])
    since = DateField(N_("从哪天起"), [InputRequired(N_("请选一天。"))])
    is_representative = BooleanField(N_("是村民代表"))
    represents_household = BooleanField(N_("是户的代表"))

    def members(self) -> list[NewMember]:
        """The people, as they were typed."""
        like = NewMember(
            "", is_representative=bool(self.is_representative.data),
            represents_household=bool(self.represents_household.data),
        )
        return members_from(self.lines.data or "", like)


class LeaveForm(Form):
    """Somebody leaves a roll."""

    until = DateField(N_("最后一天"), [InputRequired(N_("请选一天。"))])
    reason = Words(N_("为什么"), [Filled(), AtMost(MOST_REASON)])


class TiesForm(Form):
    """The relatives and interests somebody declared."""

    ties = Paragraphs(N_("申报的亲属和利害关系"), [AtMost(MOST_REASON)])


class PlanForm(Form):
    """A meeting as it is planned; the agenda is read row by row beside it."""

    title = Words(N_("会议名称"), [Filled(), AtMost(120)])
    day = DateField(N_("哪一天开"), [InputRequired(N_("请选一天。"))])
    time = Words(N_("几点开"), [Filled(), AtMost(8)])
    venue = Words(N_("在哪里开"), [Filled(), AtMost(120)])
    chair = Words(N_("主持人"), [Filled(), AtMost(40)])
    chair_reason = Words(N_("由别人主持的原因"), [AtMost(MOST_REASON)])
    recorder = Words(N_("记录人"), [Filled(), AtMost(40)])
    teller = Words(N_("计票人"), [AtMost(40)])
    other_teller = Words(N_("另一位计票人"), [AtMost(40)])
    basis = SelectField(N_("到会人数怎样算"), validate_choice=False)
    revision = IntegerField(validators=[Optional()])

    def offer(self, bases: Iterable[Basis]) -> PlanForm:
        """Fill the choices: by adults, by households, or whichever is reached."""
        self.basis.choices = [("", _("哪一种够了就按哪一种")), *((str(one), label(one)) for one in bases)]
        return self

    def plan(self, lines: tuple[Line, ...]) -> Plan:
        """The plan, with the agenda read beside it."""
        at = moment_from(self.time.data or "", clock.moment_of(self.day.data, 12))
        offered = {value for value, _words in self.basis.choices}
        if at is None:
            raise Refused("meetings.clock_unreadable")
        return Plan(
            self.title.data or "", at, self.venue.data or "", self.chair.data or "", self.chair_reason.data or "",
            self.recorder.data or "", self.teller.data or "", self.other_teller.data or "",
            self.basis.data if self.basis.data in offered else "", lines,
        )


class NoticeForm(Form):
    """The notice goes up."""

    reason = Words(N_("提前的天数不够时，写明特殊情况"), [AtMost(MOST_REASON)])
    day = DateField(N_("通知是哪天贴出的"), [Optional()])
    revision = IntegerField(validators=[Optional()])


class ReasonForm(Form):
    """A reason, and nothing else."""

    reason = Words(N_("原因"), [Filled(), AtMost(MOST_REASON)])


class TimeForm(Form):
    """A time on the wall clock."""

    time = Words(N_("实际时间"), [AtMost(8)])


class PracticeForm(Form):
    """How many people a rehearsal invents."""

    people = IntegerField(N_("练习多少人的会"), [InputRequired(N_("请写一个数。"))])


class ChairForm(Form):
    """Somebody else takes the chair."""

    chair = Words(N_("换谁主持"), [Filled(), AtMost(40)])
    reason = Words(N_("换人的原因"), [Filled(), AtMost(MOST_REASON)])


class CountForm(Form):
    """The votes of one item; empty fields are nought."""

    yes = _number(N_("赞成"))
    no = _number(N_("反对"))
    abstain = _number(N_("弃权"))
    invalid = _number(N_("废票"))
    time = Words(N_("表决的时间"), [AtMost(8)])
    teller = SelectField(N_("哪一位计票人数的"), validate_choice=False)
    again = Words(N_("重新清点的原因"), [AtMost(MOST_REASON)])

    def offer(self, tellers: Iterable[str]) -> CountForm:
        """Fill the choices."""
        self.teller.choices = [(one, one) for one in tellers if one]
        return self

    def count(self) -> Count:
        """The votes that were written down."""
        return Count(
            yes=self.yes.data or 0, no=self.no.data or 0, abstain=self.abstain.data or 0,
            invalid=self.invalid.data or 0,
        )


class MinutesForm(Form):
    """The minutes as they are written."""

    words = Paragraphs(N_("会议记录"), [Filled(), AtMost(MOST_MINUTES)])
    reason = Words(N_("为什么要改已经定稿的记录"), [AtMost(MOST_REASON)])
    revision = IntegerField(validators=[Optional()])


class FilesForm(Form):
    """Files that hang on a meeting."""

    kind = SelectField(N_("是什么"))
    files = MultipleFileField(N_("照片或者文件"))

    def offer(self) -> FilesForm:
        """Fill the choices."""
        self.kind.choices = [(str(kind), label(kind)) for kind in FileKind]
        return self


def typed_or(form: type[Any], **known: Any) -> Any:
    """The form with what was sent, or with what is known when the page is only looked at."""
    return form.typed() if request.method == "POST" else form(data=known)
