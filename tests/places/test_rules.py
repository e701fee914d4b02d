"""Is the tree judged rightly, and does a sheet say exactly what it would do?"""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.foundation.refusal import Refused
from portal.foundation.spreadsheets import csv_bytes, read_rows, xlsx_bytes
from portal.places import rules, sheets
from portal.places.planning import OPEN, Existing, Outcome, Plan, common_path, plan_rows
from portal.places.rules import Column, PlaceKind, PlaceWords
from portal.places.sheets import Row, kind_of, rows_from

COUNTY = Existing(1, PlaceKind.COUNTY, "6328", "山前县", "", "/1/")
TOWN = Existing(2, PlaceKind.TOWNSHIP, "632801", "大格勒乡", "6328", "/1/2/", phone="0979-8480001")
VILLAGE = Existing(3, PlaceKind.VILLAGE, "632801200", "河湾村", "632801", "/1/2/3/", address="村口")
TREE = (COUNTY, TOWN, VILLAGE)


def row(line: int, kind: str, code: str, name: str, parent: str, phone: str | None = None) -> Row:
    return Row(line, kind, code, name, parent, phone)


def keys(plan: Plan) -> list[str]:
    return [fault.key for line in plan.lines for fault in line.faults]


@pytest.mark.parametrize(("kind", "parent", "may"), [
    (PlaceKind.COUNTY, None, True), (PlaceKind.VILLAGE, None, True), (PlaceKind.GROUP, None, False),
    (PlaceKind.GRID, None, False), (PlaceKind.COUNTY, PlaceKind.COUNTY, False),
    (PlaceKind.VILLAGE, PlaceKind.TOWNSHIP, True), (PlaceKind.VILLAGE, PlaceKind.COUNTY, False),
    (PlaceKind.GRID, PlaceKind.GROUP, True), (PlaceKind.GROUP, PlaceKind.GRID, False),
])
def test_a_place_hangs_only_where_its_kind_may(kind: PlaceKind, parent: PlaceKind | None, may: bool) -> None:
    assert (kind in rules.kinds_below(parent)) is may


def test_ten_thousand_equal_names_get_marks_of_their_own_quickly() -> None:
    marks = rules.Marks(["YZ"])
    began = time.monotonic()
    given_out = [marks.give("YZ") for _ in range(10_000)]
    assert len(set(given_out)) == 10_000 and given_out[0] == "YZ2"
    assert time.monotonic() - began < 2


@settings(deadline=None)
@given(st.text(max_size=30), st.integers(1, 120))
def test_every_mark_is_well_formed_and_new(wish: str, times: int) -> None:
    marks = rules.Marks(())
    given_out = [marks.give(wish) for _ in range(times)]
    assert len(set(given_out)) == times
    for mark in given_out:
        assert rules.MARK.match(mark)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert rules.tidy(rules.tidy(text)) == rules.tidy(text)


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_tidy_words_survive_the_way_through_a_spreadsheet(texts: list[str]) -> None:
    words = [rules.tidy(text) for text in texts]
    table = read_rows("x.csv", csv_bytes(["名称", "代码"], [[word, "x"] for word in words]))
    assert [rules.tidy(cells[0]) for cells in table[1:]] == words


@pytest.mark.parametrize(("column", "text", "key"), [
    (Column.NAME, "", "places.bad_name"), (Column.NAME, "——", "places.bad_name"),
    (Column.NAME, "村" * 61, "places.too_long"), (Column.ADDRESS, "找老张 13800138000", "places.personal"),
    (Column.PHONE, "11010519491231002X", "places.personal"), (Column.HOURS, "1" * 81, "places.too_long"),
])
def test_words_that_cannot_be_published_are_refused(column: Column, text: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_word(column, text)
    assert refused.value.key == key


@pytest.mark.parametrize(("column", "text"), [
    (Column.PHONE, "0979-8480001"), (Column.PHONE, "13800138000"), (Column.HOURS, "周一至周五 9:00-12:00，14:00-18:00"),
    (Column.HOURS, "8:30-12:00 14:30-18:00"), (Column.ADDRESS, "315国道2738公里处"),
])
def test_ordinary_office_words_pass(column: Column, text: str) -> None:
    rules.check_word(column, text)


def test_a_persons_identity_number_is_no_code() -> None:
    with pytest.raises(Refused):
        rules.check_code("11010519491231002X")


def test_whoever_was_overtaken_is_told() -> None:
    seen = rules.fingerprint(PlaceWords(name="河湾村"))
    with pytest.raises(Refused) as refused:
        rules.check_seen(PlaceWords(name="河湾村", phone="1"), seen)
    assert refused.value.key == "form.stale"


def test_headings_are_known_by_name_in_any_order_and_under_a_title() -> None:
    found = rows_from([
        ["大格勒乡村组名单", "", "", "", ""], [], ["Parent Code", "名称（全称）", " 代 码 ", "kind", "Tel"],
        ["632801", "新村", "632801201.0", "Village", "8480002"], ["", "", "", "", ""],
    ])
    assert found == (Row(4, "Village", "632801201", "新村", "632801", "8480002", None, None),)
    assert kind_of(found[0].kind) is PlaceKind.VILLAGE


@pytest.mark.parametrize(("table", "key"), [
    ([["类别", "代码", "名称"]], "places.no_column"),
    ([["类别", "代码", "编码", "名称", "上级代码"]], "places.column_twice"),
    ([["类别", "代码", "名称", "上级代码"], ["", " "]], "places.sheet_empty"),
])
def test_a_sheet_without_its_columns_is_refused(table: list[list[str]], key: str) -> None:
    with pytest.raises(Refused) as refused:
        rows_from(table)
    assert refused.value.key == key


def test_rows_are_new_changed_or_the_same() -> None:
    plan = plan_rows([
        row(2, "组", "A1", "一组", "B1"), row(3, "村", "B1", "新村", "632801"),
        row(4, "乡", "632801", "大格勒乡", "6328", "0979-8480009"), row(5, "村", "632801200", "河湾村", "632801"),
    ], TREE)
    assert [line.outcome for line in plan.lines] == [Outcome.NEW, Outcome.NEW, Outcome.CHANGED, Outcome.SAME]
    change = plan.lines[2].changes[0]
    assert (change.was, change.now) == ("0979-8480001", "0979-8480009")
    assert [[line.row.code for line in level] for level in plan.levels()] == [["B1"], ["A1"]]
    assert plan.lines[0].path == "/1/2/"


@pytest.mark.parametrize(("rows", "key"), [
    ([row(2, "星球", "A1", "一组", "632801200")], "places.unknown_kind"),
    ([row(2, "组", "A1", "一组", "632801")], "places.wrong_parent"),
    ([row(2, "组", "A1", "一组", "")], "places.needs_parent"),
    ([row(2, "组", "A1", "一组", "9999")], "places.no_parent"),
    ([row(2, "组", "", "一组", "632801200")], "places.bad_code"),
    ([row(2, "组", "6.33E+11", "一组", "632801200")], "places.bad_code"),
    ([row(2, "组", "A1", "", "632801200")], "places.bad_name"),
    ([row(2, "组", "A1", "一组", "A1")], "places.circle"),
    ([row(2, "乡", "632801200", "河湾村", "632801")], "places.kind_moved"),
    ([row(2, "村", "632801200", "河湾村", "6328")], "places.parent_moved"),
    ([row(2, "组", "A1", "一组", "632801200"), row(3, "组", "A1", "二组", "632801200")], "places.code_twice"),
])
def test_a_wrong_row_says_what_is_wrong(rows: list[Row], key: str) -> None:
    plan = plan_rows(rows, TREE)
    assert keys(plan) == [key]
    with pytest.raises(Refused):
        plan.check_can_apply(plan.digest)


@pytest.mark.parametrize("length", [2, 6, 500])
def test_a_circle_of_any_length_is_found(length: int) -> None:
    circle = [row(at + 2, "网格", f"G{at}", "格", f"G{(at + 1) % length}") for at in range(length)]
    assert keys(plan_rows(circle, TREE)) == ["places.circle"] * length


def test_nobody_imports_outside_their_reach() -> None:
    rows = [row(2, "乡", "632801", "改名乡", "6328"), row(3, "村", "B1", "新村", "632801")]
    assert keys(plan_rows(rows, TREE, ["/1/2/3/"])) == ["places.out_of_reach"] * 2
    assert not keys(plan_rows(rows, TREE, ["/1/2/"]))


def test_a_closed_place_opens_again_and_a_closed_parent_does_not_take_children() -> None:
    closed = Existing(4, PlaceKind.VILLAGE, "B1", "旧村", "632801", "/1/2/4/", ended=True)
    again = plan_rows([row(2, "村", "B1", "旧村", "632801")], [*TREE, closed])
    assert [change.column for change in again.lines[0].changes] == [OPEN]
    assert keys(plan_rows([row(2, "组", "A1", "一组", "B1")], [*TREE, closed])) == ["places.parent_ended"]


def test_only_what_was_seen_is_applied() -> None:
    plan = plan_rows([row(2, "组", "A1", "一组", "632801200")], TREE)
    plan.check_can_apply(plan.digest)
    with pytest.raises(Refused) as refused:
        plan.check_can_apply(plan_rows([row(2, "组", "A1", "二组", "632801200")], TREE).digest)
    assert refused.value.key == "places.plan_moved"


@pytest.mark.parametrize(("paths", "lowest"), [
    ((), "/"), (("/1/2/",), "/1/2/"), (("/1/2/3/", "/1/2/"), "/1/2/"), (("/1/2/", "/1/20/"), "/1/"),
    (("/", "/1/"), "/"), (("/1/", "/2/"), "/"),
])
def test_the_lowest_place_above_all(paths: tuple[str, ...], lowest: str) -> None:
    assert common_path(paths) == lowest


CODES = st.sampled_from(["6328", "632801", "632801200", "A1", "A2", "A3", "B1", "B2", "", "身份"])
WORDS = st.text(max_size=12).map(rules.tidy)
ROWS = st.builds(
    Row, line=st.integers(2, 99), kind=st.sampled_from(["县", "乡", "村", "组", "网格", "grid", "?"]), code=CODES,
    name=WORDS, parent=CODES, phone=st.none() | WORDS, address=st.none() | WORDS, hours=st.none() | WORDS,
)


def sensible(rows: list[Row]) -> list[Row]:
    """Rows that can be applied: those that are wrong are left out until none is."""
    while wrong := {line.row for line in plan_rows(rows, TREE).of(Outcome.WRONG)}:
        rows = [each for each in rows if each not in wrong]
    return rows


def after(plan: Plan, tree: tuple[Existing, ...]) -> list[Existing]:
    """The tree once the plan has been applied."""
    known = {place.code: place for place in tree}
    new = [line for level in plan.levels() for line in level]
    for number, line in enumerate([*new, *plan.of(Outcome.CHANGED)], start=100):
        said, was = line.row, known.get(line.row.code)
        kind = kind_of(said.kind)
        assert kind is not None
        place_id = was.place_id if was else number
        above = known[said.parent].path if said.parent else "/"
        known[said.code] = Existing(
            place_id, kind, said.code, said.name, said.parent, was.path if was else f"{above}{place_id}/",
            *(now if now is not None else before for now, before in (
                (said.phone, was.phone if was else ""), (said.address, was.address if was else ""),
                (said.hours, was.hours if was else ""))),
        )
    return list(known.values())


@settings(deadline=None)
@given(st.lists(ROWS, max_size=12))
def test_applying_a_plan_leaves_nothing_to_do(rows: list[Row]) -> None:
    rows = sensible(rows)
    again = plan_rows(rows, after(plan_rows(rows, TREE), TREE))
    assert all(line.outcome is Outcome.SAME for line in again.lines)


@settings(deadline=None)
@given(st.lists(ROWS, max_size=12))
def test_every_row_has_one_outcome_and_wrong_rows_say_why(rows: list[Row]) -> None:
    plan = plan_rows(rows, TREE)
    assert [line.row for line in plan.lines] == rows
    assert all(bool(line.faults) is (line.outcome is Outcome.WRONG) for line in plan.lines)


def test_what_is_exported_says_the_same_when_imported() -> None:
    hostile = Existing(5, PlaceKind.VILLAGE, "B1", "=1+1村", "632801", "/1/2/5/", phone="+86 979 848", hours="-,\"'")
    tree = [*TREE, hostile]
    written = [
        [sheets.KIND_WORDS[each.kind][0], each.code, each.name, each.parent, each.phone, each.address, each.hours]
        for each in tree
    ]
    for name, contents in (
        ("x.csv", csv_bytes(sheets.header(), written)), ("x.xlsx", xlsx_bytes("地方", sheets.header(), written)),
    ):
        plan = plan_rows(rows_from(read_rows(name, contents)), tree)
        assert [line.outcome for line in plan.lines] == [Outcome.SAME] * 4


def test_ten_thousand_rows_are_planned_in_seconds() -> None:
    rows = [row(at, "组", f"G{at}", f"{at}组", "632801200", "0979-8480001") for at in range(2, 10_002)]
    began = time.monotonic()
    assert len(plan_rows(rows, TREE).of(Outcome.NEW)) == 10_000
    assert time.monotonic() - began < 20
