"""What this viewer may do with a paper under review: the forms and buttons that the rules leave open to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.i18n import _, sentence
from portal.foundation.refusal import Refused

from . import rules, steps
from .forms import Decide, Declare, Meet, Note, Object, Reply, Rule
from .reading_records import Whole
from .records import Remark, village_path
from .rules import Facts
from .saying import Part, Said
from .steps import MAY_RETURN, NEEDS, PUTS_UP, Step, Verdict
from .words import BUTTONS


@dataclass(frozen=True)
class OnPage:
    """Something said, with what it is about and what came of it."""

    remark: Remark
    quote: str
    answer: Remark | None = None
    ruling: Remark | None = None
    is_late: bool = False

    @property
    def part(self) -> Part:
        """The part it is about."""
        return Part(self.remark.part)


@dataclass(frozen=True)
class Act:
    """A form this viewer may send: the step or remark it is for, the words of its button, and the form."""

    button: str
    form: Any = None
    step: Step | None = None
    about: OnPage | None = None
    may_return: bool = False


@dataclass(frozen=True)
class Acts:
    """Everything this viewer may do now, and one sentence on why the next step is not theirs."""

    send_in: Act | None = None
    take: Act | None = None
    put_up: Act | None = None
    put_up_first: Act | None = None
    declare: Act | None = None
    note: Act | None = None
    object_to: Act | None = None
    replies: Sequence[Act] = ()
    rulings: Sequence[Act] = ()
    why_not: str = ""

    @property
    def any(self) -> bool:
        """Whether something is theirs to do; a note may always wait."""
        one = self.send_in or self.take or self.put_up or self.declare or self.replies or self.rulings
        return bool(one)


def acts_for(viewer: Viewer, whole: Whole, facts: Facts | None, said: Sequence[OnPage], **forms: Any) -> Acts:
    """What this viewer may do; a form that was refused is given back in `forms` by its name."""
    path, village = whole.draft.place.path, village_path(whole.draft.place)
    actor, today = viewer.account_id, clock.today()

    def may(permission: Permission) -> bool:
        return steps.may(viewer, permission, path, village)

    open_draft = whole.draft.ended_at is None
    if facts is None or not facts.is_current or rules.is_sent_back(facts):
        sends = may(Permission.DRAFT) and open_draft and not why(rules.check_can_send_in, facts, today)
        return Acts(send_in=Act(_("送审")) if sends else None)
    now = rules.standing(facts, today)
    found: dict[str, Any] = {}
    supervises = may(Permission.SUPERVISE)
    if supervises:
        found |= _supervising(facts, said, actor, today, forms)
    if may(Permission.DRAFT):
        found["replies"] = [
            Act(_("答复"), forms.get(f"reply{one.remark.id}") or Reply(prefix=prefix(one.remark)), about=one)
            for one in said if one.remark.kind is Said.OBJECTION and one.answer is None
        ]
    step = now.next_step
    if step and may(NEEDS[step]):
        refused = why(rules.check_can_take, facts, step, actor)
        found["why_not"] = "" if found.get("declare") else refused
        if not refused:
            form = forms.get("decide") or (Meet() if step is Step.JOINT_MEETING else Decide())
            act = Act(_(BUTTONS[step]), form, step, may_return=step in MAY_RETURN)
            found["put_up" if step in PUTS_UP else "take"] = act
    first = next((one for one in facts.steps if one in PUTS_UP), None)
    if first and step is not first and may(NEEDS[first]) and not why(
        rules.check_can_take, facts, first, actor, Verdict.FIRST
    ):
        found["put_up_first"] = Act(_("先公开、后审核"), step=first)
    return Acts(**found)


def _supervising(
    facts: Facts, said: Sequence[OnPage], actor: int | None, today: date, forms: dict[str, Any],
) -> dict[str, Any]:
    found: dict[str, Any] = {"rulings": [
        Act(_("就这样定"), forms.get(f"rule{one.remark.id}") or Rule(prefix=prefix(one.remark)), about=one)
        for one in said
        if one.remark.kind is Said.OBJECTION and not why(rules.check_can_rule, facts, one.remark.id, actor)
    ]}
    if Step.SUPERVISORY_REVIEW not in facts.steps:
        return found
    if actor not in facts.cleared and not why(rules.check_can_declare, facts, actor, Said.CLEAR):
        found["declare"] = Act(_("声明"), forms.get("declare") or Declare())
    if not why(rules.check_can_note, facts, actor):
        found["note"] = Act(_("写下批注"), forms.get("note") or Note(prefix="note-"))
    if not why(rules.check_can_object, facts, actor, today):
        found["object_to"] = Act(_("提出异议"), forms.get("object_to") or Object(prefix="object-"))
    return found


def prefix(remark: Remark) -> str:
    """What the fields of a form about an objection begin with, so that several stand on one page."""
    return f"about{remark.id}-"


def why(check: Callable[..., None], *asked: Any) -> str:
    """The sentence by which a rule refuses; nothing when it does not."""
    try:
        check(*asked)
    except Refused as refused:
        return sentence(refused.key, refused.facts)
    return ""
