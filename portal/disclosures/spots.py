"""Where a text or a table says something of a person that may not be read in public, and what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.foundation.markup import plain
from portal.foundation.masking import Kind, find_personal, mask_name, mask_number

from . import cues
from .masking import Masking, What

KINDS = {Kind.ID_NUMBER: What.ID, Kind.MOBILE: What.PHONE, Kind.LANDLINE: What.PHONE, Kind.CARD: What.CARD}
NAMES = (What.NAME, What.HOUSEHOLD)
"""Whoever lives there, and only the head of a household: a list of officers names the former and not the latter."""

LEFT_OUT = "—"
MOST_ROUNDS = 6
OF_AGE = 18
IN_A_TEXT: tuple[tuple[What, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (What.PARTY, cues.parties_in), (What.MINOR, cues.minors_in), (What.BIRTH, cues.births_in),
    (What.FAMILY, cues.relatives_in), (What.NAME, cues.names_in),
    (What.HOUSEHOLD, cues.names_in),
)
IN_RELIEF: tuple[tuple[What, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (What.HEALTH, cues.illnesses_in), (What.ADDRESS, cues.homes_in),
)
"""Only beside people who receive something: a notice about vaccination may name an illness."""


@dataclass(frozen=True)
class Spot:
    """A place in a text: what is there, a form of it that may be shown to a writer, and what would stand instead."""

    start: int
    end: int
    what: What
    shown: str
    instead: str


@dataclass(frozen=True)
class CellSpot:
    """A spot in a table: its row and column, from 0; a column of None is a number that runs over several cells."""

    row: int
    column: int | None
    spot: Spot


def spots(text: str, masking: Masking) -> list[Spot]:
    """Every spot of a line, in order, none over another."""
    found = [*_numbers(text, masking)]
    looked_for = IN_A_TEXT + (IN_RELIEF if What.NAME in masking.acts else ())
    for what, cue in looked_for:
        if what in masking.acts:
            found += [_spot(text, start, end, what, masking) for start, end in cue(text)]
    kept: list[Spot] = []
    for spot in found:
        if spot.instead != text[spot.start : spot.end] and all(
            spot.end <= one.start or one.end <= spot.start for one in kept
        ):
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot.start)


def _numbers(text: str, masking: Masking) -> Iterator[Spot]:
    for one in find_personal(text, masking.phones):
        what = KINDS[one.kind]
        if what in masking.acts:
            if what is What.CARD and masking.last_four:
                digits = re.sub(r"\D", "", one.shown)[-4:]
                yield Spot(one.start, one.end, what, one.shown, "*" * 4 + digits)
            else:
                yield Spot(one.start, one.end, what, one.shown, masking.instead(what) or one.shown)


def _spot(text: str, start: int, end: int, what: What, masking: Masking) -> Spot:
    said = text[start:end]
    is_name = what not in (What.BIRTH, What.HEALTH, What.ADDRESS)
    shown = mask_name(said, masking.style) if is_name else said[:1] + "*" * 3
    if what in NAMES:
        return Spot(start, end, what, shown, masking.instead(what) or shown)
    if what is What.ADDRESS and masking.keeps_group:
        return Spot(start, end, what, shown, cues.group_in(said) or masking.instead(what))
    return Spot(start, end, what, shown, masking.instead(what))


def hidden_spots(text: str, masking: Masking) -> list[Spot]:
    """What is seen in a line of markup as typed, or else only once its marks are gone (138**1234**5678)."""
    found = spots(text, masking)
    if found or not set(text) & set("*_~`[]()<&\\"):
        return found
    bare = plain(text)
    return [replace(spot, start=0, end=len(text)) for spot in spots(bare, masking)][:1]


def masked(text: str, masking: Masking) -> str:
    """A line with everything that was found written in its other form."""
    for _round in range(MOST_ROUNDS):
        found = spots(text, masking)
        if not found:
            break
        for spot in reversed(found):
            text = text[: spot.start] + spot.instead + text[spot.end :]
    return text


def masked_markup(text: str, masking: Masking) -> str:
    """The same for a line of markup, where a plain * would begin emphasis."""
    if not spots(text, masking) and hidden_spots(text, masking):
        text = plain(text)
    for _round in range(MOST_ROUNDS):
        found = spots(text, masking)
        if not found:
            break
        for spot in reversed(found):
            text = text[: spot.start] + spot.instead.replace("*", "\uff0a") + text[spot.end :]
    return text


def cell_spots(rows: Sequence[Sequence[str]], masking: Masking) -> list[CellSpot]:
    """Every spot of a table: by the words over its columns, and in each cell as in any text."""
    found: list[CellSpot] = []
    heads: list[str] = []
    for at, row in enumerate(rows):
        if _is_head(row, first=not heads and at < 3):
            heads = [cues.head_of(cell) for cell in row]
            continue
        heads = heads if len(row) > 1 else []
        found += _row_spots(at, row, heads, masking)
    return found


def _is_head(row: Sequence[str], *, first: bool) -> bool:
    known = [cues.head_of(cell) for cell in row]
    said = [head for head in known if head]
    if any(re.search(r"\d{4}", cell) for cell in row):
        return False
    return len(said) >= 2 or (first and len(said) == 1 and len([cell for cell in row if cell.strip()]) > 1)


def _row_spots(at: int, row: Sequence[str], heads: list[str], masking: Masking) -> list[CellSpot]:
    found: list[CellSpot] = []
    minor = _is_minor(row, heads, masking.today)
    for column, cell in enumerate(row):
        if not cell.strip():
            continue
        head = heads[column] if column < len(heads) else ""
        if minor and head in ("name", "household", "age", "school", "birth") and not _is_left_out(cell, masking):
            instead = masking.instead(What.MINOR) if head in NAMES else LEFT_OUT
            shown = mask_name(cell) if head in NAMES else "*" * 3
            here = [Spot(0, len(cell), What.MINOR, shown, instead)]
        else:
            here = _by_head(cell, head, masking) or spots(cell, masking)
        found += [CellSpot(at, column, spot) for spot in here]
    if not any(one.spot.what in KINDS.values() for one in found):
        across = list(_numbers(" ".join(row), masking))
        found += [CellSpot(at, None, spot) for spot in across]
    return found


def _is_left_out(cell: str, masking: Masking) -> bool:
    return cues.says_nothing(cell) or cell == masking.instead(What.MINOR)


def _is_minor(row: Sequence[str], heads: list[str], today: date) -> bool:
    for cell, head in zip(row, heads, strict=False):
        if head == "age" and re.fullmatch(r"\d{1,2}\s*周?岁?", cell.strip()):
            return int(re.sub(r"\D", "", cell)) < OF_AGE
        if head == "school" and cues.is_school_child(cell):
            return True
        year = re.search(r"(?:19|20)\d{2}", cell) if head == "birth" else None
        if year and today.year - int(year[0]) < OF_AGE:
            return True
    return False


def _by_head(cell: str, head: str, masking: Masking) -> list[Spot]:
    what = What(head) if head in set(What) else None
    if what is What.HOUSEHOLD and What.NAME in masking.acts:
        what = What.NAME
    if what is None or what not in masking.acts or cues.says_nothing(cell):
        return []
    whole = (0, len(cell), what)
    digits = re.sub(r"\D", "", cell)
    match what:
        case What.NAME | What.HOUSEHOLD:
            return [_spot(cell, start, end, what, masking) for start, end in cues.clear_names(cell)]
        case What.ID:
            return [Spot(*whole, mask_number(Kind.ID_NUMBER, digits), LEFT_OUT)] if len(digits) > 5 else []
        case What.CARD if len(digits) > 7:
            short = "*" * 4 + digits[-4:]
            return [Spot(*whole, short, short if masking.last_four else LEFT_OUT)]
        case What.PHONE if 7 <= len(digits) <= 8 and "*" not in cell and not any(
            re.sub(r"\D", "", phone).endswith(digits) for phone in masking.phones
        ):
            return [Spot(*whole, mask_number(Kind.LANDLINE, digits), mask_number(Kind.LANDLINE, digits))]
        case What.ADDRESS if not (masking.keeps_group and cues.is_only_a_place(cell)):
            group = cues.group_in(cell) if masking.keeps_group else ""
            return [Spot(*whole, cell[:1] + "*" * 3, group or LEFT_OUT)]
        case What.HEALTH | What.FAMILY | What.BIRTH:
            return [Spot(*whole, cell[:1] + "*" * 3, LEFT_OUT)]
    return []


def masked_rows(rows: Sequence[Sequence[str]], masking: Masking) -> tuple[tuple[str, ...], ...]:
    """A table with everything that was found written in its other form."""
    for _round in range(MOST_ROUNDS):
        made = [list(row) for row in rows]
        for one in reversed(cell_spots(rows, masking)):
            if one.column is not None:
                cell = made[one.row][one.column]
                made[one.row][one.column] = cell[: one.spot.start] + one.spot.instead + cell[one.spot.end :]
        done = tuple(tuple(row) for row in made)
        if done == tuple(tuple(row) for row in rows):
            break
        rows = done
    return tuple(tuple(row) for row in rows)


def alike(rows: Sequence[Sequence[str]]) -> list[str]:
    """Masked names that stand for several people of one table which does not say who lives in which group."""
    heads = next(([cues.head_of(cell) for cell in row] for row in rows[:3] if _is_head(row, first=True)), [])
    if "name" not in heads or "group" in heads or "address" in heads:
        return []
    at = heads.index("name")
    said = [row[at] for row in rows if len(row) > at and cues.is_covered(row[at])]
    return sorted({name for name in said if said.count(name) > 1})
