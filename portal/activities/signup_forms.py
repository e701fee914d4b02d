"""What villagers type to put themselves down, to come back, and what leaders type on the day."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import Optional

from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_, _

from .fitting import MOST_NAME, MOST_PHONE, Person
from .records import Activity, Slot

ELSEWHERE = ""


class Join(Form):
    """A sign-up; `key` makes the same form sent twice one sign-up, `seen` is the revision that was read."""

    key = HiddenField(validators=[AtMost(60)])
    seen = IntegerField(validators=[Optional()])
    slot = RadioField(N_("报哪个岗位"), coerce=int, validators=[Optional()])
    name = Words(N_("姓名"), [Filled(), AtMost(MOST_NAME)])
    group = SelectField(N_("哪个组"), validators=[Optional()])
    heads = IntegerField(N_("一家来几个人"), [Optional()], default=1)
    phone = Words(N_("电话"), [AtMost(MOST_PHONE)])
    age = IntegerField(N_("年龄"), [Optional()])
    can = BooleanField(N_("这个我会"))
    minor = BooleanField(N_("未满18岁"))
    guardian = Words(N_("监护人姓名"), [AtMost(MOST_NAME)])
    guardian_agrees = BooleanField(N_("监护人同意参加"))
    show_name = BooleanField(N_("同意把姓名公开在活动页上"))

    def offer(self, activity: Activity, slots: list[Slot], groups: list[str]) -> Join:
        """Fill the choices, and leave out what this activity does not ask."""
        self.group.choices = [*((group, group) for group in groups), (ELSEWHERE, _("别处"))]
        self.slot.choices = [(slot.id, slot.name) for slot in slots]
        if len(slots) == 1:
            del self.slot
        if not any(slot.skill for slot in slots):
            del self.can
        if activity.rescue:
            del self.heads, self.guardian, self.guardian_agrees
        if not (activity.most_age or activity.least_age):
            del self.age
        return self

    def person(self) -> Person:
        """What was typed as the rules want it."""
        return Person(
            name=self.name.data or "", group=self.group.data or "", phone=self.phone.data or "",
            heads=_said(self, "heads", 1) or 1, minor=bool(self.minor.data), age=_said(self, "age", None),
            guardian=_said(self, "guardian", "") or "", guardian_agrees=bool(_said(self, "guardian_agrees", False)),
            can=bool(_said(self, "can", False)), show_name=bool(self.show_name.data),
        )

    def chosen_slot(self) -> int | None:
        """Which kind of place, None where there is only one."""
        found: int | None = _said(self, "slot", None)
        return found


def _said(form: Form, name: str, otherwise: Any) -> Any:
    return form[name].data if name in form else otherwise


class WalkIn(Form):
    """Somebody who came without having signed up."""

    name = Words(N_("姓名"), [Filled(), AtMost(MOST_NAME)])
    group = SelectField(N_("哪个组"), validators=[Optional()])
    heads = IntegerField(N_("来了几个人"), [Optional()], default=1)
    minutes = IntegerField(N_("多少分钟"), [Optional()])
    can = BooleanField(N_("已满18岁，符合这次活动的要求"))

    def offer(self, groups: list[str]) -> WalkIn:
        """Fill the choices."""
        self.group.choices = [*((group, group) for group in groups), (ELSEWHERE, _("别处"))]
        return self

    def person(self) -> Person:
        """What was typed as the rules want it; a minor who walks in is put down with the guardian, not here."""
        return Person(
            name=self.name.data or "", group=self.group.data or "", heads=self.heads.data or 1,
            minor=not self.can.data, can=True,
        )
