"""Every question and every write of the demonstration, many rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import fn

from portal.disclosures.item_records import DutyItem
from portal.disclosures.records import Disclosure, DisclosureText, Edition
from portal.foundation.database import Record, db, is_postgres
from portal.foundation.numbers import Series
from portal.people.kinds import PostKind
from portal.people.records import Account, Post
from portal.places.records import Place

Row = tuple[Any, ...]
ROOM = 128 * 1024
"""Kilobytes of SQLite page cache while much is written; its own two megabytes would read every index back again."""


def is_empty() -> bool:
    """Whether there is no place at all yet."""
    return not Place.select().exists()


def next_id(table: type[Record]) -> int:
    """The id a new row of a table would get."""
    return int(table.select(fn.MAX(table.id)).scalar() or 0) + 1


def write(table: type[Record], rows: Sequence[Row]) -> None:
    """Insert rows that hold every column in the order of the record's fields."""
    if rows:
        sql, _values = table.insert_many([rows[0]], fields=table._meta.sorted_fields).sql()
        db.connection().cursor().executemany(sql, rows)


def switch_off(rows: Sequence[dict[str, Any]]) -> None:
    """Lines of the catalogue that places do not have, numbered from the next free id."""
    fields, first = DutyItem._meta.sorted_fields, next_id(DutyItem)
    given = [{"id": number} | row for number, row in enumerate(rows, first)]
    write(DutyItem, [tuple(field.db_value(row[field.name]) for field in fields) for row in given])


def last_number(series: str) -> int:
    """How far a series of public numbers has come."""
    known = Series.get_or_none(Series.name == series)
    return int(known.last) if known else 0


def note_numbers(last: dict[str, int]) -> None:
    """Write down how far each series of public numbers has come."""
    rows = [{"name": name, "last": number} for name, number in last.items()]
    Series.insert_many(rows).on_conflict(conflict_target=[Series.name], preserve=[Series.last]).execute()


def let_ids_go_on() -> None:
    """Tell PostgreSQL that ids were given out by hand; SQLite sees for itself."""
    if is_postgres():
        for table in (Place, Account, Post, Disclosure, Edition, DisclosureText, DutyItem):
            name = table._meta.table_name
            db.execute_sql("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", (name, next_id(table)))


def account_named(name: str) -> Account:
    """The account with this sign-in name, which is there."""
    return Account.get(Account.name == name)


def holder_of(place: Place, kind: PostKind) -> Account:
    """Whoever holds a post in a place, the first who came."""
    query = Account.select().join(Post).where(Post.place == place.id, Post.kind == kind).order_by(Post.id)
    found: Account = query.limit(1).get()
    return found


@contextmanager
def roomy() -> Iterator[None]:
    """A larger page cache while this lasts."""
    if is_postgres():
        yield
        return
    usual = db.execute_sql("PRAGMA cache_size").fetchone()[0]
    db.execute_sql(f"PRAGMA cache_size = -{ROOM}")
    try:
        yield
    finally:
        db.execute_sql(f"PRAGMA cache_size = {int(usual)}")
