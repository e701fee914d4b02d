"""A roster of five hundred and a board of ten thousand ask as few questions as small ones."""

from __future__ import annotations

from activities.ways import signed, up
from makers import Cast, Village
from page import Page
from peewee import Model, chunked
from playhouse.test_utils import count_queries

from portal import Portal
from portal.activities.records import Activity
from portal.activities.signup_records import Signup
from portal.foundation.database import db

MOST = 8


def many(model: type[Model], like: Model, count: int, **changes: object) -> None:
    """So many more rows in the likeness of one; what must differ is `changes` with the row's turn put in."""
    row = {field.column_name: value for field, value in zip(
        model._meta.sorted_fields, model.select().where(model.id == like.id).tuples()[0], strict=True,
    ) if field.name != "id"}
    made = [
        row | {name: str(form).format(turn) for name, form in changes.items()} for turn in range(count)
    ]
    fields = {field.column_name: field for field in model._meta.sorted_fields}
    with db.atomic():
        for some in chunked(made, 200):
            model.insert_many([{fields[name]: value for name, value in one.items()} for one in some]).execute()


def test_a_roster_of_five_hundred_asks_few_questions(
    app: Portal, cast: Cast, village: Village, connection: None,
) -> None:
    activity = up(village, 600)
    with app.app_context():
        signup, _code = signed(activity, "张春生")
    unique = {field.name for field in Signup._meta.sorted_fields if field.unique and field.name != "id"}
    many(Signup, signup, 499, name="村民{}", **dict.fromkeys(unique, "copy-{}"))
    assert Signup.select().count() == 500
    assert cast.clerk.get("/account").status_code == 200
    for page in ("roster", "people", "day"):
        with count_queries() as counted:
            answer = Page(cast.clerk.get(f"/activities/{activity.number}/{page}"))
        assert answer.status == 200 and "村民498" in answer.text, page
        assert counted.count <= MOST, f"{page}: {counted.count} questions"


def test_a_board_of_ten_thousand_asks_few_questions(
    app: Portal, cast: Cast, village: Village, connection: None,
) -> None:
    activity = up(village)
    many(Activity, activity, 10_000, number="LP-2026-H9{:05d}", title="第{}次清理河道")
    for mark in (village.village.mark, village.township.mark, village.county.mark):
        app.cache.forget()
        with count_queries() as counted:
            answer = Page(cast.stranger.get(f"/activities/?place={mark}"))
        assert answer.status == 200 and "清理河道" in answer.text
        assert counted.count <= MOST, f"{mark}: {counted.count} questions"
