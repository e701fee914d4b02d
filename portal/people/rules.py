"""Who may hold which post together with which, what a name and a password must be, and when a sitting has lapsed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from portal.foundation.access import Permission
from portal.foundation.refusal import Refused

from .kinds import COMMITTEE, GRANTS, SUPERVISORS, PostKind, PutForward, Standing

NAME = re.compile(r"[0-9a-z\u3400-\u9fff\U00020000-\U000323af]{2,40}\Z")
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2100, 12, 31)
SHORTEST, LONGEST = 8, 200
COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split())
"""Passwords everybody tries first."""


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account as the administrator typed it."""

    name: str
    shown_name: str


@dataclass(frozen=True, kw_only=True)
class NewPost:
    """A post as the administrator typed it."""

    kind: PostKind
    put_forward_by: PutForward
    begins: date
    ends: date | None = None
    full_time: bool | None = None
    public: bool = True
    duty_words: str = ""


@dataclass(frozen=True)
class Term:
    """A post held at a place path from one day to another, both included; no last day means until further notice."""

    kind: PostKind
    path: str
    begins: date
    ends: date | None = None

    def overlaps(self, other: Term) -> bool:
        """Whether any day lies in both."""
        latest_first = max(self.begins, other.begins)
        return all(term.ends is None or term.ends >= latest_first for term in (self, other))

    def standing(self, day: date) -> Standing:
        """Whether it is still to come, running or over that day."""
        if self.ends is not None and self.ends < day:
            return Standing.OVER
        return Standing.COMING if day < self.begins else Standing.RUNNING


@dataclass(frozen=True)
class Exclusion:
    """Two groups of posts nobody may hold together, and who says so."""

    some: frozenset[PostKind]
    others: frozenset[PostKind]
    source: str

    def between(self, one: PostKind, other: PostKind) -> bool:
        """Whether it keeps these two apart."""
        return (one in self.some and other in self.others) or (one in self.others and other in self.some)


ORGANIC_LAW_37 = "《中华人民共和国村民委员会组织法》（2025年修订）第三十七条"
EXCLUDES: tuple[Exclusion, ...] = (
    Exclusion(COMMITTEE, SUPERVISORS, ORGANIC_LAW_37),
    Exclusion(
        frozenset({PostKind.PARTY_SECRETARY, PostKind.ACCOUNTANT}), SUPERVISORS, f"参照{ORGANIC_LAW_37}的回避要求",
    ),
    Exclusion(
        frozenset({PostKind.SYSTEM_ADMIN}),
        frozenset(kind for kind, granted in GRANTS.items() if Permission.PUBLISH in granted),
        "GB/T 22239-2019 管理用户权限分离",
    ),
)


def check_can_hold(new: Term, held: Iterable[Term]) -> None:
    """Nobody holds the same post twice, nor two that exclude each other in one place or above and below it."""
    for term in held:
        if not new.overlaps(term):
            continue
        if new.kind is term.kind and new.path == term.path:
            raise Refused("people.already_holds", kind=new.kind)
        if not (new.path.startswith(term.path) or term.path.startswith(new.path)):
            continue
        for exclusion in EXCLUDES:
            if exclusion.between(new.kind, term.kind):
                raise Refused("people.excluded", new=new.kind, held=term.kind, source=exclusion.source)


def check_days(begins: date, ends: date | None) -> None:
    """A term ends on or after the day it begins, in years a village can mean."""
    if ends is not None and ends < begins:
        raise Refused("people.ends_before_it_begins")
    if not (FIRST_DAY <= begins <= LAST_DAY and (ends is None or ends <= LAST_DAY)):
        raise Refused("people.far_away_day")


def check_somebody_remains(path: str, others: Iterable[str]) -> None:
    """Somebody else must still run the portal for the place an administrator leaves; `others` are their paths."""
    if not any(path.startswith(other) for other in others):
        raise Refused("people.last_admin")


def plain(name: str) -> str:
    """A sign-in name as it is kept and compared: full-width letters and capitals make no difference."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def check_name(name: str) -> None:
    """A sign-in name is 2 to 40 letters, figures or Chinese characters, already `plain`."""
    if not NAME.match(name):
        raise Refused("people.bad_name")


def check_password(password: str, name: str) -> None:
    """Long enough, not what everybody tries first, and not the name; nothing else is asked (ASVS 6.2)."""
    if len(password) < SHORTEST:
        raise Refused("people.password_short", least=SHORTEST)
    if len(password) > LONGEST:
        raise Refused("people.password_long", most=LONGEST)
    low = password.casefold()
    if low in COMMON or len(set(low)) < 3:
        raise Refused("people.password_common")
    if name and low in (name.casefold(), name.casefold() * 2):
        raise Refused("people.password_is_name")


def has_lapsed(made_at: datetime, seen_at: datetime, now: datetime, idle: timedelta, longest: timedelta) -> bool:
    """Whether a sitting is over: unused too long, too old, or begun by a clock that has since been put back."""
    return now - seen_at > idle or now - made_at > longest or made_at - now > longest


DEVICES = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)


def device_family(user_agent: str) -> str:
    """What somebody recognises their own device by, and no more: "Windows · Edge"."""
    found = (
        next((word for sign, word in table if sign in user_agent), "") for table in (SYSTEMS, DEVICES)
    )
    return " · ".join(word for word in found if word)
