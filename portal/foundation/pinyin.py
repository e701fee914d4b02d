"""Pinyin for search and for marks: initials, full readings, and surnames read the way surnames are."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache

# As surnames these are read differently from the everyday word.
SURNAMES = {
    "仇": "qiu", "单": "shan", "解": "xie", "查": "zha", "曾": "zeng", "区": "ou", "任": "ren", "盖": "ge",
    "朴": "piao", "缪": "miao", "覃": "qin", "冼": "xian", "繁": "po", "乐": "yue", "员": "yun", "折": "she",
    "种": "chong", "翟": "zhai", "葛": "ge", "晁": "chao", "宓": "mi", "洗": "xian", "过": "guo", "召": "shao",
    "佴": "nai", "乜": "nie", "逄": "pang", "隗": "wei", "黑": "he", "盛": "sheng", "华": "hua", "燕": "yan",
    "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "令狐": "ling hu", "澹台": "tan tai", "皇甫": "huang fu",
}
# Signs that names of places borrow for their sound.
PLACE_SIGNS = {"勒": "le", "嘎": "ga", "堡": "bao"}
ENDINGS = (
    "族自治县", "族自治旗", "自治县", "自治旗", "民族乡", "族乡", "村民小组", "行政村", "嘎查", "苏木", "网格", "小组",
    "村", "乡", "镇", "县", "旗", "组",
)


@cache
def _reader() -> Callable[[str], list[str]]:
    # Single-character readings take 12 MB instead of 57 and are what initials need.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import lazy_pinyin

    def read(text: str) -> list[str]:
        # What has no reading (letters, digits, very rare characters) stays, sign by sign; punctuation goes.
        return [PLACE_SIGNS.get(sign) or lazy_pinyin(sign)[0] for sign in re.findall(r"[^\W_]", text)]

    return read


def _words(text: str) -> list[str]:
    return [word.lower() for word in _reader()(text)]


def _name_words(name: str) -> list[str]:
    for length in (2, 1):
        if surname := SURNAMES.get(name[:length]):
            return surname.split() + _words(name[length:])
    return _words(name)


def initials(text: str) -> str:
    """大格勒乡 as dglx; digits and letters stay."""
    return "".join(word[0] for word in _words(text))


def reading(text: str) -> str:
    """大格勒乡 as dagelexiang."""
    return "".join(_words(text))


def name_reading(name: str) -> str:
    """A person's name in full, the surname read as a surname: 单小明 as shanxiaoming."""
    return "".join(_name_words(name.strip()))


def name_initials(name: str) -> str:
    """A person's initials, the surname read as a surname: 仇小明 as qxm."""
    return "".join(word[0] for word in _name_words(name.strip()))


def mark(name: str) -> str:
    """Two to four capitals for a place, without its ending: 大格勒乡 as DGL. A very short name keeps its ending."""
    name = name.strip()
    ending = next((ending for ending in ENDINGS if name.endswith(ending)), "")
    letters = _ascii(initials(name.removesuffix(ending)))
    if len(letters) < 2:
        letters = _ascii(initials(name))
    return letters[:4].upper().ljust(2, "X")


def _ascii(letters: str) -> str:
    return re.sub(r"[^a-z0-9]", "", letters)
