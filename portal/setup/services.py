"""The one thing done here: make the portal a village's own."""

from __future__ import annotations

import secrets

from portal.foundation import facts
from portal.foundation.access import Permission, Reach, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.people.services import found_administrator
from portal.places.records import Place
from portal.places.rules import NewPlace
from portal.places.services import add

FOUNDER = Viewer(
    name="村口", post_words="系统",
    reaches=(Reach("系统", "/", frozenset({Permission.PLACES, Permission.PEOPLE})),),
)


def check_code(typed: str, printed: str) -> None:
    """The code from the terminal, compared in constant time."""
    if not printed or not secrets.compare_digest(typed.encode(), printed.encode()):
        raise Refused("setup.wrong_code")


def set_up(
    new: NewPlace, *, province: str, sign_in_name: str, shown_name: str, password: str,
) -> Place:
    """Found the first place, its first administrator, and note that the portal is in use; all or nothing."""
    with deed(FOUNDER, "portal.set_up") as done:
        facts.forget()
        if facts.known().is_set_up:
            raise Refused("setup.done_already")
        place = add(FOUNDER, None, new)
        if province:
            place.province = province
            place.save(only=[Place.province])
        found_administrator(FOUNDER, place, sign_in_name, shown_name, password)
        for name, value in (
            ("name", new.name), ("office_phone", new.phone), ("home_mark", place.mark), ("is_set_up", "yes"),
            ("is_demo", "no"),
        ):
            facts.write_fact(name, value)
        done.subject, done.place = place, place.id
        done.facts(kind=new.kind, code=new.code, mark=place.mark)
    facts.forget()
    return place
