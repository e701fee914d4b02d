"""Pinyin finds people and places, and surnames are read as surnames."""

import pytest

from portal.foundation.pinyin import initials, mark, name_initials, name_reading, reading


def test_words_are_read() -> None:
    assert initials("大格勒乡") == "dglx"
    assert reading("大格勒乡") == "dagelexiang"


def test_letters_and_digits_stay_and_punctuation_goes() -> None:
    assert initials("2026年、ABC村") == "2026nabcc"
    assert reading("A组·1号") == "azu1hao"
    assert reading("") == ""


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("仇小明", "qiuxiaoming"), ("单明", "shanming"), ("解放", "xiefang"), ("查明", "zhaming"), ("曾国", "zengguo"),
        ("区明", "ouming"), ("任明", "renming"), ("盖明", "geming"), ("朴明", "piaoming"), ("尉迟明", "yuchiming"),
        ("万俟明", "moqiming"), ("长孙明", "zhangsunming"), ("令狐明", "linghuming"), ("张三", "zhangsan"),
    ],
)
def test_a_surname_is_read_as_a_surname(name: str, read: str) -> None:
    assert name_reading(name) == read


def test_only_the_first_sign_is_a_surname() -> None:
    assert name_initials("仇小明") == "qxm"
    assert name_initials("万俟明") == "mqm"
    assert name_reading("王仇") != "wangqiu"


@pytest.mark.parametrize(
    ("place", "letters"),
    [
        ("大格勒乡", "DGL"), ("金平县", "JP"), ("陈井镇", "CJ"), ("鄂温克族自治旗", "EWK"), ("巴彦嘎查", "BY"),
        ("巴彦托海苏木", "BYTH"), ("第三网格", "DS"), ("李村", "LC"), ("1组", "1Z"), ("新庄子村上游", "XZZC"),
        ("村", "CX"), ("", "XX"),
    ],
)
def test_a_places_mark_leaves_out_its_ending(place: str, letters: str) -> None:
    assert mark(place) == letters


def test_a_very_rare_sign_does_not_reach_a_mark() -> None:
    assert mark("\U0003134a甲乙村") == "JY"
