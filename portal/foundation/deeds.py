"""The register nobody can rewrite: every change is one deed, one transaction, one chained line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from peewee import CharField, DateTimeField, IntegerField, PeeweeException, TextField

from . import clock, dated, once, ticks
from .access import Viewer
from .database import Record, connected, db, writing

GENESIS = "0" * 64


class Deed(Record):
    """One line of the register; sealed by triggers against update and delete."""

    number = IntegerField(primary_key=True)
    at = DateTimeField()
    who_id = IntegerField(null=True)
    who_name = CharField(80)
    who_post = CharField(120)
    verb = CharField(60)
    subject = CharField(80)
    place_id = IntegerField(null=True)
    facts = TextField()
    previous = CharField(64)
    hash = CharField(64)

    class Meta:
        table_name = "deed"
        indexes = ((("subject", "number"), False), (("place_id", "number"), False))


def canonical(value: object) -> str:
    """The one JSON text of a value: sorted keys, no spaces, Chinese kept as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def line_hash(line: Any) -> str:
    """SHA-256 over everything a line says, recomputed from its contents and never read back."""
    said = [
        line.number, line.at.isoformat(), line.who_id, line.who_name, line.who_post,
        line.verb, line.subject, line.place_id, line.facts, line.previous,
    ]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


class Doing:
    """A deed in the making: its moment, and what it will say about itself."""

    def __init__(self, at: datetime, place: int | None) -> None:
        self.at = at
        self.place = place
        self.subject: Record | str = ""
        self.said: dict[str, object] = {}

    def facts(self, **said: object) -> None:
        """Add ids and values that may be kept for ever; never personal data."""
        self.said.update(said)

    @property
    def subject_words(self) -> str:
        """The subject as the register writes it, such as "place:12"."""
        if isinstance(self.subject, str):
            return self.subject
        return f"{self.subject._meta.table_name}:{self.subject.id}"


_after: list[Callable[[int], None]] = []


def tell_after_each(tell: Callable[[int], None]) -> None:
    """Have `tell(number)` called once a deed is safely on disk; one listener, the page cache."""
    _after[:] = [tell]


@contextmanager
def deed(viewer: Viewer, verb: str, *, place: int | None = None) -> Iterator[Doing]:
    """Do one thing: open the transaction, fix the moment, and write the register's line last.

    A refusal inside leaves no trace. `place` is the id of the place the deed belongs to.
    """
    with writing():
        begin_clock()
        dated.check(verb)
        with once.only():
            done = Doing(clock.now(), place)
            yield done
            done.said.update(dated.said_of_the_clock())
            line = _write_line(viewer, verb, done)
        db.after_commit(lambda: _tell(line.number))


def begin_clock() -> None:
    """Let time go on from the newest moment in the records, once in the life of a process."""
    if not clock.has_begun():
        newest = Deed.select(Deed.at).order_by(Deed.number.desc()).limit(1).tuples().first()
        known = [moment for moment in (newest[0] if newest else None, ticks.newest_done()) if moment is not None]
        clock.begin_after(max(known, default=None))


def _write_line(viewer: Viewer, verb: str, done: Doing) -> Deed:
    last = Deed.select(Deed.number, Deed.hash).order_by(Deed.number.desc()).limit(1).tuples().first()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    line = Deed(
        number=number, at=done.at, who_id=viewer.account_id, who_name=viewer.name, who_post=viewer.post_words,
        verb=verb, subject=done.subject_words, place_id=done.place, facts=canonical(done.said), previous=previous,
    )
    line.hash = line_hash(line)
    line.save(force_insert=True)
    return line


def _tell(number: int) -> None:
    for tell in _after:
        tell(number)


def last_number() -> int:
    """The number of the newest deed, 0 when there is none."""
    row = Deed.select(Deed.number).order_by(Deed.number.desc()).limit(1).tuples().first()
    return int(row[0]) if row else 0


def newest_on_disk() -> int:
    """The same, asked from outside a request; 0 while the database cannot be read."""
    try:
        with connected():
            return last_number()
    except PeeweeException:
        return 0


def head() -> tuple[int, str]:
    """The newest deed's number and hash: what the yearly page on the wall shows."""
    row = Deed.select(Deed.number, Deed.hash).order_by(Deed.number.desc()).limit(1).tuples().first()
    return (int(row[0]), str(row[1])) if row else (0, GENESIS)


def deed_number(number: int) -> Deed | None:
    """The line with this number."""
    line: Deed | None = Deed.get_or_none(Deed.number == number)
    return line


def deeds_of(subject: str) -> list[Deed]:
    """Every deed about one record, oldest first."""
    return list(Deed.select().where(Deed.subject == subject).order_by(Deed.number))


def deeds_about(subjects: Iterable[str], verbs: Iterable[str]) -> list[Deed]:
    """The deeds of some verbs about some records, oldest first."""
    asked = Deed.subject.in_(list(subjects)), Deed.verb.in_(list(verbs))
    return list(Deed.select().where(*asked).order_by(Deed.number))


def deeds_before(number: int | None, count: int, places: list[int] | None = None) -> list[Deed]:
    """A page of the register, newest first: `count` lines with a number below `number`."""
    query = Deed.select().order_by(Deed.number.desc()).limit(count)
    if number is not None:
        query = query.where(Deed.number < number)
    if places is not None:
        query = query.where(Deed.place_id.in_(places))
    return list(query)
