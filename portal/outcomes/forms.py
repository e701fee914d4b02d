"""What is typed to object and to come back, to answer, to carry out, to pay, to tell the result and to check it."""

from __future__ import annotations

from datetime import date

from wtforms import DateField, IntegerField, MultipleFileField, RadioField, SelectField
from wtforms.validators import Optional

from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, label
from portal.foundation.refusal import Refused

from . import rules, work_rules
from .kinds import Checked, Ruling
from .work_rules import NewTask

TENS = tuple(range(0, 101, work_rules.STEP))


def chosen_day(day: date | None) -> date:
    """The day somebody picked; refused when it is missing or could not be read."""
    if day is None:
        raise Refused("outcomes.no_day")
    return day


class Object(Form):
    """An objection, and the version of the text it is made to; name and phone may stay empty."""

    words = Paragraphs(N_("您对哪一点有异议，为什么"), [Filled(), AtMost(rules.MOST_WORDS)])
    name = Words(N_("姓名（可以不填）"), [AtMost(rules.MOST_NAME)])
    phone = Words(N_("电话（可以不填）"), [AtMost(rules.MOST_PHONE)])
    version = IntegerField(validators=[Optional()])


class Reply(Form):
    """The office's answer, and what of the objection everybody may read."""

    gist = Words(N_("异议说的是什么"), [Filled(), AtMost(rules.MOST_GIST)])
    ruling = RadioField(N_("查下来"), [Optional()])
    words = Paragraphs(N_("公开的答复"), [Filled(), AtMost(rules.MOST_REPLY)])
    reason = Words(N_("更正原因"), [AtMost(rules.MOST_REASON)])
    seen = IntegerField(validators=[Optional()])

    def offer(self) -> Reply:
        """Fill the choices."""
        self.ruling.choices = [(str(one), label(one)) for one in Ruling]
        return self

    def ruled(self) -> Ruling:
        """What was chosen; refused when nothing was."""
        if not self.ruling.data:
            raise Refused("outcomes.no_ruling")
        return Ruling(self.ruling.data)


class TaskForm(Form):
    """A task to write down."""

    title = Words(N_("要办什么"), [Filled(), AtMost(work_rules.MOST_TITLE)])
    owner = Words(N_("哪个单位负责"), [Filled(), AtMost(work_rules.MOST_OWNER)])
    due_on = DateField(N_("最晚哪天办完"), [Optional()])

    def task(self) -> NewTask:
        """What was typed; refused without a day."""
        return NewTask(self.title.data or "", self.owner.data or "", chosen_day(self.due_on.data))


class Report(Form):
    """How far a task is, what was done, and photos of it."""

    percent = SelectField(N_("办到几成"), coerce=int)
    words = Paragraphs(N_("办了什么"), [Filled(), AtMost(work_rules.MOST_WORDS)])
    photos = MultipleFileField(N_("照片"))
    seen = IntegerField(validators=[Optional()])

    def offer(self) -> Report:
        """Fill the choices."""
        self.percent.choices = [(ten, f"{ten}%") for ten in TENS]
        return self


class Later(Form):
    """Another last day for a task, and why."""

    due_on = DateField(N_("改到哪天"), [Optional()])
    reason = Words(N_("原因"), [Filled(), AtMost(rules.MOST_REASON)])
    seen = IntegerField(validators=[Optional()])


class Why(Form):
    """Why a task is dropped."""

    reason = Words(N_("原因"), [Filled(), AtMost(rules.MOST_REASON)])
    seen = IntegerField(validators=[Optional()])


class Pay(Form):
    """Payments, pasted or typed a line each."""

    lines = Paragraphs(N_("花了哪些钱"), [Filled(), AtMost(20_000)])
    reason = Words(N_("超出预算的原因"), [AtMost(rules.MOST_REASON)])


class Tell(Form):
    """What came of it."""

    words = Paragraphs(N_("办成了什么"), [Filled(), AtMost(work_rules.MOST_RESULT)])
    photos = MultipleFileField(N_("照片"))
    seen = IntegerField(validators=[Optional()])


class Check(Form):
    """What a supervisor found."""

    verdict = RadioField(N_("核查结论"), [Optional()])
    words = Paragraphs(N_("看了什么，查到什么"), [Filled(), AtMost(work_rules.MOST_WORDS)])
    seen = IntegerField(validators=[Optional()])

    def offer(self) -> Check:
        """Fill the choices."""
        self.verdict.choices = [(str(one), label(one)) for one in Checked]
        return self

    def checked(self) -> Checked:
        """What was chosen; refused when nothing was."""
        if not self.verdict.data:
            raise Refused("outcomes.no_verdict")
        return Checked(self.verdict.data)
