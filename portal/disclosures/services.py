"""What people do with publications: put up, correct, take down. Each is one deed."""

from __future__ import annotations

import json
from datetime import timedelta

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.announcing import announce
from portal.foundation.database import writing
from portal.foundation.deeds import Doing, deed
from portal.foundation.markup import plain
from portal.foundation.numbers import next_number
from portal.foundation.pinyin import initials, reading
from portal.foundation.refusal import Refused
from portal.foundation.ticks import due_every
from portal.foundation.uploads import path_of
from portal.places.records import Place, line_of, scope_of

from . import rules
from .catalogue import item_words
from .records import Disclosure, Edition, EditionFile, locked_disclosure, place_of
from .rules import Paper, Reader, Stay
from .shelf_records import forget_for_search, hide, over_since, read_for_search
from .statements import stored


def publish(viewer: Viewer, place: Place, paper: Paper, days: int | None, least: int) -> Disclosure:
    """Put a paper up for `days` whole days (None: standing), at least `least`; returns its face."""
    rules.check_paper(paper)
    rules.check_days(days, least)
    _check_files(paper)
    with deed(viewer.acting_as(Permission.PUBLISH, place.path), "disclosure.published", place=place.id) as done:
        stay = rules.stay_of(clock.village_day(done.at), days)
        line = line_of(place)
        disclosure = Disclosure.create(
            number=next_number(place.mark, stay.since.year), place=place, **scope_of(line),
            kind=paper.kind, item=paper.item, period=paper.period, title=paper.title, since=stay.since,
            until=stay.until, made_at=done.at, reader=paper.reader, shown=paper.reader is Reader.PUBLIC,
        )
        _seal(viewer, done, disclosure, paper, stay, words=_line_words(line), reason="")
        return disclosure


def correct(
    viewer: Viewer, number: str, paper: Paper, reason: str, days: int | None, least: int,
) -> Disclosure:
    """Supersede the newest edition with another and say why; the old one stays readable."""
    rules.check_paper(paper)
    rules.check_days(days, least)
    rules.check_reason(reason)
    _check_files(paper)
    place = place_of(number)
    with deed(viewer.acting_as(Permission.PUBLISH, place.path), "disclosure.corrected", place=place.id) as done:
        disclosure = locked_disclosure(number)
        rules.check_can_correct(disclosure.standing(clock.village_day(done.at)))
        stay = Stay(disclosure.since, rules.stay_of(clock.village_day(done.at), days).until)
        disclosure.version += 1
        disclosure.title, disclosure.kind = paper.title, paper.kind
        disclosure.item, disclosure.period = paper.item, paper.period
        disclosure.until, disclosure.reader = stay.until, paper.reader
        disclosure.shown = paper.reader is Reader.PUBLIC
        disclosure.save()
        _seal(viewer, done, disclosure, paper, stay, words=_line_words(line_of(place)), reason=reason)
        return disclosure


def take_down(viewer: Viewer, number: str, reason: str) -> Disclosure:
    """Take the public copy down before its time, with a reason; the archive keeps every edition."""
    rules.check_reason(reason)
    place = place_of(number)
    with deed(viewer.acting_as(Permission.PUBLISH, place.path), "disclosure.taken_down", place=place.id) as done:
        disclosure = locked_disclosure(number)
        rules.check_can_correct(disclosure.standing(clock.village_day(done.at)))
        disclosure.taken_down_at = done.at
        disclosure.save()
        hide([disclosure.id])
        done.subject = disclosure
        done.facts(number=number, version=disclosure.version, reason=reason)
        announce(viewer, "disclosures.taken_down", (disclosure, reason))
        return disclosure


def _seal(
    viewer: Viewer, done: Doing, disclosure: Disclosure, paper: Paper, stay: Stay, *, words: str, reason: str,
) -> Edition:
    content = rules.content_hash(disclosure.number, disclosure.version, words, paper, stay)
    acting = viewer.acting_as(Permission.PUBLISH, disclosure.place.path)
    edition = Edition.create(
        disclosure=disclosure, version=disclosure.version, title=paper.title, body=paper.body,
        rows=json.dumps(paper.rows, ensure_ascii=False), item=paper.item, period=paper.period, kind=paper.kind,
        since=stay.since, until=stay.until, reason=reason, place_words=words, by_name=acting.name,
        by_post=acting.post_words, made_at=done.at, content_hash=content, code=rules.code_of(content),
        summary=paper.summary, statement=stored(paper.statement), reader=paper.reader,
    )
    for position, file in enumerate(paper.files, 1):
        EditionFile.create(
            edition=edition, position=position, name=file.name, sha256=file.sha256, kind=file.kind, size=file.size,
        )
    _read_for_search(disclosure, paper)
    done.subject = disclosure
    done.facts(number=disclosure.number, version=disclosure.version, content=content)
    return edition


def _read_for_search(disclosure: Disclosure, paper: Paper) -> None:
    """Only what every stranger may read is found; a correction for fewer readers takes the words away again."""
    if paper.reader is not Reader.PUBLIC:
        forget_for_search(disclosure)
        return
    table = " ".join(" ".join(row) for row in paper.rows)
    words = " ".join([
        disclosure.number, paper.title, initials(paper.title), reading(paper.title), item_words(paper.item),
        paper.summary, plain(paper.body), table, _statement_words(paper),
    ])
    read_for_search(disclosure, words.lower())


def _statement_words(paper: Paper) -> str:
    if paper.statement is None:
        return ""
    said = [f"{line.category} {line.words}" for line in paper.statement.lines]
    return " ".join([*said, paper.statement.opinion])


def _line_words(line: list[Place]) -> str:
    return " ".join(place.name for place in line)


def _check_files(paper: Paper) -> None:
    for file in paper.files:
        if not path_of(file.sha256).exists():
            raise Refused("disclosures.file_gone", name=file.name)


@due_every(timedelta(hours=1), "expire")
def expire() -> None:
    """Take what is over out of lists and search for good; pages already left it out by its day."""
    while ids := over_since(clock.today(), 500):
        with writing():
            hide(ids)

