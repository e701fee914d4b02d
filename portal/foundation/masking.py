"""Masks for names and numbers, and the search for numbers that must not be published."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .number_runs import Group, places, read_runs

COMPOUND_SURNAMES = frozenset({
    "欧阳", "司马", "诸葛", "上官", "皇甫", "尉迟", "令狐", "长孙", "万俟", "澹台", "宇文", "慕容", "司徒", "司空",
    "夏侯", "东方", "公孙", "轩辕", "钟离", "闾丘", "赫连", "淳于", "申屠", "太叔", "端木", "南宫", "拓跋", "呼延",
})
# First two digits of an ID number: the provinces of GB/T 2260, and 83 for residents from Taiwan.
PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for number in range(first, last + 1)
)
LONGEST = 23  # digits: 0086 and a card of 19
VILLAGE_CODE = 12
_DOTS = re.compile(r"\s*[·•・‧∙．]\s*")
# A local number without its area code is only a phone right after such a word, or after another number behind it.
_PHONE_WORD = re.compile(
    r"(?:电话|座机|手机|热线|联系方式|致电|拨打|tel|phone)[:：.\s是为号（(]{0,4}"
    r"(?:[0-9\-－、,，/和或 ]{0,24}[-－、,，/和或 ])?$",
    re.IGNORECASE,
)
_CARD_WORD = re.compile(r"(?:卡号|账号|帐号|账户|帐户|银行|存折|一卡通|卡|户)[^0-9\n]{0,6}$")
_LANDLINE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}")


class NameStyle(StrEnum):
    """How a place writes a villager's name in public."""

    MIDDLE_STAR = "middle_star"
    SURNAME_MOU = "surname_mou"


class Kind(StrEnum):
    """What kind of number was found."""

    ID_NUMBER = "id_number"
    MOBILE = "mobile"
    LANDLINE = "landline"
    CARD = "card"


@dataclass(frozen=True)
class Finding:
    """A number that must not be published: where it stands, and its masked form; `certain` when a checksum agrees."""

    kind: Kind
    start: int
    end: int
    shown: str
    certain: bool = True


def mask_name(name: str, style: NameStyle = NameStyle.MIDDLE_STAR) -> str:
    """张*明, 张*, 欧阳*明, 阿***·**提; or 张某某 with NameStyle.SURNAME_MOU."""
    name = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cf", "Cc")).strip()
    dotted = _DOTS.sub("·", name)
    name = dotted if "·" in dotted else re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", name)
    if len(name) < 2:
        return "*" if name else ""
    surname = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    if style is NameStyle.SURNAME_MOU:
        return name[:surname] + "某某"
    last = name[-1] if len(name) > surname + 1 else ""
    hidden = name[surname : len(name) - len(last)]
    return name[:surname] + re.sub(r"[^·\s]", "*", hidden) + last


def mask_number(kind: Kind, digits: str) -> str:
    """The masked form of a number already reduced to its digits."""
    match kind:
        case Kind.MOBILE:
            return f"{digits[-11:][:3]}****{digits[-4:]}"
        case Kind.ID_NUMBER:
            return digits[:3] + "*" * (len(digits) - 5) + digits[-2:]
        case Kind.CARD:
            return "*" * (len(digits) - 4) + digits[-4:]
        case Kind.LANDLINE if digits.startswith("0"):
            return f"{digits[: 3 if digits[1] in '12' else 4]}-****{digits[-3:]}"
        case Kind.LANDLINE:
            return "****" + digits[-3:]


def id_checksum_agrees(number: str) -> bool:
    """Whether the 18th character follows from the first 17 (GB 11643)."""
    total = sum(int(digit) << (17 - at) for at, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17]


def luhn_agrees(digits: str) -> bool:
    """Whether the last digit of a card number follows from the others."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _could_be_born(yymmdd: str) -> bool:
    return "01" <= yymmdd[2:4] <= "12" and "01" <= yymmdd[4:] <= "31"


def _is_id(number: str) -> bool:
    if number[:2] not in PROVINCES:
        return False
    if len(number) == 18:
        return number[:17].isdigit() and number[6:8] in ("18", "19", "20") and _could_be_born(number[8:14])
    return len(number) == 15 and number.isdigit() and _could_be_born(number[6:12])


def _kind(number: str, joined: bool, before: str) -> tuple[Kind, bool] | None:
    """What the digits are. `joined` when they stood in several pieces, `before` is the text just in front."""
    if len(number) in (15, 18) and _is_id(number):
        certain = len(number) == 18 and id_checksum_agrees(number)
        return Kind.ID_NUMBER, certain
    if "X" in number:
        return None
    if _mobile(number):
        return Kind.MOBILE, True
    if 16 <= len(number) <= 19 and number[0] in "34569":
        if luhn_agrees(number):
            return Kind.CARD, True
        if not joined and _CARD_WORD.search(before):
            return Kind.CARD, False
    if 10 <= len(number) <= 12 and _LANDLINE.fullmatch(number):
        return Kind.LANDLINE, True
    if 7 <= len(number) <= 8 and number[0] in "2345678" and _PHONE_WORD.search(before):
        return Kind.LANDLINE, False
    return None


def _mobile(number: str) -> bool:
    if len(number) > 11:
        number = number.removeprefix("00").removeprefix("86").removeprefix("0")
    return len(number) == 11 and number[0] == "1" and number[1] in "3456789"


def _first_from(run: list[Group], at: int, text: str, allowed: frozenset[str]) -> tuple[Finding | None, int]:
    """The number that begins at a group of a run, and the group to go on with."""
    number = ""
    before = text[max(0, run[at].start - 40) : run[at].start]
    for last in range(at, len(run)):
        # Twelve digits in one piece are a village's code: they only join into a number whose checksum agrees.
        lonely = any(len(group.digits) == VILLAGE_CODE for group in run[at : last + 1])
        number += run[last].digits
        if len(number) > LONGEST:
            break
        found = _kind(number, last > at, before)
        if found and not (lonely and last > at and not (found[0] is Kind.ID_NUMBER and found[1])):
            kind, certain = found
            if kind in (Kind.MOBILE, Kind.LANDLINE) and _is_allowed(number, allowed):
                return None, last + 1
            return Finding(kind, run[at].start, run[last].end, mask_number(kind, number), certain), last + 1
    return None, at + 1


def _inside(group: Group, check_sign: str, text: str, allowed: frozenset[str]) -> Iterator[Finding]:
    """Numbers written one after the other without a gap: an ID followed by a mobile, two mobiles."""
    stands = [*places(group, text), group.end]
    digits = group.digits + check_sign
    at = last_end = 0
    while at < len(group.digits):
        number = digits[at : at + 18]
        if len(number) == 18 and _is_id(number) and id_checksum_agrees(number):
            kind = Kind.ID_NUMBER
        elif _mobile(number := digits[at : at + 11]) and (at == last_end or at + 11 == len(digits)):
            kind = Kind.MOBILE
        else:
            at += 1
            continue
        if number not in allowed:
            yield Finding(kind, stands[at], stands[at + len(number) - 1] + 1, mask_number(kind, number))
        at = last_end = at + len(number)


def _is_allowed(number: str, allowed: frozenset[str]) -> bool:
    return any(number == phone or (len(number) >= 7 and phone.endswith(number)) for phone in allowed)


def find_personal(text: str, allowed: frozenset[str] = frozenset()) -> list[Finding]:
    """Every ID, phone and card number in a text or a file name, in order; `allowed` are the office's own phones.

    Full-width digits, Chinese digits, invisible characters and digits split by spaces or dashes are seen through.
    Amounts, dates, public numbers such as DGL-2026-0012 and twelve-digit village codes are left alone.
    """
    phones = frozenset(re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", phone)) for phone in allowed)
    findings: list[Finding] = []
    for run in read_runs(text):
        if len(run) <= 2 and len(run[0].digits) > 19:
            findings += _inside(run[0], run[1].digits if run[1:] and run[1].digits == "X" else "", text, phones)
            run = run[1:]
        at = 0
        while at < len(run):
            found, at = _first_from(run, at, text, phones)
            if found:
                findings.append(found)
    return findings


def mask_text(text: str, allowed: frozenset[str] = frozenset()) -> str:
    """The text with every number that was found masked."""
    # What stays of one number may join what follows it, so look again until nothing is left.
    while findings := find_personal(text, allowed):
        for found in reversed(findings):
            text = text[: found.start] + found.shown + text[found.end :]
    return text
