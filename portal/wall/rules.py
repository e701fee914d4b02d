"""What must hang on the paper board, how its days are counted, and what may be written about a posting."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from portal.disclosures.rules import DisclosureKind, Reader
from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

LEAST_REASON, MOST_REASON, MOST_NAME, MOST_BOARD = 4, 400, 40, 40
MOST_BOARDS = 60
MONEY_ITEMS = frozenset({"V05", "V17", "V18", "V19"})
"""Lines of the catalogue outside finance that say who got money."""


class What(StrEnum):
    """What an entry about a posting records."""

    UP = "up"
    DOWN = "down"
    PHOTO = "photo"
    CORRECTION = "correction"


class Standing(StrEnum):
    """Where a publication stands on the wall."""

    NOT_POSTED = "not_posted"
    TOO_SHORT = "too_short"
    OUTDATED = "outdated"
    SOME_BOARDS = "some_boards"
    HANGING = "hanging"
    LONG_ENOUGH = "long_enough"
    DONE = "done"


TO_POST = frozenset({Standing.NOT_POSTED, Standing.TOO_SHORT, Standing.OUTDATED, Standing.SOME_BOARDS})
"""The standings that ask somebody to print and post."""


@dataclass(frozen=True)
class Posting:
    """One posting as its newest entry tells it: one edition on one board; `is_void` when it never happened."""

    version: int
    board: str
    up_on: date
    hung_by: str
    hung_post: str = ""
    down_on: date | None = None
    taken_by: str = ""
    taken_post: str = ""
    photo: str = ""
    photo_kind: str = ""
    photo_name: str = ""
    photo_public: bool = False
    is_void: bool = False
    board_id: int = 0

    @property
    def is_up(self) -> bool:
        """Whether the sheet hangs now."""
        return self.down_on is None and not self.is_void


@dataclass(frozen=True)
class Needs:
    """What the place's rules ask: so many whole days, and whether every one of its boards needs the sheet."""

    least_days: int
    every_board: bool = False
    boards: tuple[int, ...] = ()


@dataclass(frozen=True)
class OnWall:
    """A publication on the wall: where it stands, its counted days, the days still missing, and boards without it."""

    standing: Standing
    days: int
    missing: int
    boards_without: int = 0

    @property
    def must_be_posted(self) -> bool:
        """Whether somebody has to print and post it."""
        return self.standing in TO_POST


def days_up(postings: Iterable[Posting], today: date) -> int:
    """Days a sheet hung, on any board; the day of posting is not counted (Civil Code art. 201), no day twice."""
    counted: set[date] = set()
    for posting in postings:
        if not posting.is_void:
            last = min(posting.down_on or today, today)
            counted.update(posting.up_on + timedelta(days=step) for step in range(1, (last - posting.up_on).days + 1))
    return len(counted)


def on_wall(postings: Collection[Posting], needs: Needs, newest: int, today: date) -> OnWall:
    """Where a publication whose newest edition is `newest` stands on the wall today.

    Taken down too early, it goes up again for the missing days; with `every_board` the worst board counts.
    """
    postings = [one for one in postings if not one.is_void]
    if not needs.every_board or len(needs.boards) < 2:
        return _on_board(postings, needs.least_days, newest, today)
    per_board = [
        _on_board([one for one in postings if one.board_id == board], needs.least_days, newest, today)
        for board in needs.boards
    ]
    without = sum(one.standing is Standing.NOT_POSTED for one in per_board)
    worst = min(per_board, key=lambda one: _ORDER.index(one.standing))
    if 0 < without < len(per_board):
        posted = [one for one in per_board if one.standing is not Standing.NOT_POSTED]
        return OnWall(Standing.SOME_BOARDS, min(one.days for one in posted), worst.missing, without)
    return replace(worst, days=min(one.days for one in per_board), boards_without=without)


_ORDER = tuple(Standing)


def _on_board(postings: list[Posting], least: int, newest: int, today: date) -> OnWall:
    days = days_up(postings, today)
    missing = max(0, least - days)
    if not postings:
        return OnWall(Standing.NOT_POSTED, 0, missing)
    hanging = [one for one in postings if one.is_up]
    if not hanging:
        return OnWall(Standing.TOO_SHORT if missing else Standing.DONE, days, missing)
    if all(one.version < newest for one in hanging):
        return OnWall(Standing.OUTDATED, days, missing)
    return OnWall(Standing.HANGING if missing else Standing.LONG_ENOUGH, days, missing)


def is_money(kind: DisclosureKind, item: str) -> bool:
    """Whether it is a money matter, which has to hang on paper too (涉及财务的事项张榜公布)."""
    return kind is DisclosureKind.FINANCE or item in MONEY_ITEMS


def goes_on_wall(reader: Reader) -> bool:
    """Whether a publication may hang where everybody passes by."""
    return reader is not Reader.INTERNAL


def check_can_post(
    posting: Posting, hanging: Collection[Posting], reader: Reader, first: date, last: date | None, today: date,
) -> None:
    """A sheet goes up once on a board, not before it was published on `first` nor after its `last` day."""
    if not goes_on_wall(reader):
        raise Refused("wall.internal")
    check_board_is_free(posting, hanging)
    check_days(posting, first, today)
    if last is not None and posting.up_on > last:
        raise Refused("wall.after_the_end")


def check_board_is_free(posting: Posting, others: Collection[Posting]) -> None:
    """One publication hangs on a board once at a time."""
    if posting.is_up and any(one.is_up and one.board_id == posting.board_id for one in others):
        raise Refused("wall.already_up", board=posting.board)


def check_days(posting: Posting, first: date, today: date) -> None:
    """Nobody posts or takes down in the future, nothing hangs before it was published or comes down before it hung."""
    if posting.up_on > today or (posting.down_on is not None and posting.down_on > today):
        raise Refused("wall.in_the_future")
    if posting.up_on < first:
        raise Refused("wall.before_publishing", year=first.year, month=first.month, day=first.day)
    if posting.down_on is not None and posting.down_on < posting.up_on:
        raise Refused("wall.down_before_up")


def check_names(*names: str, posts: tuple[str, ...] = ()) -> None:
    """Who put it up and took it down are said by name, perhaps with a post; a phone or an ID number is none."""
    if not all(names):
        raise Refused("wall.nobody")
    if any(find_personal(said) for said in (*names, *posts)):
        raise Refused("wall.number_in_name")


def check_is_up(posting: Posting) -> None:
    """Only what hangs can be taken down."""
    if posting.is_void:
        raise Refused("wall.void")
    if not posting.is_up:
        raise Refused("wall.already_down")


def check_seen(seen: int, turn: int) -> None:
    """Nobody writes over an entry they have not seen."""
    if seen != turn:
        raise Refused("wall.changed_meanwhile")


def check_reason(reason: str) -> None:
    """A correction says why."""
    if len(reason) < LEAST_REASON:
        raise Refused("wall.no_reason", least=LEAST_REASON)
    if find_personal(reason):
        raise Refused("wall.number_in_name")


def check_board(name: str, others: Collection[str]) -> None:
    """A board has a name of its own in its place."""
    if not name:
        raise Refused("wall.board_without_name")
    if name in others:
        raise Refused("wall.board_twice", board=name)
    if len(others) >= MOST_BOARDS:
        raise Refused("wall.too_many_boards", most=MOST_BOARDS)
