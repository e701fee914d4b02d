"""Thousands of publications at once, each exactly as `disclosures.services.publish` would have put it up."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from portal.disclosures import rules
from portal.disclosures.catalogue import item_words
from portal.disclosures.records import Disclosure, DisclosureText, Edition
from portal.disclosures.rules import Paper
from portal.disclosures.statements import stored
from portal.foundation import clock, pinyin
from portal.foundation.deeds import Deed, canonical, head, line_hash
from portal.foundation.markup import plain

from . import records

BATCH = 2000


@dataclass(frozen=True)
class Desk:
    """A place and whoever puts its notices up, as publications freeze them."""

    place: int
    mark: str
    words: str
    county: int | None
    township: int | None
    village: int | None
    account: int
    name: str
    post: str


class Line(NamedTuple):
    """One line of the register, its columns in their order."""

    number: int
    at: datetime
    who_id: int | None
    who_name: str
    who_post: str
    verb: str
    subject: str
    place_id: int | None
    facts: str
    previous: str
    hash: str = ""


@dataclass(frozen=True)
class Ready:
    """A paper with what several boards share: its table and money as stored, and the words search reads last."""

    paper: Paper
    rows: str
    statement: str
    words: str


def ready(paper: Paper) -> Ready:
    """Check a paper and prepare it for one board or many."""
    rules.check_paper(paper)
    table = " ".join(" ".join(row) for row in paper.rows)
    words = " ".join([item_words(paper.item), paper.summary, plain(paper.body), table, _money_words(paper)])
    return Ready(paper, json.dumps(paper.rows, ensure_ascii=False), stored(paper.statement), words)


class Posting:
    """Collects publications and writes them in batches; `flush` before anybody else writes, `resume` after."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._series: dict[str, int] = {}
        self._rows: dict[type[Disclosure | Edition | DisclosureText | Deed], list[records.Row]] = {
            Disclosure: [], Edition: [], DisclosureText: [], Deed: [],
        }
        self._next = {table: records.next_id(table) for table in (Disclosure, Edition, DisclosureText)}
        self._line, self._hash = head()

    def put_up(self, desk: Desk, notice: Ready, days: int | None, at: datetime, title: str) -> str:
        """One publication with its edition, its words and its line in the register; returns its number."""
        paper = notice.paper if title == notice.paper.title else _titled(notice.paper, title)
        stay = rules.stay_of(clock.village_day(at), days)
        number = self._number(desk.mark, stay.since.year)
        content = rules.content_hash(number, 1, desk.words, paper, stay)
        shown = stay.until is None or stay.until >= self._today
        disclosure, edition = self._id(Disclosure), self._id(Edition)
        self._rows[Disclosure].append((
            disclosure, number, desk.place, desk.county, desk.township, desk.village, str(paper.kind), paper.item,
            paper.period, title, 1, stay.since, stay.until, shown, None, at, str(paper.reader),
        ))
        self._rows[Edition].append((
            edition, disclosure, 1, title, paper.body, notice.rows, paper.item, paper.period, str(paper.kind),
            stay.since, stay.until, "", desk.words, desk.name, desk.post, at, content, rules.code_of(content),
            paper.summary, notice.statement, str(paper.reader),
        ))
        if shown:
            words = " ".join([number, title, *_sounds(title), notice.words]).lower()
            self._rows[DisclosureText].append((self._id(DisclosureText), disclosure, words))
        self._write_line(desk, at, disclosure, canonical({"number": number, "version": 1, "content": content}))
        if len(self._rows[Deed]) >= BATCH:
            self._write_rows()
        return number

    def _write_rows(self) -> None:
        for table, rows in self._rows.items():
            records.write(table, rows)
            rows.clear()

    def flush(self) -> None:
        """Write what has been collected, and how far the numbers have come."""
        self._write_rows()
        if self._series:
            records.note_numbers(self._series)

    def resume(self) -> None:
        """Go on behind what others have published and written in the register since the last flush."""
        self._line, self._hash = head()
        self._series = {}
        self._next = {table: records.next_id(table) for table in self._next}

    def end(self) -> None:
        """Write the rest."""
        self.flush()

    def _number(self, mark: str, year: int) -> str:
        series = f"{mark}-{year}"
        if series not in self._series:
            self._series[series] = records.last_number(series)
        self._series[series] = last = self._series[series] + 1
        return f"{series}-{last:04d}"

    def _id(self, table: type[Disclosure | Edition | DisclosureText]) -> int:
        given = self._next[table]
        self._next[table] = given + 1
        return given

    def _write_line(self, desk: Desk, at: datetime, disclosure: int, facts: str) -> None:
        self._line += 1
        line = Line(
            self._line, at, desk.account, desk.name, desk.post, "disclosure.published", f"disclosure:{disclosure}",
            desk.place, facts, self._hash,
        )
        self._hash = line_hash(line)
        self._rows[Deed].append((*line[:-1], self._hash))


def _money_words(paper: Paper) -> str:
    if paper.statement is None:
        return ""
    return " ".join([*(f"{line.category} {line.words}" for line in paper.statement.lines), paper.statement.opinion])


def _titled(paper: Paper, title: str) -> Paper:
    return replace(paper, title=title)


@lru_cache(maxsize=8192)
def _sounds(title: str) -> tuple[str, str]:
    return pinyin.initials(title), pinyin.reading(title)
