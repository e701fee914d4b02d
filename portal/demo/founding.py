"""The places, accounts and posts of the demonstration, a township at a time, each told to the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from portal.foundation import clock
from portal.foundation.access import PORTAL
from portal.foundation.deeds import deed
from portal.foundation.pinyin import name_initials, name_reading
from portal.people.passwords import hashed
from portal.people.records import Account, Post
from portal.people.words import post_name
from portal.places.records import Place
from portal.places.rules import Marks, PlaceKind, check_can_hang, check_code, check_words
from portal.places.services import sounds, wished_mark

from . import records
from .county import Spot, spots
from .posting import Desk
from .serving import Servant, publisher_at, serving_at

WORD_OF_ALL_SIX = "demo"
"""Shorter than any real password may be, which is why nothing but the demonstration can give it."""


class Founding:
    """Gives out ids, marks and paths, and remembers every place by its code."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._marks = Marks(())
        self._known: dict[str, tuple[int, str, Spot]] = {}
        self._marked: dict[str, str] = {}
        self._accounts: dict[str, int] = {}
        self._password = hashed(WORD_OF_ALL_SIX)
        self._next = {table: records.next_id(table) for table in (Place, Account, Post)}

    def settle_all(self) -> None:
        """Everything, the counties first, with one line in the register for each county and township."""
        for top in spots():
            if top.kind in (PlaceKind.COUNTY, PlaceKind.TOWNSHIP):
                members = [spot for spot in spots() if spot.town == top.town]
                with clock.at(self._at), deed(PORTAL, "demo.filled") as done:
                    counted = self._settle(members)
                    done.place = self.place_id(top.code)
                    done.subject = f"place:{done.place}"
                    done.facts(code=top.code, **counted)

    def place_id(self, code: str) -> int:
        """The id of a place."""
        return self._known[code][0]

    def mark(self, code: str) -> str:
        """The mark of a place."""
        return self._marked[code]

    def desk(self, code: str) -> Desk:
        """Where the notices of a place are put up, and by whom."""
        line = self._line(code)
        scope = {spot.kind: self.place_id(spot.code) for spot in line}
        servant = publisher_at(code)
        return Desk(
            place=self.place_id(code), mark=self.mark(code), words=" ".join(spot.name for spot in line),
            county=scope.get(PlaceKind.COUNTY), township=scope.get(PlaceKind.TOWNSHIP),
            village=scope.get(PlaceKind.VILLAGE), account=self._accounts[servant.name], name=servant.name,
            post=post_name(servant.kind, line[-1].name),
        )

    def _line(self, code: str) -> list[Spot]:
        spot = self._known[code][2]
        return [*(self._line(spot.above) if spot.above else []), spot]

    def _settle(self, members: Iterable[Spot]) -> dict[str, int]:
        places, accounts, posts = [], [], []
        for spot in members:
            places.append(self._place(spot))
            for servant in serving_at().get(spot.code, ()):
                accounts.append(self._account(servant))
                posts.append(self._post(servant, spot.code))
        records.write(Place, places)
        records.write(Account, accounts)
        records.write(Post, posts)
        counted = Counter(str(row[2]) for row in places)
        return {**counted, "accounts": len(accounts), "posts": len(posts)}

    def _place(self, spot: Spot) -> records.Row:
        above = self._known.get(spot.above)
        check_can_hang(spot.kind, above[2].kind if above else None)
        check_code(spot.code)
        check_words(spot.words)
        mark = self._marks.give(wished_mark(spot.name, spot.kind, self.mark(spot.above) if above else ""))
        place = self._id(Place)
        path = f"{above[1] if above else '/'}{place}/"
        self._known[spot.code], self._marked[spot.code] = (place, path, spot), mark
        heard = sounds(spot.name)
        return (
            place, above[0] if above else None, str(spot.kind), spot.code, mark, spot.name, path, heard["initials"],
            heard["reading"], spot.phone, spot.address, spot.hours, "", self._at, None,
        )

    def _account(self, servant: Servant) -> records.Row:
        account = self._accounts[servant.name] = self._id(Account)
        return (
            account, servant.sign_in or servant.name, servant.name, name_initials(servant.name),
            name_reading(servant.name), self._password if servant.sign_in else "", False, self._at, None, "",
        )

    def _post(self, servant: Servant, code: str) -> records.Row:
        return (
            self._id(Post), self._accounts[servant.name], self.place_id(code), str(servant.kind), str(servant.came),
            servant.full_time, clock.village_day(self._at), None, None, "", servant.public, servant.duty,
        )

    def _id(self, table: type[Place | Account | Post]) -> int:
        given = self._next[table]
        self._next[table] = given + 1
        return given
