"""The public board as strangers and staff open it."""

from makers import Cast, published
from page import Page


def test_a_stranger_reads_what_the_secretary_published(cast: Cast, connection: None) -> None:
    disclosure = published(cast.village)
    page = Page(cast.stranger.get(f"/disclosures/{disclosure.number}"))
    assert page.status == 200
    assert "2026年10月集体收支" in page.headings or "2026年10月集体收支" in page.text
    assert "900.00" in page.text
