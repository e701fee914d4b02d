"""Numbers of people are found however they are written, and everything else is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.masking import (
    Kind,
    NameStyle,
    find_personal,
    id_checksum_agrees,
    luhn_agrees,
    mask_name,
    mask_text,
)

MOBILE = "13812345678"


def with_checksum(seventeen: str) -> str:
    return next(seventeen + sign for sign in "0123456789X" if id_checksum_agrees(seventeen + sign))


def with_luhn(digits: str) -> str:
    return next(digits + sign for sign in "0123456789" if luhn_agrees(digits + sign))


CERTAIN_ID = with_checksum("63280119800101123")
PEOPLE = (f"63280119800101{serial:03d}X" for serial in range(1000))
CERTAIN_X = next(filter(id_checksum_agrees, PEOPLE))
CERTAIN_CARD = with_luhn("622202123456789012")


def kinds(text: str) -> list[Kind]:
    return [found.kind for found in find_personal(text)]


def test_known_checksums() -> None:
    assert id_checksum_agrees("11010519491231002X")
    assert not id_checksum_agrees("110105194912310021")
    assert luhn_agrees("4111111111111111")
    assert not luhn_agrees("4111111111111112")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"), ("张小明", "张*明"), ("欧阳明", "欧阳*"), ("欧阳小明", "欧阳*明"), ("巴图孟和", "巴**和"),
        ("阿依古丽·买买提", "阿***·**提"), ("阿依古丽•买买提", "阿***·**提"), ("张", "*"), ("", ""), (" 张 三 ", "张*"),
        ("张\u200b小明", "张*明"), ("欧阳", "欧*"), ("John Smith", "J*** ****h"),
    ],
)
def test_a_name_keeps_its_first_and_last_sign(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张某某"), ("欧阳小明", "欧阳某某"), ("阿依古丽·买买提", "阿某某")],
)
def test_a_name_can_keep_only_its_surname(name: str, shown: str) -> None:
    assert mask_name(name, NameStyle.SURNAME_MOU) == shown


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"身份证{CERTAIN_ID}。", Kind.ID_NUMBER),
        (f"身份证{CERTAIN_X}。", Kind.ID_NUMBER),
        (f"身份证{CERTAIN_X.lower()}，", Kind.ID_NUMBER),
        (f"{CERTAIN_X[:17]} Ｘ", Kind.ID_NUMBER),
        (" ".join(CERTAIN_ID), Kind.ID_NUMBER),
        (f"{CERTAIN_ID[:6]} {CERTAIN_ID[6:14]} {CERTAIN_ID[14:]}", Kind.ID_NUMBER),
        (f"{CERTAIN_ID[:6]}-{CERTAIN_ID[6:14]}-{CERTAIN_ID[14:]}", Kind.ID_NUMBER),
        ("\u200b".join(CERTAIN_ID), Kind.ID_NUMBER),
        ("632801800101123", Kind.ID_NUMBER),
        ("张三_13812345678.jpg", Kind.MOBILE),
        ("tel13812345678", Kind.MOBILE),
        ("１３８１２３４５６７８", Kind.MOBILE),
        ("138 1234 5678", Kind.MOBILE),
        ("138-1234-5678", Kind.MOBILE),
        ("138—1234—5678", Kind.MOBILE),
        ("138.1234.5678", Kind.MOBILE),
        ("1 3 8 1 2 3 4 5 6 7 8", Kind.MOBILE),
        ("138\u200b1234\u20605678", Kind.MOBILE),
        ("138\u00ad1234\ufeff5678", Kind.MOBILE),
        ("1\ufe0f\u20e33\ufe0f\u20e38\ufe0f\u20e312345678", Kind.MOBILE),
        ("+86 138 1234 5678", Kind.MOBILE),
        ("8613812345678", Kind.MOBILE),
        ("008613812345678", Kind.MOBILE),
        ("一三八一二三四五六七八", Kind.MOBILE),
        ("第一，13812345678", Kind.MOBILE),
        ("2026-11-21 13812345678", Kind.MOBILE),
        (CERTAIN_CARD, Kind.CARD),
        (" ".join(CERTAIN_CARD[at : at + 4] for at in range(0, 19, 4)), Kind.CARD),
        ("4111111111111111", Kind.CARD),
        ("卡号：6222021234567890120", Kind.CARD),
        ("0979-8412345", Kind.LANDLINE),
        ("（0979）8412345", Kind.LANDLINE),
        ("(010) 8412 3456", Kind.LANDLINE),
        ("09798412345", Kind.LANDLINE),
        ("电话：8412345", Kind.LANDLINE),
    ],
)
def test_a_personal_number_is_found(text: str, kind: Kind) -> None:
    assert kinds(text) == [kind]


def test_an_id_number_whose_checksum_is_wrong_is_still_flagged() -> None:
    wrong = CERTAIN_ID[:17] + str((int(CERTAIN_ID[17].replace("X", "0")) + 1) % 10)
    (found,) = find_personal(wrong)
    assert found.kind is Kind.ID_NUMBER
    assert not found.certain
    assert find_personal(CERTAIN_ID)[0].certain


@pytest.mark.parametrize(
    "text",
    [
        "收入12,345.67元", "合计1234567.89元", "￥1 234 567.00", "2026年11月21日", "2026-11-21 08:30",
        "2026-11-21 10:20:30",
        "1978-12-18 100人", "2026-11-01 - 2026-11-21 100 人", "DGL-2026-0012", "DGL-2026-0912 20261121", "632801104201",
        "村代码632801100201 345户", "共640户2184人", "IMG_20261121_083015.jpg", "7KQM-4TXD-2PWN", "电话110、119、12345",
        "12.50 13.60 14.70", "面积1500亩 2000亩 300亩", "电话询价2500000元", "25000000", "9:00-11:30", "2025-2026",
        "第三季度：1500.00、2000.00", "网址 http://192.168.1.100:8080/", "128", "", "一二三四五",
        "二〇二六年十一月二十一日",
        "1234567890", "20261121083015",
    ],
)
def test_what_is_no_personal_number_is_left_alone(text: str) -> None:
    assert find_personal(text) == []
    assert mask_text(text) == text


def test_findings_say_where_and_never_show_the_number() -> None:
    text = f"张三，电话{MOBILE}，身份证{CERTAIN_ID}，卡{CERTAIN_CARD}"
    found = find_personal(text)
    assert [text[one.start : one.end] for one in found] == [MOBILE, CERTAIN_ID, CERTAIN_CARD]
    assert [one.shown for one in found] == [
        "138****5678", f"632*************{CERTAIN_ID[-2:]}", f"***************{CERTAIN_CARD[-4:]}",
    ]


def test_several_numbers_side_by_side_are_all_found() -> None:
    assert kinds("13812345678 13987654321") == [Kind.MOBILE, Kind.MOBILE]
    assert kinds(f"{CERTAIN_ID} 13812345678") == [Kind.ID_NUMBER, Kind.MOBILE]
    assert kinds(f"{CERTAIN_ID}{MOBILE}") == [Kind.ID_NUMBER, Kind.MOBILE]
    assert kinds(f"{MOBILE}{CERTAIN_ID}") == [Kind.MOBILE, Kind.ID_NUMBER]
    assert kinds("1381234567813987654321") == [Kind.MOBILE, Kind.MOBILE]
    assert kinds("电话：8412345、8412346") == [Kind.LANDLINE, Kind.LANDLINE]


def test_the_text_around_a_masked_number_stays() -> None:
    assert mask_text("请打 138-1234-5678 找老李") == "请打 138****5678 找老李"
    assert mask_text("座机0979-8412345。") == "座机0979-****345。"


def test_an_office_phone_that_is_allowed_stays() -> None:
    allowed = frozenset({"0979-8412345", "13900001111"})
    text = "办公电话 0979 8412345，电话：8412345，值班 139 0000 1111，个人 13812345678"
    assert mask_text(text, allowed) == text.replace("13812345678", "138****5678")


SEPARATORS = st.text(" -\u200b\u00a0－—", max_size=3)


@given(
    st.sampled_from([CERTAIN_ID, MOBILE, CERTAIN_CARD]), st.lists(SEPARATORS, min_size=18, max_size=18), st.booleans(),
)
def test_no_separators_hide_a_number(number: str, gaps: list[str], wide: bool) -> None:
    shown = "".join(chr(ord(sign) + 0xFEE0) for sign in number) if wide else number
    text = "前" + "".join(sign + gap for sign, gap in zip(shown, gaps, strict=False)) + shown[18:] + "后"
    assert len(find_personal(text)) == 1


@given(st.text(alphabet="0123456789Xx -.\u200b一三八￥元DGL*·\n", max_size=200))
def test_nothing_is_found_in_a_masked_text(text: str) -> None:
    masked = mask_text(text)
    assert find_personal(masked) == []
    assert mask_text(masked) == masked


@pytest.mark.parametrize(
    "piece",
    [
        "1", "1 ", "1\u200b", "1-", "一", "138 ", "12345678901 ", "电话", "1X ", "AB-2026-", "1   ", "2026-11-21 ",
        "6", "(", "·1", "\u200b", "13812345678", "8412345、", "电话：8412345、", "6328011980010112",
    ],
)
def test_hostile_text_of_a_hundred_kilobytes_comes_to_an_end(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert find_personal(mask_text(text)) == []
