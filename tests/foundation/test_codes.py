"""Codes survive being read aloud, typed badly and printed."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.codes import ALPHABET, check_code, fingerprint, new_code, spoken, tidy


def test_the_alphabet_has_no_look_alikes() -> None:
    assert not set("01OIL") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


def test_a_new_code_stands_in_groups() -> None:
    code = new_code(8, 4)
    assert [len(group) for group in code.split("-")] == [4, 4]
    assert set(code) <= set(ALPHABET) | {"-"}


def test_codes_do_not_repeat() -> None:
    assert len({new_code(16, 4) for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    "typed", ["7kqm 4txd", "７ＫＱＭ－４ＴＸＤ", " 7KQM—4TXD\n", "7kqm.4txd", "7\u200bKQM4TXD", "7KQM4TXD"],
)
def test_a_badly_typed_code_is_the_same_code(typed: str) -> None:
    assert tidy(typed) == "7KQM4TXD"
    assert fingerprint(typed, "secret") == fingerprint("7KQM-4TXD", b"secret")


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing(typed: str) -> None:
    assert tidy(tidy(typed)) == tidy(typed)


def test_a_fingerprint_needs_its_secret() -> None:
    mark = fingerprint("7KQM-4TXD", "one")
    assert len(mark) == 64
    assert mark != fingerprint("7KQM-4TXD", "two")
    assert mark != hashlib.sha256(b"7KQM4TXD").hexdigest()


def test_a_check_code_is_twelve_signs_in_three_groups() -> None:
    code = check_code(hashlib.sha256("三务公开".encode()).hexdigest())
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(tidy(code)) <= set(ALPHABET)
    assert code == check_code(hashlib.sha256("三务公开".encode()).hexdigest().upper())


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_other_contents_have_another_check_code(one: bytes, other: bytes) -> None:
    codes = {check_code(hashlib.sha256(contents).hexdigest()) for contents in (one, other)}
    assert len(codes) == (1 if one == other else 2)


def test_a_code_is_read_out_slowly() -> None:
    assert spoken("7kqm-4TXD-2PWN") == "七 K Q M，四 T X D，二 P W N"


def test_a_code_needs_characters() -> None:
    with pytest.raises(ValueError):
        new_code(0)
