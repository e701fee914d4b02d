"""Words: Chinese source sentences, translated by gettext into the reader's language."""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import ModuleType

LOCALE = Path(__file__).parent.parent / "locale"
LANGUAGES = {"zh": "zh-Hans", "en": "en"}

_language: ContextVar[str] = ContextVar("language", default="zh")
_refusals: dict[str, str] = {}
_deeds: dict[str, str] = {}
_labels: dict[tuple[type[StrEnum], str], str] = {}


def N_(text: str) -> str:
    """Mark a sentence for the catalogue without translating it yet."""
    return text


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("portal", LOCALE, languages=[language], fallback=True)


def speak(language: str) -> None:
    """Choose the language of what follows in this request; anything unknown is Chinese."""
    _language.set(language if language in LANGUAGES else "zh")


def spoken() -> str:
    """The chosen language, "zh" or "en"."""
    return _language.get()


def _(text: str) -> str:
    """The sentence in the reader's language."""
    return _catalogue(_language.get()).gettext(text) if text else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The sentence for a count in the reader's language."""
    return _catalogue(_language.get()).ngettext(one, many, number)


def register_words(words: ModuleType) -> None:
    """Take in a room's REFUSALS, DEEDS and LABELS."""
    _refusals.update(getattr(words, "REFUSALS", {}))
    _deeds.update(getattr(words, "DEEDS", {}))
    labels: Iterable[tuple[StrEnum, str]] = getattr(words, "LABELS", ())
    for member, text in labels:
        _labels[type(member), str(member)] = text


def refusal_words() -> Mapping[str, str]:
    """Every refusal sentence by key."""
    return _refusals


def deed_words() -> Mapping[str, str]:
    """Every deed's sentence by verb."""
    return _deeds


def label(member: StrEnum) -> str:
    """The word for one of a closed set, in the reader's language."""
    return _(_labels[type(member), str(member)])


def deed_label(verb: str) -> str:
    """What a deed's verb is called, in the reader's language."""
    return _(_deeds.get(verb, verb))


def sentence(key: str, facts: Mapping[str, object]) -> str:
    """The refusal behind a key as one sentence in the reader's language."""
    return _(_refusals[key]).format(**{name: _plain(value) for name, value in facts.items()})


def _plain(value: object) -> object:
    return label(value) if isinstance(value, StrEnum) else value
