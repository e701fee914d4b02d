"""What is typed about a case: by whoever raises it, by the office, and through the slip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
)
from wtforms.validators import Optional

from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _, label

from .kinds import (
    BACK,
    ENTERED,
    FACES,
    HANDLED,
    UP,
    Category,
    Channel,
    Department,
    MoveReason,
    Naming,
    Nature,
    Outcome,
    PauseReason,
    Rating,
    Told,
)
from .rules import MOST_NOTE, MOST_SPOT, MOST_WORDS


def choices(members: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """A closed set as a form offers it."""
    return [(str(member), label(member)) for member in members]


class Labelled(Form):
    """A form whose choices are closed sets, said in the reader's language."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {}

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for name, members in self.SETS.items():
            self[name].choices = choices(members)


class Report(Labelled):
    """A villager's report; nobody has to say who they are."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"naming": (Naming.UNNAMED, Naming.NAMED, Naming.ANONYMOUS)}
    place = SelectField(N_("在哪里"), coerce=int, validate_choice=False)
    words = Paragraphs(N_("什么事"), [Filled(), AtMost(MOST_WORDS)])
    spot = Words(N_("具体地点"), [AtMost(MOST_SPOT)])
    photos = MultipleFileField(N_("照片"))
    naming = RadioField(N_("怎样留名"), default="unnamed")
    name = Words(N_("怎么称呼您"), [AtMost(40)])
    phone = Words(N_("联系电话"), [AtMost(40)])
    consent = BooleanField(N_("办完以后可以公开这件事（由工作人员去掉姓名和照片里的人）"))
    unlike = BooleanField(N_("不是同一件，照样提交"))


class Enter(Report):
    """The same written in by the office."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {**Report.SETS, "category": Category, "channel": ENTERED}
    category = SelectField(N_("哪一类"), default="other")
    channel = SelectField(N_("怎样来的"), default=str(Channel.COUNTER))
    nature = RadioField(N_("按哪种事务办"), [Optional()], default="")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.nature.choices = [("", _("按类别定")), *choices(Nature)]


class Seen(Labelled):
    """A verb with nothing else to say than which turn of the case it was decided on."""

    seen = IntegerField(validators=[Optional()])

    @property
    def turn(self) -> int:
        """The turn that was shown; a page that sends none has seen nothing."""
        return self.seen.data or 0


class Assign(Seen):
    """Who is to be answerable."""

    to = SelectField(N_("交给谁"), coerce=int, validate_choice=False)


class NoteForm(Seen):
    """What was done so far."""

    words = Paragraphs(N_("办理情况"), [Filled(), AtMost(MOST_NOTE)])
    for_reporter = BooleanField(N_("反映人用纸条也能看到"))


class Join(Seen):
    """Which other body acts together."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"department": Department}
    department = SelectField(N_("单位"))
    words = Words(N_("名称或者联系人职务"), [AtMost(80)])


class PauseForm(Seen):
    """Why the clocks stand still."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"reason": PauseReason}
    reason = SelectField(N_("为什么停"))
    words = Paragraphs(N_("说明"), [Filled(), AtMost(400)])


class ExtensionForm(Seen):
    """How many more days, and why."""

    days = IntegerField(N_("再要几个工作日"), [Filled()])
    words = Paragraphs(N_("理由"), [Filled(), AtMost(400)])


class Escalate(Seen):
    """Why it goes up."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"reason": UP}
    reason = SelectField(N_("为什么往上转"))
    words = Paragraphs(N_("说明"), [Filled(), AtMost(400)])

    @property
    def why(self) -> MoveReason:
        """The reason of the closed set."""
        return MoveReason(str(self.reason.data))


class SendBack(Escalate):
    """Why it comes back."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"reason": BACK}


class Finish(Seen):
    """How it ended."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"outcome": HANDLED}
    outcome = RadioField(N_("结果"), [Filled()])
    words = Paragraphs(N_("办了什么"), [AtMost(MOST_NOTE)])
    sent_to = Words(N_("转给了哪里，那边怎么答复"), [AtMost(120)])
    next_on = DateField(N_("下次答复的日子"), [Optional()])
    twin = Words(N_("重复的那一件的编号"), [AtMost(24)])
    photos = MultipleFileField(N_("办理后的照片"))

    @property
    def ended_as(self) -> Outcome:
        """The outcome of the closed set."""
        return Outcome(str(self.outcome.data))


class Tell(Seen):
    """How whoever raised it was told."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"how": Told}
    how = RadioField(N_("怎样告知的"), [Filled()])
    words = Paragraphs(N_("告诉了什么"), [AtMost(400)])


class Rate(Seen):
    """What whoever raised it said to a visitor."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"rating": Rating}
    rating = RadioField(N_("反映人怎么说"), [Filled()])
    words = Words(N_("原话"), [AtMost(200)])


class Show(Seen):
    """What the public page says."""

    words = Paragraphs(N_("公开的事由"), [Filled(), AtMost(400)])
    outcome = Paragraphs(N_("公开的结果"), [AtMost(400)])


class Hide(Seen):
    """Why it is hidden again."""

    words = Words(N_("为什么隐藏"), [Filled(), AtMost(400)])


class OwnWords(Labelled):
    """What whoever holds the slip writes: more about it, why again, why not any more."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"rating": FACES}
    code = Words(N_("纸条上的号码"), [Filled(), AtMost(60)])
    words = Paragraphs(N_("您想说的"), [AtMost(MOST_WORDS)])
    photos = MultipleFileField(N_("照片"))
    rating = RadioField(N_("办得怎么样"), validate_choice=False)


def set_apart(form: Any, name: str) -> Any:
    """The same form with ids of its own, so that several may stand on one page; what is sent keeps its names."""
    for one in form:
        one.id = f"{name}-{one.name}"
    return form


FORMS: dict[str, type[Form]] = {
    "accept": Seen, "assign": Assign, "note": NoteForm, "join": Join, "pause": PauseForm, "resume": Seen,
    "ask_extension": ExtensionForm, "extend": Seen, "refuse_extension": Seen, "escalate": Escalate,
    "send_back": SendBack, "finish": Finish, "tell": Tell, "rate": Rate, "close": Seen, "show": Show, "hide": Hide,
}
"""The form behind each button of a case's page."""
