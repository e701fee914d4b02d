"""Typed values of settings: read from data, checked against unit and range, compared by which is stricter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from portal.charter.kinds import Stricter, Unit
from portal.foundation.shares import Share


@dataclass(frozen=True)
class Span:
    """From a smallest to a largest count, both included."""

    least: int
    most: int


Value = int | bool | str | Share | Span | tuple[str, ...]

_SHARE = re.compile(r"(at least|more than) ([1-9]\d{0,2})/([1-9]\d{0,2})")
_DAY = re.compile(r"(\d\d)-(\d\d)")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class WrongType(ValueError):
    """A value is not of its setting's unit."""


class OutOfRange(ValueError):
    """A value is of the right unit, but outside what a setting allows."""


def share_of(words: str) -> Share:
    """A share from its words: "at least 2/3" includes the number, "more than 1/2" does not."""
    found = _SHARE.fullmatch(words)
    if found is None:
        raise WrongType(words)
    try:
        return Share(int(found[2]), int(found[3]), strict=found[1] == "more than")
    except ValueError:
        raise WrongType(words) from None


def share_words(share: Share) -> str:
    """The words `share_of` reads back."""
    return f"{'more than' if share.strict else 'at least'} {share.numerator}/{share.denominator}"


@dataclass(frozen=True)
class Setting:
    """What a key is: its unit, its range, its choices, and which direction is the stricter one."""

    key: str
    unit: Unit
    stricter: Stricter
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()

    def read(self, raw: object) -> Value:
        """The typed value of stored or written data; WrongType when it is something else."""
        if self.unit.is_number:
            return _whole(raw)
        if self.unit is Unit.FLAG:
            return _flag(raw)
        if self.unit is Unit.SPAN:
            return _span(raw)
        if self.unit is Unit.SHARE:
            return share_of(_text(raw))
        return _text(raw) if self.unit is Unit.TEXT else _several(raw, self.unit)

    def write(self, value: Value) -> object:
        """The plain form that `read` takes back: what is stored as JSON."""
        if isinstance(value, Share):
            return share_words(value)
        if isinstance(value, Span):
            return [value.least, value.most]
        return list(value) if isinstance(value, tuple) else value

    def check_range(self, value: Value) -> None:
        """Raise OutOfRange unless the value lies inside the range and the choices."""
        numbers = [value.least, value.most] if isinstance(value, Span) else [value] if self.unit.is_number else []
        for number in numbers:
            if self.least is not None and int(str(number)) < self.least:
                raise OutOfRange(number)
            if self.most is not None and int(str(number)) > self.most:
                raise OutOfRange(number)
        if isinstance(value, tuple) and len(value) < (self.least or 0):
            raise OutOfRange(value)
        chosen = value if isinstance(value, tuple) else (value,)
        if self.choices and not set(chosen) <= set(self.choices):
            raise OutOfRange(value)

    def is_weaker(self, value: Value, law: Value) -> bool:
        """Whether a value asks less than the law does; where no direction is stricter, any other value is weaker."""
        if value == law:
            return False
        if self.stricter is Stricter.NONE:
            return True
        if isinstance(value, tuple) and isinstance(law, tuple):
            return not (set(law) <= set(value) if self.stricter is Stricter.MORE else set(value) <= set(law))
        asked, floor = self._weight(value), self._weight(law)
        return asked < floor if self.stricter is Stricter.MORE else asked > floor

    def _weight(self, value: Value) -> tuple[Fraction, int]:
        if isinstance(value, Share):
            return Fraction(value.numerator, value.denominator), int(value.strict)
        if isinstance(value, str):
            return Fraction(self.choices.index(value)), 0
        if isinstance(value, int):
            return Fraction(value), 0
        raise WrongType(value)


def _whole(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise WrongType(raw)
    return raw


def _flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise WrongType(raw)
    return raw


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw:
        raise WrongType(raw)
    return raw


def _span(raw: object) -> Span:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise WrongType(raw)
    span = Span(_whole(raw[0]), _whole(raw[1]))
    if span.least > span.most:
        raise WrongType(raw)
    return span


def _several(raw: object, unit: Unit) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple):
        raise WrongType(raw)
    several = tuple(_text(one) for one in raw)
    if len(set(several)) != len(several):
        raise WrongType(raw)
    if unit is Unit.DAYS_LIST:
        if not several:
            raise WrongType(raw)
        return tuple(sorted(_year_day(one) for one in several))
    return several


def _year_day(text: str) -> str:
    """A day of the year as "03-20"; 02-29 is refused, since most years have none."""
    found = _DAY.fullmatch(text)
    if found is None or text == "02-29":
        raise WrongType(text)
    month, day = int(found[1]), int(found[2])
    if not 1 <= month <= 12 or not 1 <= day <= _LONGEST[month - 1]:
        raise WrongType(text)
    return text
