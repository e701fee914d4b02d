"""What leaders type about an activity."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, MultipleFileField, RadioField, SelectField, TimeField
from wtforms.validators import InputRequired, Optional

from portal.foundation import clock
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _, label

from .records import Activity, Slot
from .rules import (
    MOST_LINE,
    MOST_REASON,
    MOST_TITLE,
    MOST_WORDS,
    ActivityKind,
    Every,
    Plan,
    SlotPlan,
    Times,
    TrainingKind,
    slots_of,
)


class ActivityForm(Form):
    """An activity as it is written."""

    place = SelectField(N_("哪个地方"), coerce=int, validators=[Optional()])
    kind = RadioField(N_("哪类活动"), [Filled(N_("请选一类。"))])
    training = SelectField(N_("培训属于哪一种"), validators=[Optional()])
    team = SelectField(N_("哪支队伍组织"), coerce=int, validators=[Optional()])
    title = Words(N_("活动名称"), [Filled(), AtMost(MOST_TITLE)])
    day = DateField(N_("哪一天"), [InputRequired(N_("请选一天。"))])
    begins = TimeField(N_("几点开始"), [InputRequired(N_("请写时间，例如 08:30。"))])
    until = DateField(N_("到哪一天"), [Optional()])
    ends = TimeField(N_("几点结束"), [InputRequired(N_("请写时间，例如 11:00。"))])
    closes = DateField(N_("报名到哪一天"), [Optional()])
    most = IntegerField(N_("最多几个人"), [Optional()])
    least = IntegerField(N_("最少几个人才办"), [Optional()])
    skill = Words(N_("要会什么"), [AtMost(60)])
    posts = Paragraphs(N_("分岗位报名"), [AtMost(800)])
    meet = Words(N_("在哪里集合"), [Filled(), AtMost(MOST_LINE)])
    bring = Words(N_("要带什么"), [AtMost(MOST_LINE)])
    words = Paragraphs(N_("做什么"), [AtMost(MOST_WORDS)])
    weather = Words(N_("下雨、刮风怎么办"), [AtMost(MOST_LINE)])
    risky = BooleanField(N_("有风险（登高、下水、用机械、上公路）"))
    rescue = BooleanField(N_("抢险、扑火、救援：未成年人一律不能报名"))
    risk = Paragraphs(N_("风险提示"), [AtMost(MOST_WORDS)])
    insurance = Words(N_("保险"), [AtMost(MOST_LINE)])
    least_age = IntegerField(N_("最小年龄"), [Optional()])
    most_age = IntegerField(N_("最大年龄"), [Optional()])
    campaign = Words(N_("属于哪项专项行动"), [AtMost(MOST_TITLE)])
    contact = Words(N_("联系谁"), [AtMost(MOST_TITLE)])
    reason = Words(N_("为什么改"), [AtMost(MOST_REASON)])

    def offer(self, places: list[tuple[int, str]], teams: list[tuple[int, str]]) -> ActivityForm:
        """Fill the choices."""
        self.place.choices = places
        self.kind.choices = [(str(kind), label(kind)) for kind in ActivityKind]
        self.training.choices = [("", _("不是培训"))] + [(str(kind), label(kind)) for kind in TrainingKind]
        self.team.choices = [(0, _("没有队伍")), *teams]
        return self

    def written(self) -> Plan:
        """What was typed as the rules want it."""
        day, until = self.day.data, self.until.data or self.day.data
        starts = clock.moment_of(day, self.begins.data.hour, self.begins.data.minute)
        ends = clock.moment_of(until, self.ends.data.hour, self.ends.data.minute)
        closes = min(starts, clock.moment_of(self.closes.data, 23, 59)) if self.closes.data else starts
        kind = ActivityKind(self.kind.data)
        return Plan(
            kind=kind, title=self.title.data or "", times=Times(starts, ends, closes), slots=self._slots(),
            training=(self.training.data or "") if kind is ActivityKind.TRAINING else "",
            team=self.team.data or None, words=self.words.data or "", meet=self.meet.data or "",
            bring=self.bring.data or "", risk=self.risk.data or "", weather=self.weather.data or "",
            insurance=self.insurance.data or "", campaign=self.campaign.data or "", contact=self.contact.data or "",
            risky=bool(self.risky.data or self.rescue.data), rescue=bool(self.rescue.data),
            least_age=self.least_age.data or 0, most_age=self.most_age.data or 0,
        )

    def _slots(self) -> tuple[SlotPlan, ...]:
        if self.posts.data:
            return slots_of(self.posts.data)
        return (SlotPlan("", self.least.data or 0, self.most.data or 0, self.skill.data or ""),)


def typed_as(activity: Activity, slots: list[Slot]) -> dict[str, Any]:
    """An activity as the fields of its form would hold it."""
    starts, ends = clock.village_time(activity.starts_at), clock.village_time(activity.ends_at)
    closes = clock.village_day(activity.closes_at) if activity.closes_at < activity.starts_at else None
    one = slots[0] if len(slots) == 1 and not slots[0].name else None
    same = {
        name: getattr(activity, name)
        for name in (
            "kind", "training", "title", "words", "meet", "bring", "risk", "weather", "insurance", "campaign",
            "contact", "risky", "rescue",
        )
    }
    return same | {
        "place": activity.place_id, "team": activity.team_id or 0, "day": starts.date(), "begins": _clock(starts),
        "ends": _clock(ends), "until": ends.date() if ends.date() != starts.date() else None, "closes": closes,
        "most": one.most if one else None, "least": (one.least or None) if one else None,
        "skill": one.skill if one else "", "posts": "" if one else "\n".join(_line(slot) for slot in slots),
        "least_age": activity.least_age or None, "most_age": activity.most_age or None,
    }


def _clock(moment: datetime) -> Any:
    return moment.time().replace(tzinfo=None)


def _line(slot: Slot) -> str:
    return f"{slot.name} {slot.most} {slot.skill}".strip()


class Cancel(Form):
    """Why an activity is cancelled."""

    reason = Words(N_("为什么取消"), [Filled(), AtMost(MOST_REASON)])


class Repeat(Form):
    """How often the same is put up again."""

    every = RadioField(N_("多久一次"), [Filled(N_("请选一个。"))])
    count = IntegerField(N_("再办几次"), [InputRequired(N_("请写一个数。"))])

    def offer(self) -> Repeat:
        """Fill the choices."""
        self.every.choices = [(str(every), label(every)) for every in Every]
        return self


class Papers(Form):
    """Papers for an activity."""

    files = MultipleFileField(N_("资料"), [Optional()])
