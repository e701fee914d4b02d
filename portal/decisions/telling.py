"""How a vote and a law are told in words that are frozen: always in the source language, whoever writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from portal.charter.quorums import Quorum
from portal.foundation import i18n
from portal.foundation.i18n import _
from portal.meetings.showing import Told, text_words
from portal.meetings.tallies import Sealed

from .matters import MatterLaw


@contextmanager
def in_source_language() -> Iterator[None]:
    """Write what is sealed in Chinese, whatever language the writer reads."""
    before = i18n.spoken()
    i18n.speak("zh")
    try:
        yield
    finally:
        i18n.speak(before)


def law_words(law: MatterLaw) -> str:
    """The text behind a matter, with its article."""
    return text_words(law.source, law.article)


def vote_words(told: Told, changed: str) -> str:
    """The whole arithmetic of a vote, a sentence on each line."""
    return "\n".join(line for line in (*told.attendance, told.votes, told.law, changed) if line)


def article_of(sealed: Sealed) -> str:
    """By which text a vote was judged."""
    return text_words(sealed.tally.source, sealed.tally.article)


def change_words(noticed: date | None, met: date, old: tuple[Quorum, ...], new: tuple[Quorum, ...]) -> str:
    """A sentence where the texts changed between the notice and the meeting; the day of the meeting counts."""
    if noticed is None or {_asks(one) for one in old} == {_asks(one) for one in new}:
        return ""
    before, now = (_("、").join(dict.fromkeys(text_words(one.source, one.article) for one in some))
                   for some in (old, new))
    return _("从通知（{noticed}）到开会（{met}），规定由{before}变成了{now}，按开会那天的算。").format(
        noticed=noticed.isoformat(), met=met.isoformat(), before=before, now=now,
    )


def _asks(one: Quorum) -> tuple[object, ...]:
    return (one.basis, one.share, one.pass_basis, one.pass_share, one.source, one.article)
