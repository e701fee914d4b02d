"""Who may take which place: age, skill, a guardian's word, and never a child for rescue work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

MOST_NAME, MOST_PHONE, MOST_HEADS = 40, 40, 20
ADULT, OLDEST = 18, 120
_PHONE = re.compile(r"[0-9+()（）\-－ 　转]{5,40}")


@dataclass(frozen=True)
class Person:
    """Somebody who is put down: `heads` counts the family with them; `age` only where it was asked for."""

    name: str
    group: str = ""
    phone: str = ""
    heads: int = 1
    minor: bool = False
    age: int | None = None
    guardian: str = ""
    guardian_agrees: bool = False
    can: bool = False
    show_name: bool = False

    @property
    def is_minor(self) -> bool:
        """Whether they are under age, by their own word or by their age."""
        return self.minor or (self.age is not None and self.age < ADULT)


@dataclass(frozen=True)
class Wanted:
    """Whom a place is meant for."""

    least_age: int = 0
    most_age: int = 0
    rescue: bool = False
    skill: str = ""


def check_person(who: Person, wanted: Wanted) -> None:
    """Whether somebody fits the place: age, skill, a guardian's word, and never a child for rescue work."""
    if not who.name or len(who.name) > MOST_NAME or find_personal(who.name) or not re.search(r"[^\W\d_]", who.name):
        raise Refused("activities.name", most=MOST_NAME)
    if who.phone and not _PHONE.fullmatch(who.phone):
        raise Refused("activities.phone")
    if not 1 <= who.heads <= MOST_HEADS:
        raise Refused("activities.heads", most=MOST_HEADS)
    if wanted.rescue:
        _check_rescue(who)
    _check_age(who, wanted)
    if who.is_minor and not (who.guardian and who.guardian_agrees):
        raise Refused("activities.guardian")
    if wanted.skill and not who.can:
        raise Refused("activities.skill", skill=wanted.skill)


def _check_rescue(who: Person) -> None:
    # Minors are banned from rescue work; a family is not put down for it together, each says so alone.
    if who.is_minor:
        raise Refused("activities.no_minors")
    if who.heads > 1:
        raise Refused("activities.alone")


def _check_age(who: Person, wanted: Wanted) -> None:
    asked = bool(wanted.most_age) or (who.is_minor and wanted.least_age > 0)
    if who.age is None:
        if asked or wanted.least_age > ADULT:
            raise Refused("activities.say_age")
        return
    if not 1 <= who.age <= OLDEST:
        raise Refused("activities.say_age")
    if who.age < wanted.least_age:
        raise Refused("activities.too_young", age=wanted.least_age)
    if wanted.most_age and who.age > wanted.most_age:
        raise Refused("activities.too_old", age=wanted.most_age)


def check_not_twice(already: bool, clashes: bool) -> None:
    """A family is put down once, and for one thing at a time."""
    if already:
        raise Refused("activities.already_in")
    if clashes:
        raise Refused("activities.clash")
