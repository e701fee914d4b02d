"""Search reads what strangers may read: titles, words, the plain summary, the lines of money; and nothing else."""

from __future__ import annotations

import pytest
from makers import Cast, Village, paper, published
from page import Page

from portal.disclosures import services
from portal.disclosures.records import DisclosureText
from portal.disclosures.rules import Reader
from portal.disclosures.statements import Line, Side, Statement

pytestmark = pytest.mark.usefixtures("connection")
MONEY = Statement(100, 0, (Line(Side.EXPENSE, "办公费", "买打印纸", 100),), opinion="理财小组认为属实")


@pytest.mark.parametrize("words", ["收支平衡", "打印纸", "办公费", "理财小组", "承包费", "2026年10月"])
def test_what_is_public_is_found_by_its_words(cast: Cast, village: Village, words: str) -> None:
    up = published(village, summary="这个月收支平衡。", statement=MONEY)
    assert f"/disclosures/{up.number}" in Page(cast.stranger.get(f"/search/?q={words}")).links


@pytest.mark.parametrize("reader", [Reader.BOARD, Reader.VILLAGERS, Reader.INTERNAL])
def test_what_is_for_fewer_readers_is_not_found_and_not_even_kept_for_searching(
    cast: Cast, village: Village, reader: Reader,
) -> None:
    up = published(village, summary="这个月收支平衡。", statement=MONEY, reader=reader)
    for browser in (cast.stranger, cast.secretary):
        assert f"/disclosures/{up.number}" not in Page(browser.get("/search/?q=平衡")).links
    assert not DisclosureText.select().exists()


def test_a_correction_for_fewer_readers_takes_the_words_out_of_the_search(cast: Cast, village: Village) -> None:
    up = published(village, summary="这个月收支平衡。")
    fewer = paper(summary="这个月收支平衡。", reader=Reader.BOARD)
    services.correct(village.viewers["secretary"], up.number, fewer, "改为只贴公开栏", 15, 15)
    assert not DisclosureText.select().exists()
    services.correct(village.viewers["secretary"], up.number, paper(summary="又公开了。"), "改为都能看", 15, 15)
    assert f"/disclosures/{up.number}" in Page(cast.stranger.get("/search/?q=又公开")).links
    assert f"/disclosures/{up.number}" not in Page(cast.stranger.get("/search/?q=收支平衡")).links
