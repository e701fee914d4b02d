"""What the doctor asks the database: its own soundness, the files it knows of, and what waits to be handed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from peewee import JOIN, fn

from portal.cases.records import Case
from portal.drafts.records import Draft
from portal.foundation.database import connected, db, is_postgres, tuples_of
from portal.foundation.deeds import Deed
from portal.foundation.uploads import Attachment
from portal.foundation.witness import COLUMNS
from portal.kiosk.records import Screen
from portal.mediation.records import MediationFile
from portal.people.records import Account, Post
from portal.places.records import Place
from portal.questions.records import Question

YES = True


@dataclass(frozen=True)
class Head:
    """The newest line of the register: its number, code and moment; the moment is None while there is no line."""

    number: int
    code: str
    at: datetime | None


def is_there() -> bool:
    """Whether there is a database at all; asking one that is not there would make an empty file."""
    if is_postgres():
        return True
    path = Path(str(db.obj.database))
    return path.exists() and path.stat().st_size > 0


def head() -> Head:
    """The newest line of the register; raises what the database raises when it cannot be read."""
    row = Deed.select(Deed.number, Deed.hash, Deed.at).order_by(Deed.number.desc()).limit(1).tuples().first()
    return Head(int(row[0]), str(row[1]), row[2]) if row else Head(0, "0" * 64, None)


def line_and_later(number: int) -> tuple[str, set[str]]:
    """The code of a line ("" when there is none) and the verbs of all lines after it."""
    row = Deed.select(Deed.hash).where(Deed.number == number).tuples().first()
    later = tuples_of(Deed.select(Deed.verb).where(Deed.number > number).distinct())
    return (str(row[0]) if row else "", {str(verb) for (verb,) in later})


def register_lines() -> Iterator[dict[str, Any]]:
    """Every line of the register as the independent reader wants it."""
    last = 0
    columns = [getattr(Deed, name) for name in COLUMNS]
    while rows := tuples_of(Deed.select(*columns).where(Deed.number > last).order_by(Deed.number).limit(2000)):
        yield from (dict(zip(COLUMNS, row, strict=True)) for row in rows)
        last = int(rows[-1][0])


def faults_of_the_file() -> list[str]:
    """What SQLite itself says about its file; nothing on PostgreSQL, which looks after its own."""
    if is_postgres():
        return []
    said = [str(row[0]) for row in db.execute_sql("PRAGMA quick_check(5)").fetchall()]
    broken = db.execute_sql("PRAGMA foreign_key_check").fetchall()
    return [line for line in said if line != "ok"] + [f"{row[0]} → {row[2]}" for row in broken[:5]]


def drop_tables() -> list[str]:
    """On PostgreSQL the data lies in no folder: drop every table of the portal; returns their names."""
    if not is_postgres():
        return []
    with connected():
        names = sorted(db.get_tables())
        for name in names:
            db.execute_sql(f'DROP TABLE "{name}" CASCADE')
    return names


def known_files(batch: int = 1000) -> Iterator[tuple[str, int]]:
    """The hash and size of every file the portal keeps."""
    last = 0
    while rows := tuples_of(
        Attachment.select(Attachment.id, Attachment.sha256, Attachment.size)
        .where(Attachment.id > last).order_by(Attachment.id).limit(batch)
    ):
        yield from ((str(sha256), int(size)) for _id, sha256, size in rows)
        last = rows[-1][0]


@dataclass(frozen=True)
class Holder:
    """One account to hand over: its sign-in name, whether it has a password yet, and its posts today."""

    name: str
    shown_name: str
    has_password: bool
    posts: tuple[tuple[str, str], ...]


def holders(day: date, most: int = 5000) -> list[Holder]:
    """Every open account with what it holds that day, as pairs of post kind and place name."""
    in_force = (Post.begins <= day) & (Post.ends.is_null() | (Post.ends >= day)) & Post.ended_at.is_null()
    query = (
        Account.select(Account.name, Account.shown_name, Account.password, Post.kind, Place.name)
        .join(Post, JOIN.LEFT_OUTER, on=(Post.account == Account.id) & in_force)
        .join(Place, JOIN.LEFT_OUTER, on=Post.place == Place.id)
        .where(Account.disabled_at.is_null()).order_by(Account.name, Post.id).limit(most)
    )
    found: dict[str, Holder] = {}
    for name, shown, password, kind, place in tuples_of(query):
        before = found.get(name, Holder(str(name), str(shown), bool(password), ()))
        held = ((str(kind), str(place)),) if kind else ()
        found[name] = Holder(before.name, before.shown_name, before.has_password, before.posts + held)
    return list(found.values())


@dataclass(frozen=True)
class Unfinished:
    """What the one who leaves has not finished, by count."""

    cases: int
    questions: int
    drafts: int
    sealed_files: int
    screens: int


def unfinished() -> Unfinished:
    """How much is open, counted in one question."""
    counts: list[Any] = [
        Case.select(fn.COUNT(Case.id)).where(Case.is_open == YES),
        Question.select(fn.COUNT(Question.id)).where(Question.answered_at.is_null(), Question.hidden_at.is_null()),
        Draft.select(fn.COUNT(Draft.id)).where(Draft.ended_at.is_null()),
        MediationFile.select(fn.COUNT(MediationFile.id)).where(MediationFile.ended_at.is_null()),
        Screen.select(fn.COUNT(Screen.id)).where(Screen.ended_at.is_null()),
    ]
    named = [query.alias(f"counted_{turn}") for turn, query in enumerate(counts)]
    row = tuples_of(Place.select(*named).limit(1))
    return Unfinished(*(int(count or 0) for count in row[0])) if row else Unfinished(0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Purged:
    """One line of the register that tells of something purged."""

    number: int
    at: datetime
    verb: str
    place_id: int | None
    facts: str


def purged_lines(verbs: list[str], places: list[int] | None, most: int = 5000) -> list[Purged]:
    """The newest lines of these verbs, in these places or everywhere."""
    query = Deed.select(Deed.number, Deed.at, Deed.verb, Deed.place_id, Deed.facts).where(Deed.verb.in_(verbs))
    if places is not None:
        query = query.where(Deed.place_id.in_(places))
    return [Purged(*row) for row in tuples_of(query.order_by(Deed.number.desc()).limit(most))]
