"""A tally as it is sealed: plain values that read back the same for ever, and the hash over them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.charter.kinds import Basis
from portal.charter.values import share_of, share_words
from portal.foundation.deeds import canonical
from portal.foundation.shares import Share

from .counting import Count, Tally
from .kinds import Denominator, VerdictKind, VoteWay
from .musters import Muster


@dataclass(frozen=True)
class Sealed:
    """A tally with how it was taken, when, how many were on the roll, and of which text it was judged."""

    tally: Tally
    way: VoteWay
    at: datetime
    due: int
    title: str
    rounds: tuple[dict[str, Any], ...] = ()
    """What two tellers counted, every round of it."""


def sealed_text(sealed: Sealed) -> str:
    """The one JSON text of a sealed tally."""
    tally = sealed.tally
    return canonical({
        "verdict": tally.kind, "count": vars(tally.count), "muster": _muster(tally.muster),
        "also": [_muster(one) for one in tally.also], "others": [_muster(one) for one in tally.others],
        "denominator": tally.denominator, "of": tally.of, "passing": _share(tally.pass_share),
        "least_yes": tally.least_yes, "source": tally.source, "article": tally.article, "way": sealed.way,
        "at": sealed.at.isoformat(), "due": sealed.due, "title": sealed.title,
        "rounds": list(sealed.rounds),
    })


def sealed_from(text: str) -> Sealed:
    """The sealed tally behind its text."""
    said = json.loads(text)
    denominator = said["denominator"]
    tally = Tally(
        kind=VerdictKind(said["verdict"]), count=Count(**said["count"]), muster=_muster_from(said["muster"]),
        also=tuple(map(_muster_from, said["also"])), others=tuple(map(_muster_from, said["others"])),
        denominator=Denominator(denominator) if denominator else None, of=said["of"],
        pass_share=_share_from(said["passing"]), least_yes=said["least_yes"], source=said["source"],
        article=said["article"],
    )
    return Sealed(
        tally, VoteWay(said["way"]), datetime.fromisoformat(said["at"]), said["due"], said["title"],
        tuple(said["rounds"]),
    )


def result_hash(number: str, position: int, version: int, facts: str, names: str, reason: str) -> str:
    """SHA-256 over everything a sealed result says and where it belongs."""
    said = canonical([number, position, version, facts, names, reason])
    return hashlib.sha256(said.encode()).hexdigest()


def minutes_hash(number: str, version: int, words: str, reason: str) -> str:
    """SHA-256 over finished minutes."""
    return hashlib.sha256(canonical([number, version, words, reason]).encode()).hexdigest()


def roll_hash(rows: list[dict[str, Any]]) -> str:
    """SHA-256 over a frozen roll, so that a line added or taken away afterwards is found."""
    return hashlib.sha256(canonical(rows).encode()).hexdigest()


def _muster(one: Muster) -> dict[str, Any]:
    return {
        "basis": one.basis, "share": _share(one.share), "present": one.present, "of": one.of, "least": one.least,
        "met": one.met,
    }


def _muster_from(said: Mapping[str, Any]) -> Muster:
    return Muster(
        Basis(said["basis"]), _share_from(said["share"]), said["present"], said["of"], said["least"], said["met"],
    )


def _share(share: Share | None) -> str:
    return share_words(share) if share is not None else ""


def _share_from(words: str) -> Share | None:
    return share_of(words) if words else None
