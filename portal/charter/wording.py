"""Values, sources and quorums in the reader's words; looked up when a page asks, never before."""

from __future__ import annotations

from collections.abc import Callable

from portal.charter.kinds import PassBasis, Unit
from portal.charter.quorums import Quorum
from portal.charter.sources import NOTES, SOURCES
from portal.charter.titles import CHOICES, SUBJECTS, TITLES
from portal.charter.values import Setting, Span, Value
from portal.charter.written import Rule
from portal.foundation.i18n import _, label, ngettext
from portal.foundation.numerals import yuan
from portal.foundation.shares import Share


class Later:
    """A sentence that is said in whatever language is spoken when somebody reads it."""

    def __init__(self, say: Callable[[], str]) -> None:
        self._say = say

    def __str__(self) -> str:
        return self._say()


def title_of(key: str) -> str:
    """What a setting is called; the key itself for one that no longer exists."""
    return _(TITLES[key]) if key in TITLES else key


def subject_of(subject: str) -> str:
    """What the first half of a key is called."""
    return _(SUBJECTS[subject])


def choice_words(choice: str) -> str:
    """What a choice is called."""
    return _(CHOICES.get(choice, choice))


def share_in_words(share: Share) -> str:
    """A share as people say it, without losing whether the number itself is enough."""
    part = f"{share.numerator}/{share.denominator}"
    return _("超过 {part}").format(part=part) if share.strict else _("至少 {part}").format(part=part)


def value_in_words(setting: Setting, value: Value) -> str:
    """A setting's value as people say it."""
    if isinstance(value, Share):
        return share_in_words(value)
    if isinstance(value, Span):
        return _("{least} 到 {most}").format(least=value.least, most=value.most)
    if isinstance(value, tuple):
        days = setting.unit is Unit.DAYS_LIST
        return _("、").join(year_day(one) if days else choice_words(one) for one in value) or _("没有")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return choice_words(value) if isinstance(value, str) else _counted(setting.unit, value)


def _counted(unit: Unit, number: int) -> str:
    if unit is Unit.MONEY:
        return _("{yuan} 元").format(yuan=yuan(number))
    if unit is Unit.CALENDAR_DAYS:
        return ngettext("{n} 天", "{n} 天", number).format(n=number)
    if unit is Unit.WORKING_DAYS:
        return ngettext("{n} 个工作日", "{n} 个工作日", number).format(n=number)
    if unit is Unit.MONTHS:
        return ngettext("{n} 个月", "{n} 个月", number).format(n=number)
    return f"{number}%" if unit is Unit.PERCENT else str(number)


def year_day(text: str) -> str:
    """A day of every year: "03-20" as 3月20日."""
    month, day = text.split("-")
    return _("{month}月{day}日").format(month=int(month), day=int(day))


def source_of(spoken: Rule | Quorum) -> str:
    """The text behind a rule, with its article; empty for what the product itself suggests."""
    if isinstance(spoken, Rule) and spoken.row_id is not None:
        return spoken.source
    if spoken.source == "product":
        return ""
    name = _(SOURCES.get(spoken.source, spoken.source))
    return _("{name}第{article}条").format(name=name, article=spoken.article) if spoken.article else name


def note_of(spoken: Rule | Quorum) -> str:
    """What a reader should know besides: a note of the text, or a place's reason for its own rule."""
    return _(NOTES.get(spoken.note, spoken.note))


def attendance_in_words(quorum: Quorum) -> str:
    """How many must be there, counted of whom."""
    if quorum.share is None:
        return label(quorum.basis)
    said = [_share_of(quorum.share, label(quorum.basis))]
    said += [_share_of(one.share, label(one.basis)) for one in quorum.also]
    return _("，并且").join(said)


def passing_in_words(quorum: Quorum) -> str:
    """How many must agree, counted of whom."""
    if quorum.pass_basis in (PassBasis.TWO_FAILURES_IN_A_ROW, PassBasis.NOT_STATED) or quorum.pass_share is None:
        return label(quorum.pass_basis)
    said = _share_of(quorum.pass_share, label(quorum.pass_basis))
    return _("得票最多，而且{share}").format(share=said) if quorum.plurality else said


def _share_of(share: Share, people: str) -> str:
    return _("{people}{share}").format(people=people, share=share_in_words(share))
