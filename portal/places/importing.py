"""What people do with a spreadsheet of places: propose it, apply the whole of it, undo the whole of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused

from . import importing_records, records, rules
from .importing_records import PlaceImport
from .planning import OPEN, ROOT, Change, Line, Outcome, Plan, common_path, plan_rows
from .records import Place
from .rules import ImportState, PlaceWords
from .services import acting, is_home, sounds, wished_mark, write_words
from .sheets import Row, kind_of

NAMED = 5
"""How many places a refusal names before it says that there are more."""


def propose(viewer: Viewer, name: str, rows: Sequence[Row]) -> PlaceImport:
    """Keep a sheet to look at; nothing in the tree changes yet."""
    plan = plan_rows(rows, importing_records.existing_places(), viewer.paths(Permission.PLACES))
    with deed(acting(viewer, ROOT), "places.import_proposed") as done:
        imported = PlaceImport.create(
            name=rules.tidy(name)[:80], rows=json.dumps([list(vars(row).values()) for row in rows], ensure_ascii=False),
            path=common_path(plan.touched), state=ImportState.PROPOSED, made_at=done.at, made_by=viewer.name,
            maker_id=viewer.account_id,
        )
        done.subject = imported
        done.facts(**_counted(plan))
        return imported


def plan_of(viewer: Viewer, imported: PlaceImport) -> Plan:
    """What the sheet would do now; once applied, what it did."""
    rows = [Row(*cells) for cells in json.loads(imported.rows)]
    if imported.state == ImportState.PROPOSED:
        return plan_rows(rows, importing_records.existing_places(), viewer.paths(Permission.PLACES))
    told = json.loads(imported.plan)
    return Plan(tuple(
        Line(row, Outcome(outcome), path, place_id, tuple(Change(*change) for change in changes))
        for row, (outcome, path, place_id, changes) in zip(rows, told, strict=True)
    ))


def apply(viewer: Viewer, import_id: int, seen: str) -> PlaceImport:
    """Do everything the sheet asks in one deed; `seen` is the digest of the plan somebody looked at."""
    with deed(acting(viewer, _found(import_id).path), "places.imported") as done:
        imported = importing_records.locked_import(import_id) or _found(import_id)
        if imported.state != ImportState.PROPOSED:
            raise Refused("places.import_done")
        plan = plan_of(viewer, imported)
        plan.check_can_apply(seen)
        _create(plan, done.at)
        _change(plan)
        imported.plan = _told(plan)
        imported.path = common_path(plan.touched)
        imported.state, imported.applied_at = ImportState.APPLIED, done.at
        imported.save()
        done.subject, done.place = imported, _lowest(imported.path)
        done.facts(**_counted(plan))
        return imported


def undo(viewer: Viewer, import_id: int) -> PlaceImport:
    """Take the whole import back: new places are closed, changed ones are as they were before."""
    with deed(acting(viewer, _found(import_id).path), "places.import_undone") as done:
        imported = importing_records.locked_import(import_id) or _found(import_id)
        if imported.state != ImportState.APPLIED:
            raise Refused("places.not_applied" if imported.state == ImportState.PROPOSED else "places.undone_already")
        plan = plan_of(viewer, imported)
        for path in plan.touched:
            if path != ROOT:
                viewer.check(Permission.PLACES, path)
        places = records.places_by_code([line.row.code for line in plan.lines])
        _check_can_undo(plan, places)
        for line in plan.of(Outcome.CHANGED):
            _restore(places[line.row.code], line)
        importing_records.end_places(_opened(plan), done.at)
        imported.state, imported.undone_at = ImportState.UNDONE, done.at
        imported.save()
        done.subject, done.place = imported, _lowest(imported.path)
        done.facts(**_counted(plan))
        return imported


def _create(plan: Plan, at: datetime) -> None:
    """The new places, level by level, each with the pinyin and mark of its name and the path below its parent."""
    marks = rules.Marks(records.taken_marks())
    for level in plan.levels():
        parents = records.places_by_code(sorted({line.row.parent for line in level}))
        importing_records.insert_places([_row_of(line, parents.get(line.row.parent), marks, at) for line in level])
        for code in {line.row.parent for line in level}:
            importing_records.settle_paths(parents.get(code))


def _row_of(line: Line, parent: Place | None, marks: rules.Marks, at: datetime) -> dict[str, object]:
    row, kind = line.row, kind_of(line.row.kind)
    if kind is None:
        raise Refused("places.unknown_kind", word=row.kind)
    return {
        "parent": parent.id if parent else None, "kind": kind, "code": row.code, "name": row.name, "path": "",
        "mark": marks.give(wished_mark(row.name, kind, parent.mark if parent else "")), **sounds(row.name),
        "phone": row.phone or "", "address": row.address or "", "hours": row.hours or "",
        "province": parent.province if parent else "", "made_at": at, "ended_at": None,
    }


def _change(plan: Plan) -> None:
    lines = plan.of(Outcome.CHANGED)
    places = records.places_by_code([line.row.code for line in lines])
    for line in lines:
        place = places[line.row.code]
        place.ended_at = None
        write_words(place, _with(place.words, {change.column: change.now for change in line.changes}))


def _restore(place: Place, line: Line) -> None:
    write_words(place, _with(place.words, {change.column: change.was for change in line.changes}))


def _with(words: PlaceWords, changed: dict[str, str]) -> PlaceWords:
    return replace(words, **{column: text for column, text in changed.items() if column != OPEN})


def _check_can_undo(plan: Plan, places: dict[str, Place]) -> None:
    """Nothing may have been changed since, nothing of others may hang below what this import opened."""
    moved = [places[line.row.code].name for line in plan.of(Outcome.CHANGED) if _moved(places[line.row.code], line)]
    if moved:
        raise Refused("places.changed_since", names=_named(moved))
    opened = set(_opened(plan))
    others = [place.name for place in records.open_below(sorted(opened)) if place.id not in opened]
    if others:
        raise Refused("places.others_below", names=_named(others))
    home = [place.name for place in places.values() if place.id in opened and is_home(place)]
    if home:
        raise Refused("places.is_home")


def _moved(place: Place, line: Line) -> bool:
    now = {str(column): text for column, text in rules.written(place.words)}
    return place.ended_at is not None or any(
        now[change.column] != change.now for change in line.changes if change.column != OPEN
    )


def _opened(plan: Plan) -> list[int]:
    """The ids of the places this import added or opened again."""
    return [
        line.place_id for line in plan.lines
        if line.place_id is not None
        and (line.outcome is Outcome.NEW or any(change.column == OPEN for change in line.changes))
    ]


def _told(plan: Plan) -> str:
    """What was done, line by line, with the ids the new places have now."""
    ids = {place.code: place.id for place in records.places_by_code([line.row.code for line in plan.lines]).values()}
    return json.dumps([
        [line.outcome, line.path, ids[line.row.code], [list(asdict(change).values()) for change in line.changes]]
        for line in plan.lines
    ], ensure_ascii=False)


def _named(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")


def _counted(plan: Plan) -> dict[str, object]:
    return {str(outcome): count for outcome, count in plan.counts().items()}


def _lowest(path: str) -> int | None:
    return int(path.strip("/").split("/")[-1]) if path != ROOT else None


def _found(import_id: int) -> PlaceImport:
    imported = importing_records.import_by_id(import_id)
    if imported is None:
        raise Refused("places.gone")
    return imported


