"""Setting and ending a rule is whole: one row, one line in the register, and a refusal leaves no trace."""

import json
from datetime import date

import peewee
import pytest

from portal.charter import services
from portal.charter.kinds import Layer
from portal.charter.records import CharterRow, CharterRowEnd, charter_on, charters_on, history_of
from portal.charter.services import NewRow
from portal.foundation.access import STRANGER
from portal.foundation.database import db
from portal.foundation.deeds import Deed, last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.places.records import Place

TODAY = date(2026, 11, 21)


def new(key, raw, **more):
    return NewRow(**{"key": key, "raw": raw, "reason": "村民代表会议定的", "valid_from": TODAY, **more})


def test_a_village_sets_a_stricter_rule(places, secretary):
    row = services.add_row(secretary, places["village"].id, new("disclosure.board_days", 30, source="第3次代表会议"))
    rule = charter_on(places["village"], TODAY).rule("disclosure.board_days")
    assert (rule.value, rule.layer, rule.source, rule.set_by, rule.row_id) == (
        30, Layer.VILLAGE, "第3次代表会议", "丙村", row.id,
    )
    assert charter_on(places["village"], date(2026, 11, 20)).number("disclosure.board_days") == 15
    assert charter_on(places["other"], TODAY).number("disclosure.board_days") == 15
    assert (row.made_by_name, row.made_by_post) == ("王书记", "书记")


def test_the_register_says_what_was_set(places, secretary):
    row = services.add_row(secretary, places["village"].id, new("disclosure.party_days", ["07-01", "01-20"]))
    line = Deed.select().order_by(Deed.number.desc()).get()
    assert (line.verb, line.subject) == ("charter.row_added", f"charter_row:{row.id}")
    assert line.place_id == places["village"].id
    assert (line.who_name, line.who_post) == ("王书记", "书记")
    facts = json.loads(line.facts)
    assert facts["key"] == "disclosure.party_days"
    assert json.loads(facts["value"]) == ["01-20", "07-01"]
    assert "代表会议" not in line.facts


def test_a_township_rule_reaches_its_villages_until_one_sets_its_own(places, secretary, reviewer):
    services.add_row(reviewer, places["township"].id, new("question.reply_days", 4))
    both = charters_on([places["village"], places["other"]], TODAY)
    assert [charter.number("question.reply_days") for charter in both.values()] == [4, 4]
    assert both[places["village"].id].rule("question.reply_days").set_by == "乙乡"
    services.add_row(secretary, places["village"].id, new("question.reply_days", 5))
    both = charters_on([places["village"], places["other"]], TODAY)
    assert [charter.number("question.reply_days") for charter in both.values()] == [5, 4]
    assert charter_on(places["county"], TODAY).number("question.reply_days") == 5


@pytest.mark.parametrize(
    ("key", "raw", "more", "refusal"),
    [
        ("disclosure.board_days", 7, {}, "charter.weaker_than_law"),
        ("representatives.notice_days", 4, {}, "charter.weaker_than_law"),
        ("election.term_years", 3, {}, "charter.fixed_by_law"),
        ("no.such_key", 1, {}, "charter.unknown_key"),
        ("grid.size", 30, {}, "charter.wrong_type"),
        ("grid.size", [1, 5000], {}, "charter.out_of_range"),
        ("question.reply_days", 4, {"reason": " "}, "charter.reason_missing"),
        ("question.reply_days", 4, {"reason": "电话 13812345678"}, "charter.personal"),
        ("question.reply_days", 4, {"valid_from": date(2026, 11, 20)}, "charter.starts_in_the_past"),
        ("question.reply_days", 4, {"valid_until": date(2026, 11, 20)}, "charter.ends_before_it_starts"),
    ],
)
def test_a_refusal_leaves_no_trace(places, secretary, key, raw, more, refusal):
    before = last_number()
    with pytest.raises(Refused) as caught:
        services.add_row(secretary, places["village"].id, new(key, raw, **more))
    assert caught.value.key == refusal
    assert CharterRow.select().count() == 0
    assert last_number() == before


def test_a_group_has_no_rules_of_its_own(places, secretary):
    group = Place.create(
        kind="group", code="3701010101", mark="YIZU", name="一组", path="/1/2/3/5/", parent=places["village"],
        made_at=places["village"].made_at,
    )
    with pytest.raises(Refused, match=r"charter\.not_this_kind"):
        services.add_row(secretary, group.id, new("question.reply_days", 4))
    services.add_row(secretary, places["village"].id, new("question.reply_days", 4))
    assert charter_on(group, TODAY).number("question.reply_days") == 4


def test_only_whoever_holds_the_place_sets_its_rules(places, secretary):
    for viewer, place in [(STRANGER, "village"), (secretary, "other"), (secretary, "township")]:
        with pytest.raises(Forbidden):
            services.add_row(viewer, places[place].id, new("question.reply_days", 4))
    assert CharterRow.select().count() == 0


def test_an_ended_rule_still_counts_for_its_days(places, secretary):
    row = services.add_row(secretary, places["village"].id, new("grid.size", [15, 25]))
    services.end_row(secretary, row.id, date(2026, 12, 31), "网格重新划分")
    days = (date(2026, 12, 31), date(2027, 1, 1))
    assert [charter_on(places["village"], day).span("grid.size").least for day in days] == [15, 20]
    assert Deed.select().order_by(Deed.number.desc()).get().verb == "charter.row_ended"


def test_a_rule_ends_once(places, secretary, reviewer):
    row = services.add_row(secretary, places["village"].id, new("grid.size", [15, 25]))
    with pytest.raises(Refused, match=r"charter\.ends_in_the_past"):
        services.end_row(secretary, row.id, date(2026, 11, 20), "不用了")
    services.end_row(reviewer, row.id, TODAY, "不用了")
    before = last_number()
    with pytest.raises(Refused, match=r"charter\.already_ended"):
        services.end_row(secretary, row.id, TODAY, "再来一次")
    assert (CharterRowEnd.select().count(), last_number()) == (1, before)


def test_a_newer_rule_speaks_over_the_older_and_both_stay(places, secretary):
    for size in ([15, 25], [10, 20]):
        services.add_row(secretary, places["village"].id, new("grid.size", size))
    assert charter_on(places["village"], TODAY).span("grid.size").least == 10
    assert [json.loads(row.value) for row, _ in history_of(places["village"], "grid.size")] == [[10, 20], [15, 25]]


def test_rules_and_their_ends_are_never_changed(places, secretary):
    row = services.add_row(secretary, places["village"].id, new("grid.size", [15, 25]))
    end = services.end_row(secretary, row.id, TODAY, "不用了")
    for attempt in (
        CharterRow.update(value="[1,2]").where(CharterRow.id == row.id), CharterRow.delete(),
        CharterRowEnd.update(reason="别的").where(CharterRowEnd.id == end.id), CharterRowEnd.delete(),
    ):
        with pytest.raises(peewee.DatabaseError), db.atomic():
            attempt.execute()
    assert charter_on(places["village"], TODAY).span("grid.size").least == 15


def test_many_places_ask_as_little_as_one(places, monkeypatch):
    asked = []
    execute = db.obj.execute_sql
    monkeypatch.setattr(db.obj, "execute_sql", lambda sql, params=None: asked.append(sql) or execute(sql, params))
    charters_on(list(places.values()), TODAY)
    assert len(asked) <= 2
