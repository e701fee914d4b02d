"""Amounts of money in 分: written with commas, written in capitals for vouchers, and read from what people type."""

from __future__ import annotations

import re
import unicodedata

from .refusal import Refused

DIGITS = "零壹贰叁肆伍陆柒捌玖"
MOST_FEN = 10**15 - 1
_AMOUNT = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,18})(?:\.([0-9]{1,2}))?")


def yuan(fen: int) -> str:
    """123450 as 1,234.50."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def _whole(number: int) -> str:
    """A positive whole number in capitals: 10_500 as 壹万零伍佰."""
    for base, word in ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾")):
        if number >= base:
            high, low = divmod(number, base)
            gap = "零" if 0 < low < base // 10 else ""
            return _whole(high) + word + gap + (_whole(low) if low else "")
    return DIGITS[number]


def capitals(fen: int) -> str:
    """123450 as 壹仟贰佰叁拾肆元伍角整, the way 《支付结算办法》 annex 1 asks."""
    whole, rest = divmod(abs(fen), 100)
    if not whole and not rest:
        return "零元整"
    jiao, last = divmod(rest, 10)
    words = "负" if fen < 0 else ""
    words += f"{_whole(whole)}元" if whole else ""
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif last and whole:
        words += "零"
    return words + (f"{DIGITS[last]}分" if last else "整")


def parse_yuan(text: str, *, negative: bool = False) -> int:
    """What somebody typed, such as ￥1，234.5元, in 分; only `negative` fields take a minus."""
    typed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    typed = typed.removeprefix("人民币").removeprefix("¥").removesuffix("整").removesuffix("元").removesuffix("圆")
    match = _AMOUNT.fullmatch(typed)
    if match is None or (match[1] and not negative):
        raise Refused("numbers.not_money", typed=text.strip()[:20])
    fen = int(match[2].replace(",", "")) * 100 + int((match[3] or "").ljust(2, "0"))
    if fen > MOST_FEN:
        raise Refused("numbers.not_money", typed=text.strip()[:20])
    return -fen if match[1] else fen


SPOKEN_DIGITS = "零一二三四五六七八九"


def _spoken(number: int) -> str:
    """A positive whole number as people say it: 10_500 as 一万零五百."""
    for base, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= base:
            high, low = divmod(number, base)
            gap = "零" if 0 < low < base // 10 else ""
            return _spoken(high) + word + gap + (_spoken(low) if low else "")
    return SPOKEN_DIGITS[number]


def spoken_yuan(fen: int) -> str:
    """123450 as 一千二百三十四元五角: an amount for the loudspeaker, without the 整 of vouchers."""
    whole, rest = divmod(abs(fen), 100)
    jiao, last = divmod(rest, 10)
    words = "负" if fen < 0 else ""
    if whole or not rest:
        said = _spoken(whole)
        words += (said[1:] if said.startswith("一十") else said) + "元"
    words += f"{SPOKEN_DIGITS[jiao]}角" if jiao else "零" if last and whole else ""
    return words + (f"{SPOKEN_DIGITS[last]}分" if last else "")
