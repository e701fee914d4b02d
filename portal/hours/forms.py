"""What is typed about hours, certificates, tests and points."""

from __future__ import annotations

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _, label

from .point_records import PointRule
from .rules import MOST_NAME, MOST_REASON, MOST_SCORE, MOST_WORDS, GivenAs, Round

DAY = N_("请选一天。")
NUMBER = N_("请写一个数。")


class Enter(Form):
    """Hours given outside any activity."""

    place = SelectField(N_("哪个地方"), coerce=int, validators=[Optional()])
    name = Words(N_("姓名"), [Filled(), AtMost(MOST_NAME)])
    group = Words(N_("哪个组"), [AtMost(60)])
    kind = SelectField(N_("做的是哪一类"))
    day = DateField(N_("哪一天"), [InputRequired(DAY)])
    minutes = IntegerField(N_("多少分钟"), [InputRequired(NUMBER)])
    words = Words(N_("做了什么"), [Filled(), AtMost(MOST_WORDS)])

    def offer(self, places: list[tuple[int, str]]) -> Enter:
        """Fill the choices."""
        self.place.choices = places
        self.kind.choices = [(str(kind), label(kind)) for kind in GivenAs]
        return self


class Correct(Form):
    """The right minutes, and why the line was wrong."""

    minutes = IntegerField(N_("应该是多少分钟"), [InputRequired(NUMBER)])
    reason = Words(N_("为什么改"), [Filled(), AtMost(MOST_REASON)])


class VolunteerForm(Form):
    """A volunteer's name and group."""

    name = Words(N_("姓名"), [Filled(), AtMost(MOST_NAME)])
    group = Words(N_("哪个组"), [AtMost(60)])
    show_name = BooleanField(N_("本人同意在感谢榜和公示里写姓名"))


class Certify(Form):
    """Between which days a certificate counts, and who answers for it."""

    first = DateField(N_("从哪一天"), [InputRequired(DAY)])
    last = DateField(N_("到哪一天"), [InputRequired(DAY)])
    head = Words(N_("单位负责人"), [Filled(), AtMost(80)])


class Reason(Form):
    """Why something is taken back."""

    reason = Words(N_("为什么收回"), [Filled(), AtMost(MOST_REASON)])


class Between(Form):
    """Between which days lines are handed on."""

    first = DateField(N_("从哪一天"), [InputRequired(DAY)])
    last = DateField(N_("到哪一天"), [InputRequired(DAY)])


class ExamForm(Form):
    """A test."""

    place = SelectField(N_("哪个地方"), coerce=int, validators=[Optional()])
    kind = RadioField(N_("哪一考"), [Filled(N_("请选一个。"))])
    title = Words(N_("考什么"), [Filled(), AtMost(80)])
    held_on = DateField(N_("哪一天"), [InputRequired(DAY)])
    pass_mark = IntegerField(
        N_("多少分合格"), [InputRequired(NUMBER), NumberRange(0, MOST_SCORE, NUMBER)], default=60,
    )
    results = Paragraphs(N_("成绩"), [Filled(), AtMost(20_000)])

    def offer(self, places: list[tuple[int, str]]) -> ExamForm:
        """Fill the choices."""
        self.place.choices = places
        self.kind.choices = [(str(kind), label(kind)) for kind in Round]
        return self


class Results(Form):
    """What everybody reached."""

    results = Paragraphs(N_("成绩"), [Filled(), AtMost(20_000)])


class RuleForm(Form):
    """What something is worth."""

    words = Words(N_("做什么"), [Filled(), AtMost(MOST_WORDS)])
    points = IntegerField(N_("记几分"), [InputRequired(NUMBER)])


class Give(Form):
    """Points by a line of the table."""

    rule = SelectField(N_("按哪一条"), coerce=int)

    def offer(self, rules: list[PointRule]) -> Give:
        """Fill the choices."""
        self.rule.choices = [
            (rule.id, _("{words}：{points} 分").format(words=rule.words, points=rule.points)) for rule in rules
        ]
        return self


class Spend(Form):
    """Points that are spent."""

    points = IntegerField(N_("用掉几分"), [InputRequired(NUMBER)])
    words = Words(N_("换了什么"), [Filled(), AtMost(MOST_WORDS)])
