"""The charter as a reader sees it: by subject, each rule with its value, its source and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from portal.charter.kinds import Confidence, Layer, Stricter, Unit
from portal.charter.quorums import Quorum
from portal.charter.rules import Charter, Rule
from portal.charter.values import Setting, Value
from portal.charter.wording import (
    attendance_in_words,
    choice_words,
    note_of,
    passing_in_words,
    source_of,
    subject_of,
    title_of,
    value_in_words,
)
from portal.foundation.i18n import _, label


@dataclass(frozen=True)
class Line:
    """One rule in words."""

    key: str
    title: str
    value: str
    source: str
    layer: Layer
    confidence: Confidence
    note: str = ""
    set_by: str = ""
    is_set: bool = True


@dataclass(frozen=True)
class QuorumLine:
    """One quorum in words."""

    body: str
    attendance: str
    passing: str
    source: str
    layer: Layer
    confidence: Confidence
    set_by: str = ""


@dataclass(frozen=True)
class Subject:
    """What belongs together, such as everything about the villagers' assembly."""

    name: str
    words: str
    lines: tuple[Line, ...]


def subjects_of(charter: Charter) -> tuple[Subject, ...]:
    """Every setting by subject; one nobody has set yet says so."""
    lines = [
        line_of(charter.in_force[key]) if key in charter.in_force else _unset(key) for key in charter.settings
    ]
    grouped = groupby(lines, key=lambda line: line.key.split(".")[0])
    return tuple(Subject(name, subject_of(name), tuple(several)) for name, several in grouped)


def quorum_lines(charter: Charter) -> tuple[QuorumLine, ...]:
    """Every quorum in words."""
    return tuple(_quorum_line(quorum) for quorum in charter.all_quorums())


def set_aside_lines(charter: Charter) -> tuple[Line, ...]:
    """What would be valid that day, had the law not asked for more."""
    return tuple(line_of(rule) for rule in charter.set_aside)


def line_of(rule: Rule) -> Line:
    """One rule in words."""
    return Line(
        rule.key, title_of(rule.key), value_in_words(rule.setting, rule.value), source_of(rule), rule.layer,
        rule.confidence, note_of(rule), rule.set_by,
    )


def may_be_set(setting: Setting, charter: Charter) -> bool:
    """Whether a place has any choice about it."""
    law = charter.rule(setting.key)
    fixed = law is not None and law.layer.is_law and setting.stricter is Stricter.NONE
    return not fixed and not (setting.unit is Unit.TEXT and len(setting.choices) == 1)


def range_words(setting: Setting) -> str:
    """What may be written, in words; empty where the choices say it themselves."""
    if setting.unit is Unit.MONEY:
        words = [value_in_words(setting, edge) for edge in (setting.least, setting.most) if edge is not None]
        return _("从 {least} 到 {most}").format(least=words[0], most=words[1]) if len(words) == 2 else ""
    if setting.least is None or setting.most is None:
        return ""
    return _("从 {least} 到 {most}").format(least=setting.least, most=setting.most)


def choices_of(setting: Setting) -> list[tuple[str, str]]:
    """The setting's choices with their words."""
    return [(choice, choice_words(choice)) for choice in setting.choices]


def stored_words(setting: Setting, raw: object) -> str:
    """What a stored row says, in words."""
    value: Value = setting.read(raw)
    return value_in_words(setting, value)


def _unset(key: str) -> Line:
    nobody = _("没有规定")
    return Line(key, title_of(key), nobody, "", Layer.PRODUCT_DEFAULT, Confidence.OWN_KNOWLEDGE, is_set=False)


def _quorum_line(quorum: Quorum) -> QuorumLine:
    body = label(quorum.body)
    named = _("{body}（{variant}）").format(body=body, variant=choice_words(quorum.name)) if quorum.variant else body
    return QuorumLine(
        named, attendance_in_words(quorum), passing_in_words(quorum), source_of(quorum), quorum.layer,
        quorum.confidence,
    )
