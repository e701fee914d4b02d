"""What people do to the tree of places: add, change and close one."""

from __future__ import annotations

from portal.foundation import facts, pinyin
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused

from . import records, rules
from .planning import ROOT
from .records import Place
from .rules import CloseReason, Column, NewPlace, PlaceKind, PlaceWords

SMALL = frozenset({PlaceKind.GROUP, PlaceKind.GRID})
NAMED_IN_REGISTER = frozenset({Column.NAME, Column.ADDRESS, Column.HOURS})
"""The words whose old and new value the register keeps; a telephone may be somebody's own."""


def add(viewer: Viewer, parent_id: int | None, new: NewPlace) -> Place:
    """Hang a new place below a parent, or at the top; its pinyin, mark and path follow from its name and parent."""
    above = records.place_by_id(parent_id) if parent_id else None
    words = rules.tidied(PlaceWords(name=new.name, phone=new.phone, address=new.address, hours=new.hours))
    with deed(acting(viewer, above.path if above else ROOT), "place.added") as done:
        parent = _open_parent(parent_id)
        rules.check_can_hang(new.kind, parent.level if parent else None)
        rules.check_code(new.code)
        rules.check_words(words)
        _check_free(new.code)
        mark = rules.free_mark(wished_mark(words.name, new.kind, parent.mark if parent else ""), records.taken_marks())
        place = Place.create(
            parent=parent, kind=new.kind, code=new.code, mark=mark, path="", made_at=done.at,
            province=parent.province if parent else "", **vars(words), **sounds(words.name),
        )
        place.path = f"{parent.path if parent else ROOT}{place.id}/"
        place.save(only=[Place.path])
        done.subject, done.place = place, place.id
        done.facts(code=place.code, kind=place.kind, mark=mark, name=place.name, parent=parent_id)
        return place


def change(viewer: Viewer, place_id: int, typed: PlaceWords, seen: str) -> Place:
    """Change name, telephone, address and hours; `seen` is the fingerprint of what the form was opened with."""
    words = rules.tidied(typed)
    place = _known(place_id)
    actor = viewer.acting_as(Permission.PLACES, place.path)
    if place.words == words:
        return place
    with deed(actor, "place.changed", place=place_id) as done:
        place = _locked_open(place_id)
        rules.check_seen(place.words, seen)
        rules.check_words(words)
        done.subject = place
        done.facts(**write_words(place, words))
        return place


def close(viewer: Viewer, place_id: int, reason: CloseReason) -> Place:
    """End a place that has nothing open below it; its code and mark are never given to another."""
    actor = viewer.acting_as(Permission.PLACES, _known(place_id).path)
    with deed(actor, "place.closed", place=place_id) as done:
        place = records.locked_place(place_id) or _known(place_id)
        rules.check_can_close(
            ended=place.ended_at is not None, open_below=len(records.open_below([place_id])), is_home=is_home(place),
        )
        place.ended_at = done.at
        place.save(only=[Place.ended_at])
        done.subject = place
        done.facts(code=place.code, reason=reason)
        return place


def acting(viewer: Viewer, path: str) -> Viewer:
    """The viewer under the post that reaches a path; at the top any post that may change places somewhere will do."""
    if path == ROOT and not viewer.may(Permission.PLACES, ROOT):
        viewer.check(Permission.PLACES)
        return viewer.acting_as(Permission.PLACES, viewer.paths(Permission.PLACES)[0])
    return viewer.acting_as(Permission.PLACES, path)


def sounds(name: str) -> dict[str, str]:
    """How a name is found by its pinyin."""
    return {"initials": pinyin.initials(name)[:60], "reading": pinyin.reading(name)[:200]}


def wished_mark(name: str, kind: PlaceKind, parent_mark: str) -> str:
    """The mark a place would like; groups and grids share their names, so theirs begin with the parent's."""
    own = pinyin.mark(name)
    return f"{parent_mark[:6]}{own}" if kind in SMALL else own


def write_words(place: Place, words: PlaceWords) -> dict[str, object]:
    """Write the changed words of a place and tell what the register says about it."""
    was = dict(rules.written(place.words))
    changed = [(column, text) for column, text in rules.written(words) if was[column] != text]
    for column, text in changed:
        setattr(place, column, text)
    if words.name != was[Column.NAME]:
        for field, sound in sounds(words.name).items():
            setattr(place, field, sound)
    place.save()
    kept: dict[str, object] = {
        column: [was[column], text] for column, text in changed if column in NAMED_IN_REGISTER
    }
    return {"changed": [str(column) for column, _ in changed], **kept}


def is_home(place: Place) -> bool:
    """Whether the portal itself lives here."""
    return facts.known().home_mark == place.mark


def _known(place_id: int) -> Place:
    place = records.place_by_id(place_id)
    if place is None:
        raise Refused("places.gone")
    return place


def _locked_open(place_id: int) -> Place:
    place = records.locked_place(place_id)
    if place is None or place.ended_at is not None:
        raise Refused("places.ended")
    return place


def _open_parent(parent_id: int | None) -> Place | None:
    if parent_id is None:
        return None
    parent = _known(parent_id)
    if parent.ended_at is not None:
        raise Refused("places.parent_ended", name=parent.name)
    return parent


def _check_free(code: str) -> None:
    taken = records.place_by_code(code)
    if taken is not None:
        raise Refused("places.code_ended" if taken.ended_at else "places.code_taken", code=code, name=taken.name)
