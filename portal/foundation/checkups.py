"""What the portal finds out about its own health: every room may add a check, and the doctor asks them all."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .i18n import N_, _

log = logging.getLogger("portal.checkups")


class Level(StrEnum):
    """How well something is: nothing to do, something to do in good time, something to do now."""

    WELL = "well"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Found:
    """One sentence of the doctor: what was looked at, how well it is, what was seen, and what to do about it.

    Neither sentence ever names a person or quotes what people wrote.
    """

    what: str
    level: Level
    words: str
    todo: str = ""


Look = Callable[[], list[Found]]


@dataclass(frozen=True)
class Checkup:
    """A named look at one thing; a `thorough` one reads everything and is only taken when somebody waits for it.

    One that is `of_the_machine` can be taken where there is no database yet.
    """

    name: str
    turn: int
    thorough: bool
    of_the_machine: bool
    look: Look


_checkups: dict[str, Checkup] = {}


def checkup(
    name: str, *, turn: int = 50, thorough: bool = False, of_the_machine: bool = False,
) -> Callable[[Look], Look]:
    """Add a check, in its turn from 0 to 99; the same name again replaces the earlier one.

    One that is not thorough asks the database at most once.
    """

    def keep(look: Look) -> Look:
        _checkups[name] = Checkup(name, turn, thorough, of_the_machine, look)
        return look

    return keep


def checkups() -> list[Checkup]:
    """Every check in its turn."""
    return sorted(_checkups.values(), key=lambda one: (one.turn, one.name))


def examined(*, thorough: bool, only_the_machine: bool = False) -> list[Found]:
    """What all checks found; one that breaks is itself a finding and stops no other."""
    asked = [one for one in checkups() if thorough or not one.thorough]
    return [found for one in asked if one.of_the_machine or not only_the_machine for found in _looked(one)]


def _looked(one: Checkup) -> list[Found]:
    try:
        return one.look()
    except Exception as error:
        log.exception("checkup %s failed", one.name)
        return [Found(one.name, Level.BAD, _(BROKEN).format(kind=type(error).__name__), _(CALL))]


BROKEN = N_("这一项没有查成（{kind}）。")
CALL = N_("请把日志文件夹 logs 里的 portal.log 交给会修的人看；日志里没有人的信息。")
