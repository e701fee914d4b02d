"""Is every change of the tree whole, and does a refusal leave no trace?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from portal.foundation.access import STRANGER, Viewer
from portal.foundation.deeds import Deed, last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.places import importing, records, rules, services
from portal.places.importing_records import PlaceImport, existing_places
from portal.places.planning import Outcome, Plan, plan_rows
from portal.places.records import Place
from portal.places.rules import CloseReason, ImportState, NewPlace, PlaceKind, PlaceWords
from portal.places.sheets import Row

pytestmark = pytest.mark.usefixtures("connection")

Keeper = Callable[..., Viewer]


def fresh(place: Place) -> Place:
    found = records.place_by_id(place.id)
    assert found is not None
    return found


def last_deed() -> Deed:
    return Deed.get(Deed.number == last_number())


def refused(key: str) -> Any:
    return pytest.raises(Refused, match=rf"^{key}$")


def sheet(*rows: tuple[str, ...]) -> list[Row]:
    return [Row(line, *cells) for line, cells in enumerate(rows, start=2)]


def proposed(viewer: Viewer, *rows: tuple[str, ...]) -> tuple[PlaceImport, Plan]:
    imported = importing.propose(viewer, "名单.csv", sheet(*rows))
    return imported, importing.plan_of(viewer, imported)


def applied(viewer: Viewer, *rows: tuple[str, ...]) -> PlaceImport:
    imported, plan = proposed(viewer, *rows)
    return importing.apply(viewer, imported.id, plan.digest)


def test_a_new_place_has_its_path_pinyin_and_mark(village: Any, keeper: Keeper) -> None:
    place = services.add(
        keeper(village.township.path), village.township.id,
        NewPlace(kind=PlaceKind.VILLAGE, code="632801299", name=" 红柳湾\u200b村 ", phone="0979-8480002"),
    )
    assert place.path == f"{village.township.path}{place.id}/" and place.name == "红柳湾村"
    assert (place.mark, place.initials, place.reading) == ("HLW", "hlwc", "hongliuwancun")
    line = last_deed()
    assert (line.verb, line.subject, line.place_id) == ("place.added", f"place:{place.id}", place.id)
    assert line.who_post == "管理员"


def test_two_places_of_one_name_have_two_marks(village: Any, keeper: Keeper) -> None:
    marks = {
        services.add(keeper(), village.township.id, NewPlace(kind=PlaceKind.VILLAGE, code=code, name="红柳湾村")).mark
        for code in ("X1", "X2", "X3")
    }
    assert marks == {"HLW", "HLW2", "HLW3"}


@pytest.mark.parametrize(("new", "key"), [
    (NewPlace(kind=PlaceKind.COUNTY, code="X1", name="山后县"), "places.wrong_parent"),
    (NewPlace(kind=PlaceKind.VILLAGE, code="x 1", name="红柳湾村"), "places.bad_code"),
    (NewPlace(kind=PlaceKind.VILLAGE, code="X1", name="…"), "places.bad_name"),
    (NewPlace(kind=PlaceKind.VILLAGE, code="X1", name="红柳湾村", address="张三 13800138000"), "places.personal"),
])
def test_a_refused_place_leaves_no_trace(village: Any, keeper: Keeper, new: NewPlace, key: str) -> None:
    before = (last_number(), Place.select().count())
    with refused(key):
        services.add(keeper(), village.township.id, new)
    assert (last_number(), Place.select().count()) == before


def test_a_code_is_given_once_even_after_closing(village: Any, keeper: Keeper) -> None:
    again = NewPlace(kind=PlaceKind.VILLAGE, code=village.neighbour.code, name="别的村")
    with refused("places.code_taken"):
        services.add(keeper(), village.township.id, again)
    services.close(keeper(), village.neighbour.id, CloseReason.MERGED)
    with refused("places.code_ended"):
        services.add(keeper(), village.township.id, again)


def test_nobody_changes_a_place_outside_their_reach(village: Any, keeper: Keeper) -> None:
    elsewhere = keeper(village.neighbour.path)
    for viewer in (elsewhere, STRANGER):
        with pytest.raises(Forbidden):
            services.add(viewer, village.village.id, NewPlace(kind=PlaceKind.GROUP, code="X1", name="一组"))
        with pytest.raises(Forbidden):
            services.change(viewer, village.village.id, PlaceWords(name="改了"), "")
        with pytest.raises(Forbidden):
            services.close(viewer, village.village.id, CloseReason.OTHER)
    with pytest.raises(Forbidden):
        services.add(STRANGER, None, NewPlace(kind=PlaceKind.COUNTY, code="X1", name="山后县"))
    assert services.add(elsewhere, None, NewPlace(kind=PlaceKind.COUNTY, code="X1", name="山后县")).parent_id is None


def test_of_two_clerks_the_second_is_told_and_nothing_is_overwritten(village: Any, keeper: Keeper) -> None:
    seen = rules.fingerprint(village.village.words)
    services.change(keeper(), village.village.id, PlaceWords(name="河湾新村", phone="0979-8480003"), seen)
    before = last_number()
    with refused("form.stale"):
        services.change(keeper(), village.village.id, PlaceWords(name="别的名字"), seen)
    assert (fresh(village.village).name, last_number()) == ("河湾新村", before)


def test_a_change_of_name_is_found_by_pinyin_and_keeps_its_mark(village: Any, keeper: Keeper) -> None:
    services.change(
        keeper(), village.village.id, PlaceWords(name="柳树村", phone="0979-8480003"),
        rules.fingerprint(village.village.words),
    )
    assert records.find_places("lsc")[0].mark == village.village.mark
    told = json.loads(last_deed().facts)
    assert told["name"] == [village.village.name, "柳树村"] and "phone" in told["changed"]
    assert "0979-8480003" not in last_deed().facts, "a telephone may be somebody's own"


def test_the_same_change_sent_twice_is_done_once(village: Any, keeper: Keeper) -> None:
    seen, words = rules.fingerprint(village.village.words), PlaceWords(name="柳树村")
    services.change(keeper(), village.village.id, words, seen)
    before = last_number()
    services.change(keeper(), village.village.id, words, seen)
    assert last_number() == before


def test_a_place_closes_only_when_nothing_open_hangs_below(village: Any, keeper: Keeper) -> None:
    with refused("places.has_below"):
        services.close(keeper(), village.village.id, CloseReason.MERGED)
    services.close(keeper(), village.group.id, CloseReason.MERGED)
    assert json.loads(last_deed().facts)["reason"] == "merged"
    with refused("places.ended"):
        services.close(keeper(), village.group.id, CloseReason.MERGED)
    with refused("places.ended"):
        services.change(keeper(), village.group.id, PlaceWords(name="改"), "")


def test_an_import_is_one_deed_and_leaves_nothing_to_do(village: Any, keeper: Keeper) -> None:
    viewer, town = keeper(), village.township
    rows = [
        ("网格", "N3", "一格", "N2"), ("组", "N2", "一组", "N1"), ("村", "N1", "红柳湾村", town.code, "0979-8480002"),
        ("乡镇", town.code, "大格勒镇", village.county.code),
    ]
    imported, plan = proposed(viewer, *rows)
    before = last_number()
    imported = importing.apply(viewer, imported.id, plan.digest)
    assert last_number() == before + 1
    line = last_deed()
    assert (line.verb, json.loads(line.facts)) == (
        "places.imported", {"new": 3, "changed": 1, "same": 0, "wrong": 0},
    )
    new, group, grid = (records.place_by_code(code) for code in ("N1", "N2", "N3"))
    assert new and group and grid
    assert grid.path == f"{town.path}{new.id}/{group.id}/{grid.id}/" and new.phone == "0979-8480002"
    assert (new.mark, group.mark[:3], fresh(town).name, fresh(town).initials) == ("HLW", "HLW", "大格勒镇", "dglz")
    again = plan_rows(sheet(*rows), existing_places())
    assert {line.outcome for line in again.lines} == {Outcome.SAME}
    assert importing.plan_of(viewer, imported).counts()[Outcome.NEW] == 3, "the page still tells what was done"


def test_one_wrong_row_means_no_row(village: Any, keeper: Keeper) -> None:
    imported, plan = proposed(
        keeper(), ("村", "N1", "红柳湾村", village.township.code), ("村", "N1", "红柳湾村", "没有"),
    )
    before = Place.select().count()
    with refused("places.rows_wrong"):
        importing.apply(keeper(), imported.id, plan.digest)
    assert Place.select().count() == before


def test_what_changed_since_the_look_is_looked_at_again(village: Any, keeper: Keeper) -> None:
    place = village.neighbour
    imported, plan = proposed(keeper(), ("村", place.code, "北山村", village.township.code))
    services.change(keeper(), place.id, PlaceWords(name="南山村"), rules.fingerprint(place.words))
    with refused("places.plan_moved"):
        importing.apply(keeper(), imported.id, plan.digest)
    importing.apply(keeper(), imported.id, importing.plan_of(keeper(), imported).digest)
    assert fresh(place).name == "北山村"
    with refused("places.import_done"):
        importing.apply(keeper(), imported.id, plan.digest)


def test_a_sheet_without_differences_is_not_applied(village: Any, keeper: Keeper) -> None:
    imported, plan = proposed(keeper(), ("村", village.neighbour.code, village.neighbour.name, village.township.code))
    with refused("places.nothing_to_do"):
        importing.apply(keeper(), imported.id, plan.digest)


def test_undoing_an_import_closes_what_was_new_and_restores_what_was_changed(village: Any, keeper: Keeper) -> None:
    viewer, old = keeper(), village.neighbour.name
    rows = [("村", "N1", "红柳湾村", village.township.code), ("组", "N2", "一组", "N1"),
            ("村", village.neighbour.code, "北山村", village.township.code)]
    imported = applied(viewer, *rows)
    before = last_number()
    undone = importing.undo(viewer, imported.id)
    assert last_number() == before + 1 and last_deed().verb == "places.import_undone"
    assert undone.state == ImportState.UNDONE
    assert fresh(village.neighbour).name == old
    assert all(place.ended_at for code in ("N1", "N2") if (place := records.place_by_code(code)))
    with refused("places.undone_already"):
        importing.undo(viewer, imported.id)
    mark = records.place_by_code("N1")
    applied(viewer, *rows)
    reopened = records.place_by_code("N1")
    assert mark and reopened and reopened.ended_at is None and reopened.mark == mark.mark


def test_undoing_a_reopening_closes_again(village: Any, keeper: Keeper) -> None:
    services.close(keeper(), village.neighbour.id, CloseReason.MISTAKE)
    imported = applied(keeper(), ("村", village.neighbour.code, "北山村", village.township.code))
    assert fresh(village.neighbour).ended_at is None
    importing.undo(keeper(), imported.id)
    assert (fresh(village.neighbour).ended_at is not None, fresh(village.neighbour).name) == (
        True, village.neighbour.name,
    )


def test_an_import_is_not_undone_over_somebodys_later_change(village: Any, keeper: Keeper) -> None:
    imported = applied(
        keeper(), ("村", "N1", "红柳湾村", village.township.code),
        ("村", village.neighbour.code, "北山村", village.township.code),
    )
    now = fresh(village.neighbour)
    services.change(keeper(), now.id, PlaceWords(name="东山村"), rules.fingerprint(now.words))
    with pytest.raises(Refused) as told:
        importing.undo(keeper(), imported.id)
    assert (told.value.key, told.value.facts["names"]) == ("places.changed_since", "东山村")
    new = records.place_by_code("N1")
    assert new and new.ended_at is None


def test_an_import_is_not_undone_under_somebody_elses_place(village: Any, keeper: Keeper) -> None:
    imported = applied(keeper(), ("村", "N1", "红柳湾村", village.township.code))
    new = records.place_by_code("N1")
    assert new
    services.add(keeper(), new.id, NewPlace(kind=PlaceKind.GROUP, code="N9", name="三组"))
    with pytest.raises(Refused) as told:
        importing.undo(keeper(), imported.id)
    assert (told.value.key, told.value.facts["names"]) == ("places.others_below", "三组")


def test_an_import_reaches_no_further_than_its_viewer(village: Any, keeper: Keeper) -> None:
    row = ("村", "N1", "红柳湾村", village.township.code)
    near = keeper(village.village.path)
    _, plan = proposed(near, row)
    assert [fault.key for fault in plan.lines[0].faults] == ["places.out_of_reach"]
    far = applied(keeper(), row)
    with pytest.raises(Forbidden):
        importing.undo(near, far.id)
    with pytest.raises(Forbidden):
        importing.propose(STRANGER, "x.csv", sheet(row))


def test_five_thousand_places_come_in_at_once(village: Any, keeper: Keeper) -> None:
    rows = [("组", f"N{number}", f"{number}组", village.village.code) for number in range(5000)]
    imported = applied(keeper(), *rows)
    assert records.counts_below(village.village.path)[PlaceKind.GROUP] >= 5000
    paths = {place.path for place in records.children_of(village.village)}
    assert all(path.startswith(village.village.path) for path in paths)
    importing.undo(keeper(), imported.id)
    assert records.counts_below(village.village.path).get(PlaceKind.GROUP, 0) < 5000
