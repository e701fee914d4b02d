"""The register against everybody who would rewrite it: altered copies are found, whole ones raise no alarm."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from makers import Village, published

from portal import Portal
from portal.doctor.records import register_lines
from portal.foundation import codes, witness
from portal.foundation.database import connected
from portal.foundation.slips import give_slip

Lines = list[dict[str, Any]]
OTHER = {
    "at": "2020-01-01 00:00:00", "who_id": 77, "who_name": "别某某", "who_post": "别的职务", "verb": "x.y",
    "subject": "draft:9", "place_id": 99, "facts": '{"a":1}',
}


@pytest.fixture
def lines(app: Portal, village: Village) -> Lines:
    """A register of some sixty lines."""
    with connected():
        for _ in range(20):
            published(village)
        return list(register_lines())


def chained(lines: Lines) -> Lines:
    """The same lines with every hash made to fit again, as somebody with the program could."""
    previous, made = witness.GENESIS, []
    for line in lines:
        line = line | {"previous": previous}
        previous = witness.code_of(line)
        made.append(line | {"hash": previous})
    return made


def change(lines: Lines, chance: random.Random) -> Lines:
    at, name = chance.randrange(len(lines)), chance.choice(sorted(OTHER))
    return [*lines[:at], lines[at] | {name: OTHER[name]}, *lines[at + 1:]]


def delete(lines: Lines, chance: random.Random) -> Lines:
    at = chance.choice([0, len(lines) // 2, chance.randrange(len(lines) - 1)])
    return [*lines[:at], *lines[at + 1:]]


def swap(lines: Lines, chance: random.Random) -> Lines:
    at = chance.randrange(len(lines) - 1)
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2:]]


def insert(lines: Lines, chance: random.Random) -> Lines:
    at = chance.randrange(len(lines))
    return [*lines[:at], lines[at] | {"facts": '{"slipped":"in"}'}, *lines[at:]]


def cut_tail(lines: Lines, chance: random.Random) -> Lines:
    return lines[: -chance.randint(1, len(lines) - 1)]


def renumber(lines: Lines, chance: random.Random) -> Lines:
    shorter = delete(lines, chance)
    return [line | {"number": number} for number, line in enumerate(shorter, 1)]


def rechained(lines: Lines, chance: random.Random) -> Lines:
    return chained(renumber(change(lines, chance), chance))


def test_20_five_hundred_altered_copies_and_none_passes(lines: Lines) -> None:
    chance = random.Random(20)
    printed = [witness.code_of(lines[-1])]
    ways: list[Callable[[Lines, random.Random], Lines]] = [
        change, delete, swap, insert, cut_tail, renumber, rechained,
    ]
    missed = []
    for turn in range(500):
        way = ways[turn % len(ways)]
        altered = way(lines, chance)
        if not witness.read(altered, printed).faults:
            missed.append((turn, way.__name__))
    assert missed == []


def test_21_twenty_untouched_copies_and_no_alarm(lines: Lines) -> None:
    for count in range(len(lines) - 19, len(lines) + 1):
        copy = json.loads(json.dumps(lines[:count], default=str))
        told = witness.read(copy, [witness.code_of(lines[count - 1]), witness.code_of(lines[count // 2])])
        assert told.faults == [] and told.lines == count


def test_22_an_older_whole_copy_is_found_against_a_printed_head(lines: Lines) -> None:
    printed = witness.code_of(lines[-1])
    for count in range(1, len(lines)):
        assert witness.read(lines[:count]).faults == []
        assert witness.read(lines[:count], [printed]).faults != []


def test_23_a_chain_made_anew_is_caught_by_every_head_printed_after_the_change(lines: Lines) -> None:
    heads = [witness.code_of(line) for line in lines]
    for at in (0, 7, len(lines) // 2, len(lines) - 1):
        forged = chained([*lines[:at], lines[at] | {"facts": '{"sum":1}'}, *lines[at + 1:]])
        assert witness.read(forged).faults == [], "it holds by itself: that is what the paper is for"
        for printed in heads[:at]:
            assert witness.read(forged, [printed]).faults == []
        for printed in heads[at:]:
            assert witness.read(forged, [printed]).faults != []


def test_24_a_hundred_forged_codes_prove_nothing(lines: Lines) -> None:
    chance = random.Random(24)
    real = witness.code_of(lines[-1])
    forged: list[str] = []
    for _ in range(40):
        at = chance.randrange(16)
        another = chance.choice([sign for sign in "0123456789abcdef" if sign != real[at]])
        forged.append(real[:at] + another + real[at + 1:])
    forged += [f"{chance.getrandbits(256):064x}" for _ in range(30)]
    forged += [real[:length] for length in range(16)]
    forged += ["", " " * 20, "-" * 20, "*" * 20, "%" * 16, "_" * 16, "0" * 64, "f" * 64, real[::-1], real[1:]]
    forged += [witness.code_of(lines[3] | {"facts": f'{{"a":{number}}}'}) for number in range(10)]
    assert len(forged) >= 100
    accepted = [code for code in forged if not witness.read(lines, [code]).faults]
    assert accepted == []
    for line in lines:
        assert witness.read([*lines[:5], line | {"hash": real}, *lines[6:]], [real]).faults or line is lines[5]


def test_24_a_stored_hash_that_was_flipped_is_not_believed(lines: Lines) -> None:
    for at in (0, len(lines) // 2, len(lines) - 1):
        flipped = lines[at]["hash"][:-1] + ("0" if lines[at]["hash"][-1] != "0" else "1")
        assert witness.read([*lines[:at], lines[at] | {"hash": flipped}, *lines[at + 1:]]).faults


def test_30_a_hundred_thousand_codes_are_all_different_and_long_enough(app: Portal) -> None:
    made = {codes.new_code(20) for _ in range(100_000)}
    assert len(made) == 100_000
    with app.app_context(), connected():
        from portal.foundation.clock import now

        slip = give_slip("test", "draft:1", now())
    signs = len(set(codes.ALPHABET)) ** len(slip.replace("-", ""))
    assert signs > 10 ** 11, "with at most 300 wrong tries an hour in all, guessing one takes thousands of years"
