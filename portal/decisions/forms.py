"""What is typed to put a matter forward, change its text, take a step, and write down an authorisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wtforms import DateField, IntegerField, MultipleFileField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.charter.titles import CHOICES
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _, label, sentence
from portal.foundation.numerals import parse_yuan
from portal.foundation.refusal import Refused
from portal.meetings.kinds import BodyKind, VoteWay
from portal.meetings.meeting_records import Meeting

from .authorising import NewAuthorisation
from .kinds import DECIDERS, Origin
from .matters import matters_on
from .rules import MOST_REASON, MOST_TEXT, MOST_TITLE, Proposal
from .services import deciders_for

PICK_A_DAY = N_("请选一天。")


def parsed_budget(typed: str | None) -> int | None:
    """A sum as it was typed in 元, in 分; None where nothing was typed."""
    return parse_yuan(typed) if typed and typed.strip() else None


class _WithBudget(Form):
    budget = Words(N_("预算（元）"), [AtMost(24)])

    def validate_budget(self, field: Words) -> None:
        """A budget reads as money."""
        try:
            parsed_budget(field.data)
        except Refused as refused:
            raise ValidationError(sentence(refused.key, refused.facts)) from refused

    @property
    def fen(self) -> int | None:
        """The budget in 分."""
        return parsed_budget(self.budget.data)


class PutForward(_WithBudget):
    """A matter as it is put forward."""

    place = SelectField(N_("哪个村（组）"), coerce=int)
    matter = SelectField(N_("哪一类事项"))
    title = Words(N_("题目"), [Filled(), AtMost(MOST_TITLE)])
    body = Paragraphs(N_("方案全文"), [Filled(), AtMost(MOST_TEXT)])
    origin = SelectField(N_("动议事由"))
    decider = SelectField(N_("由谁决议"), default="")

    def offer(self, places: Iterable[tuple[int, str]], origins: Iterable[str], day: date) -> PutForward:
        """Fill the choices: the matters some text speaks of that day, and the place's own origins."""
        self.place.choices = list(places)
        self.matter.choices = [(matter.code, _(matter.name)) for matter, _law in matters_on(day)]
        self.origin.choices = [(one, _(CHOICES[one])) for one in origins]
        self.decider.choices = [("", _("按规定通常由谁定"))] + [(str(kind), label(kind)) for kind in DECIDERS]
        return self

    def proposal(self, day: date) -> Proposal:
        """What was typed; where nobody was chosen to decide, the one its law names first."""
        decider = BodyKind(self.decider.data) if self.decider.data else deciders_for(self.matter.data, day)[0]
        return Proposal(
            matter=self.matter.data, title=self.title.data or "", body=self.body.data or "",
            origin=Origin(self.origin.data), decider=decider, budget=self.fen,
        )


class NewText(_WithBudget):
    """Another version of a text, over the version that was read."""

    title = Words(N_("题目"), [Filled(), AtMost(MOST_TITLE)])
    body = Paragraphs(N_("方案全文"), [Filled(), AtMost(MOST_TEXT)])
    reason = Words(N_("为什么改"), [Filled(), AtMost(MOST_REASON)])
    version = IntegerField(validators=[Optional()])


class PutOnAgenda(Form):
    """Which planned meeting votes on it, and how."""

    meeting = SelectField(N_("哪次会议"), coerce=int)
    way = SelectField(N_("怎样表决"))

    def offer(self, meetings: Iterable[Meeting]) -> PutOnAgenda:
        """Fill the choices."""
        self.meeting.choices = [(one.id, f"{one.number} {one.title}") for one in meetings]
        self.way.choices = [
            (str(way), label(way)) for way in (VoteWay.HANDS, VoteWay.ROLL_CALL, VoteWay.PAPER)
        ]
        return self


class TakeStep(Form):
    """The counted item a step rests on, and a note beside it."""

    item = IntegerField(validators=[InputRequired()])
    note = Words(N_("说明（可以不写，会公开）"), [AtMost(MOST_REASON)])


class TakePaper(Form):
    """The paper a step rests on."""

    on = DateField(N_("哪一天"), [InputRequired(PICK_A_DAY)])
    note = Words(N_("什么文书、文号，或者谁提的"), [Filled(), AtMost(MOST_REASON)])
    files = MultipleFileField(N_("文书的照片或者扫描件"))


class PlanSent(Form):
    """The day the plan went to every Party member."""

    on = DateField(N_("方案哪天发给了全体党员"), [InputRequired(PICK_A_DAY)])


class Why(Form):
    """A reason that is published."""

    reason = Words(N_("原因"), [Filled(), AtMost(MOST_REASON)])


class AuthorisationForm(Form):
    """What the assembly authorised its representatives to decide."""

    matters = SelectMultipleField(N_("授权哪些事项"), validators=[InputRequired(N_("请选授权的事项。"))])
    reach = Words(N_("授权的范围"), [Filled(), AtMost(MOST_REASON)])
    given_on = DateField(N_("村民会议是哪天"), [InputRequired(PICK_A_DAY)])
    begins = DateField(N_("从哪天起"), [InputRequired(PICK_A_DAY)])
    ends = DateField(N_("到哪天止"), [Optional()])
    meeting = Words(N_("那次村民会议的编号"), [AtMost(24)])

    def offer(self, day: date) -> AuthorisationForm:
        """Fill the choices: what the representatives need an authorisation for that day."""
        self.matters.choices = [(matter.code, _(matter.name)) for matter, law in matters_on(day) if law.authorised]
        return self

    def new(self) -> NewAuthorisation:
        """What was typed."""
        given, begins = self.given_on.data, self.begins.data
        if given is None or begins is None:
            raise Refused("decisions.no_day")
        return NewAuthorisation(
            matters=self.matters.data or (), reach=self.reach.data or "", given_on=given, begins=begins,
            ends=self.ends.data, meeting=self.meeting.data or "",
        )


class ShownForm(Form):
    """The days an authorisation was posted and filed."""

    posted = DateField(N_("哪天张榜"), [Optional()])
    filed = DateField(N_("哪天报乡镇备案"), [Optional()])


class EndForm(Form):
    """The last day of an authorisation that was taken back, and why."""

    last_day = DateField(N_("最后一天"), [InputRequired(PICK_A_DAY)])
    reason = Words(N_("原因"), [Filled(), AtMost(MOST_REASON)])
