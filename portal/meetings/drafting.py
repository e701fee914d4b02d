"""Minutes drafted from what was entered: who came, what was on the agenda, what each vote came to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from portal.foundation.i18n import _, label
from portal.foundation.showing import moment_words

from .agenda_records import MeetingDue
from .kinds import Away, Came, VoteWay
from .meeting_records import Meeting
from .showing import ItemOnPage, Told, clock_words

TAKING_PART = (Came.HERE, Came.ONLINE, Came.PROXY)


def draft_minutes(meeting: Meeting, items: Sequence[ItemOnPage], due: Sequence[MeetingDue]) -> str:
    """The whole text, a line for each fact; the recorder goes on from here."""
    lines = [*_head(meeting, due), "", *_came(due)]
    for shown in items:
        lines += ["", *_item(shown, {one.number: one.name for one in due})]
    if meeting.closed_at is not None:
        lines += ["", _("{time} 散会。").format(time=clock_words(meeting.closed_at))]
    return "\n".join(lines)


def _head(meeting: Meeting, due: Sequence[MeetingDue]) -> list[str]:
    present = sum(one.way in TAKING_PART for one in due)
    opened = meeting.opened_at or meeting.planned_at
    lines = [
        _("时间：{when}").format(when=moment_words(opened)),
        _("地点：{where}").format(where=meeting.venue),
        _("主持：{name}").format(name=meeting.chair),
        _("记录：{name}").format(name=meeting.recorder),
        _("应到 {due} 人，实到 {present} 人").format(due=len(due), present=present),
    ]
    if meeting.chair_reason:
        lines.insert(3, _("主持人的说明：{reason}").format(reason=meeting.chair_reason))
    if meeting.teller and meeting.other_teller:
        lines.insert(-1, _("计票：{one}、{other}").format(one=meeting.teller, other=meeting.other_teller))
    if meeting.noticed_on is not None:
        lines.append(_("通知日期：{day}").format(day=meeting.noticed_on.isoformat()))
    if meeting.is_short:
        lines.append(_("缩短通知时间的理由：{reason}").format(reason=meeting.short_reason))
    return lines


def _came(due: Sequence[MeetingDue]) -> list[str]:
    lines = []
    for way, words in (
        (Came.HERE, _("到会：{names}")), (Came.ONLINE, _("线上参加：{names}")), (Came.EXCUSED, _("请假：{names}")),
        (Came.ABSENT, _("未到：{names}")),
    ):
        if names := [one.name for one in due if one.way is way]:
            lines.append(words.format(names=_("、").join(names)))
    for one in due:
        if one.way is Came.PROXY:
            lines.append(_("委托：{name}委托{proxy}").format(name=one.name, proxy=one.proxy))
        if one.came_at is not None and one.way in TAKING_PART:
            lines.append(_("{time} {name}到会").format(time=clock_words(one.came_at), name=one.name))
        if one.left_at is not None and one.way in TAKING_PART:
            lines.append(_("{time} {name}离开").format(time=clock_words(one.left_at), name=one.name))
    return lines


def _item(shown: ItemOnPage, names: dict[int, str]) -> list[str]:
    item = shown.item
    lines = [_("{number}、{title}").format(number=item.position, title=item.title)]
    if item.speaker:
        lines.append(_("说明：{name}").format(name=item.speaker))
    for number, (why, reason) in item.absences.items():
        words = _("{name}回避：{reason}") if why is Away.RECUSED else _("{name}离场：{reason}")
        lines.append(words.format(name=names.get(number, "?"), reason=reason or _("没有写")))
    if item.withdrawn:
        lines.append(_("撤下，不表决：{reason}").format(reason=item.withdrawn))
    elif item.decided_by is VoteWay.NONE:
        lines.append(_("讨论："))
    if shown.newest is not None:
        lines += [_("讨论："), *_vote(shown.newest, names)]
    for older in shown.results[1:]:
        lines.append(_("（前一次清点：{votes}）").format(votes=_counts(older)))
    return lines


def _vote(told: Told, names: dict[int, str]) -> list[str]:
    lines = [
        _("{way}：{counts}").format(way=label(told.sealed.way), counts=_counts(told)), *told.attendance, told.votes,
        told.law,
    ]
    if told.result.reason:
        lines.insert(1, _("重新清点的原因：{reason}").format(reason=told.result.reason))
    if told.result.choices:
        lines += _by_choice(told.result.choices, names)
    return lines


def _by_choice(choices: dict[int, str], names: dict[int, str]) -> Iterable[str]:
    told: dict[str, list[str]] = {}
    for number, choice in choices.items():
        told.setdefault(choice, []).append(names.get(number, "?"))
    from_words = {"yes": _("赞成的"), "no": _("反对的"), "abstain": _("弃权的"), "invalid": _("废票的")}
    return [
        _("{who}：{names}").format(who=words, names=_("、").join(told[choice]))
        for choice, words in from_words.items() if choice in told
    ]


def _counts(told: Told) -> str:
    return _("、").join(f"{words} {number}" for words, number in told.counts if number)
