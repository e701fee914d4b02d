"""Amounts are exact, in figures and in capitals, and only real amounts are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.numerals import DIGITS, MOST_FEN, capitals, parse_yuan, yuan
from portal.foundation.refusal import Refused

AMOUNTS = st.integers(0, MOST_FEN)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"), (5, "伍分"), (50, "伍角整"), (55, "伍角伍分"), (100, "壹元整"), (1000, "壹拾元整"),
        (123450, "壹仟贰佰叁拾肆元伍角整"), (123405, "壹仟贰佰叁拾肆元零伍分"), (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"), (10700053, "壹拾万柒仟元伍角叁分"), (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"), (10**10, "壹亿元整"), (1000100_00, "壹佰万零壹佰元整"),
        (100000001_00, "壹亿零壹元整"), (10**14, "壹万亿元整"), (-123450, "负壹仟贰佰叁拾肆元伍角整"),
    ],
)
def test_capitals_are_written_as_on_a_voucher(fen: int, words: str) -> None:
    assert capitals(fen) == words


def read(words: str) -> int:
    """The capitals read back, by another road than they were written."""

    def whole(part: str) -> int:
        for word, base in (("亿", 10**8), ("万", 10**4)):
            if word in part:
                high, low = part.rsplit(word, 1) if word == "亿" else part.split(word, 1)
                return whole(high) * base + whole(low)
        total = digit = 0
        for sign in part:
            if sign in DIGITS:
                digit = DIGITS.index(sign)
            else:
                total += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign]
                digit = 0
        return total + digit

    yuan_part, _, rest = words.rpartition("元") if "元" in words else ("", "", words)
    fen = whole(yuan_part) * 100
    for word, worth in (("角", 10), ("分", 1)):
        if word in rest:
            fen += DIGITS.index(rest[rest.index(word) - 1]) * worth
    return fen


@given(AMOUNTS)
def test_capitals_read_back_are_the_amount(fen: int) -> None:
    assert read(capitals(fen)) == fen


@given(AMOUNTS)
def test_capitals_never_double_a_zero(fen: int) -> None:
    words = capitals(fen)
    assert "零零" not in words
    assert words == "零元整" or "零元" not in words


def test_figures_have_commas_and_two_decimals() -> None:
    assert yuan(123450) == "1,234.50"
    assert yuan(-5) == "-0.05"


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_figures_read_back_are_the_amount(fen: int) -> None:
    assert parse_yuan(yuan(fen), negative=True) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234.5", 123450), ("￥1,234.50", 123450), ("¥1234.50元", 123450), ("１２３４．５０", 123450),
        ("1，234", 123400),
        (" 0.05 ", 5), ("人民币12元整", 1200), ("0", 0), ("12圆", 1200), ("007", 700),
    ],
)
def test_amounts_as_people_type_them(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed",
    [
        "", "元", "1.234", "12,34", "1e3", "-5", "1万", "½", "abc", "1.2.3", "٣", "0x10", "9" * 18, "9" * 5000, "1..5",
        ".5", "NaN",
    ],
)
def test_what_is_no_amount_refuses_with_what_was_typed(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_yuan(typed)
    assert refused.value.key == "numbers.not_money"
    assert refused.value.facts == {"typed": typed.strip()[:20]}
