"""Which rule is in force where and when, and whether a place may set its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.charter.kinds import Basis, Body, Confidence, Layer, Stricter, Unit
from portal.charter.quorums import Attendance, Quorum, quorums_in_force
from portal.charter.values import OutOfRange, Setting, Span, Value, WrongType
from portal.charter.wording import Later, source_of, title_of, value_in_words
from portal.charter.written import Layers, Rule, VillageRow
from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused
from portal.foundation.shares import Share

__all__ = [
    "Body", "Charter", "Layer", "Layers", "Quorum", "Rule", "VillageRow", "charter_from", "check_row_can_apply",
]

NOTICE_KEYS: Mapping[Body, str] = {
    Body.VILLAGERS_ASSEMBLY: "assembly.notice_days",
    Body.REPRESENTATIVES_ASSEMBLY: "representatives.notice_days",
    Body.MEMBER_ASSEMBLY: "collective.notice_days",
}
TWO_THIRDS_OF_WOMEN = Attendance(Share(2, 3, strict=False), Basis.WOMEN_REPRESENTATIVES)


@dataclass(frozen=True)
class Charter:
    """The rules of one place as they stood one day."""

    day: date
    province: str
    settings: Mapping[str, Setting]
    in_force: Mapping[str, Rule]
    set_aside: tuple[Rule, ...]
    """Valid that day, but below the law and so not used."""
    _quorums: tuple[Quorum, ...]

    def rule(self, key: str) -> Rule | None:
        """The rule in force with its source; None where nobody set one. KeyError for a key that does not exist."""
        if key not in self.settings:
            raise KeyError(key)
        return self.in_force.get(key)

    def value(self, key: str) -> Value | None:
        """The value in force, or None."""
        rule = self.rule(key)
        return None if rule is None else rule.value

    def number(self, key: str) -> int:
        """Days, a count, a percentage or money in 分. KeyError where nobody set one."""
        value = self._wanted(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(key)
        return value

    def number_or_none(self, key: str) -> int | None:
        """The number, or None where nobody set one, such as the sum that makes a matter a major one."""
        return None if self.rule(key) is None else self.number(key)

    def flag(self, key: str) -> bool:
        """Yes or no; no where nobody said anything."""
        value = self.value(key)
        if value is None and self.settings[key].unit is Unit.FLAG:
            return False
        if not isinstance(value, bool):
            raise TypeError(key)
        return value

    def text(self, key: str) -> str:
        """One of the setting's choices."""
        value = self._wanted(key)
        if not isinstance(value, str):
            raise TypeError(key)
        return value

    def list(self, key: str) -> tuple[str, ...]:
        """Several choices in their order, or days of the year as "03-20"."""
        value = self._wanted(key)
        if not isinstance(value, tuple):
            raise TypeError(key)
        return value

    def share(self, key: str) -> Share:
        """A share such as at least one fifth."""
        value = self._wanted(key)
        if not isinstance(value, Share):
            raise TypeError(key)
        return value

    def span(self, key: str) -> Span:
        """From a smallest to a largest count."""
        value = self._wanted(key)
        if not isinstance(value, Span):
            raise TypeError(key)
        return value

    def quorums(self, body: Body | str) -> tuple[Quorum, ...]:
        """Every way the body may validly meet and decide; empty where no text says anything about it."""
        wanted = Body(body)
        return tuple(self._as_chosen(quorum) for quorum in self._quorums if quorum.body is wanted)

    def notice_days(self, body: Body | str) -> int:
        """Full days between the notice and the meeting, 0 where nobody asks for any."""
        key = NOTICE_KEYS.get(Body(body))
        if key is not None:
            return self.number_or_none(key) or 0
        return max((quorum.notice_days or 0 for quorum in self.quorums(body)), default=0)

    def all(self) -> tuple[Rule, ...]:
        """Every rule in force, in the order of the settings."""
        return tuple(self.in_force[key] for key in self.settings if key in self.in_force)

    def all_quorums(self) -> tuple[Quorum, ...]:
        """Every quorum in force, in the order of the bodies."""
        return tuple(quorum for body in Body for quorum in self.quorums(body))

    def _wanted(self, key: str) -> Value:
        value = self.value(key)
        if value is None:
            raise KeyError(key)
        return value

    def _as_chosen(self, quorum: Quorum) -> Quorum:
        """The quorum with the shares and groups that settings may raise."""
        if quorum.body is Body.PARTY_MEMBERS_REVIEW:
            return replace(
                quorum, share=self.share("decision.member_quorum"), pass_share=self.share("decision.member_passing")
            )
        if quorum.body is Body.REPRESENTATIVES_ASSEMBLY and self.flag("representatives.women_present"):
            return quorum if quorum.also else replace(quorum, also=(TWO_THIRDS_OF_WOMEN,))
        return quorum


def charter_from(layers: Layers, province: str, village_rows: tuple[VillageRow, ...], day: date) -> Charter:
    """The charter of a place in `province` with its own and its ancestors' rows, on `day`."""
    spoken = [rule for rule in layers.rules if rule.province in ("", province)]
    spoken.sort(key=lambda rule: (rule.layer.rank, rule.valid_from or date.min))
    rows = sorted(village_rows, key=lambda row: (row.depth, row.id or 0))
    spoken += [rule for row in rows if (rule := _readable(row, layers.settings.get(row.key))) is not None]
    in_force: dict[str, Rule] = {}
    law: dict[str, Rule] = {}
    set_aside: list[Rule] = []
    for rule in spoken:
        if not rule.is_valid_on(day):
            continue
        if _falls_below(rule, law.get(rule.key)):
            set_aside.append(rule)
            continue
        in_force[rule.key] = rule
        if rule.layer.is_law:
            law[rule.key] = rule
    variants = in_force["quorum.local_variants"].value if "quorum.local_variants" in in_force else ()
    quorums = quorums_in_force(layers.quorums, province, variants if isinstance(variants, tuple) else (), day)
    return Charter(day, province, layers.settings, in_force, tuple(set_aside), quorums)


def check_row_can_apply(row: VillageRow, charter_without_village: Charter) -> Rule:
    """Raise Refused unless a place may set this; `charter_without_village` is that of the row's first day."""
    setting = charter_without_village.settings.get(row.key)
    if setting is None:
        raise Refused("charter.unknown_key", key=row.key)
    title = Later(lambda: title_of(row.key))
    try:
        rule = _own_rule(row, setting)
        setting.check_range(rule.value)
    except WrongType:
        raise Refused("charter.wrong_type", title=title, unit=setting.unit) from None
    except OutOfRange:
        if setting.choices:
            raise Refused("charter.not_a_choice" if row.raw else "charter.nothing_chosen", title=title) from None
        raise Refused("charter.out_of_range", title=title, least=setting.least, most=setting.most) from None
    if row.valid_until is not None and row.valid_until < row.valid_from:
        raise Refused("charter.ends_before_it_starts")
    law = charter_without_village.rule(row.key)
    if law is not None and _falls_below(rule, law if law.layer.is_law else None):
        key = "charter.fixed_by_law" if setting.stricter is Stricter.NONE else "charter.weaker_than_law"
        raise Refused(
            key, title=title, source=Later(lambda: source_of(law)),
            law=Later(lambda: value_in_words(setting, law.value)),
            own=Later(lambda: value_in_words(setting, rule.value)),
        )
    return rule


def _own_rule(row: VillageRow, setting: Setting) -> Rule:
    return Rule(
        setting, setting.read(row.raw), Layer.VILLAGE, row.source, Confidence.LOCAL, note=row.reason,
        valid_from=row.valid_from, valid_until=row.valid_until, row_id=row.id, set_by=row.place_name,
    )


def _readable(row: VillageRow, setting: Setting | None) -> Rule | None:
    """The rule of a stored row; None when this version of the product no longer knows such a setting or value."""
    if setting is None:
        return None
    try:
        return _own_rule(row, setting)
    except WrongType:
        return None


def _falls_below(rule: Rule, law: Rule | None) -> bool:
    """Whether a rule asks less than the law before it; a newer text of the same layer simply replaces the older."""
    if law is None or law.layer is rule.layer:
        return False
    if rule.setting.stricter is Stricter.NONE and rule.layer is Layer.PROVINCE:
        return False
    return rule.setting.is_weaker(rule.value, law.value)


def check_place_may_set(kind: str) -> None:
    """Counties, townships and villages have rules; a group or grid lives by its village's."""
    if kind not in ("county", "township", "village"):
        raise Refused("charter.not_this_kind")


def check_reason(reason: str, source: str = "") -> None:
    """Whoever sets or ends a rule says why, in words that anybody may read."""
    if not reason.strip():
        raise Refused("charter.reason_missing")
    found = [*find_personal(reason), *find_personal(source)]
    if found:
        raise Refused("charter.personal", found=found[0].shown)


def check_row_can_start(valid_from: date, today: date) -> None:
    """Days gone by keep the rules they had."""
    if valid_from < today:
        raise Refused("charter.starts_in_the_past")


def check_row_can_end(last_day: date, today: date, valid_until: date | None, already_ended: bool) -> None:
    """A row ends once, and never on a day gone by."""
    if already_ended or (valid_until is not None and valid_until < today):
        raise Refused("charter.already_ended")
    if last_day < today:
        raise Refused("charter.ends_in_the_past")
    if valid_until is not None and last_day > valid_until:
        raise Refused("charter.ends_too_late")
