"""Two installations in two data folders, through their pages: there and back, again, and with one byte changed."""

from __future__ import annotations

from exchange.errand import the_ending, the_whole_way
from exchange.offices import Office, cases, filed_paper
from makers import Village

from portal.cases.line_records import Photo, Step
from portal.foundation.deeds import last_number
from portal.foundation.verifying import verify


def test_there_and_back_again(village_office: Office, township_office: Office, village: Village) -> None:
    filed = village_office.inside(lambda: filed_paper(village))
    found = the_whole_way(village_office, township_office, filed)
    the_ending(village_office, township_office, found)

    def books() -> tuple[int, int, int, int]:
        return len(cases()), Step.select().count(), Photo.select().count(), last_number()

    for office, names, who in (
        (township_office, ("up", "rated"), "township"), (village_office, ("down", "closed"), "clerk"),
    ):
        before = office.inside(books)
        for name in names:
            person = office.person(who)
            person.open("/exchange/")
            page = person.press("看看里面有什么", parcel=(found[name], "again.parcel"))
            assert "已经办过了，没有重复办任何一件" in page.text
        assert office.inside(books) == before
        assert office.inside(lambda: verify().finding) is None
