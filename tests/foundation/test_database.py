"""Many writers at once: each gets its turn, none is refused, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from portal import Portal
from portal.foundation.access import PORTAL
from portal.foundation.database import db, is_postgres, open_database, writing
from portal.foundation.deeds import deed, last_number
from portal.foundation.numbers import next_number
from portal.foundation.verifying import verify


def many(count: int, work: Callable[[int], object]) -> list[object]:
    results: list[object] = []

    def run(number: int) -> None:
        try:
            with db.connection_context():
                results.append(work(number))
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_twenty_writers_write_one_chain(app: Portal) -> None:
    def write(number: int) -> int:
        for step in range(5):
            with deed(PORTAL, "portal.set_up") as done:
                done.subject = f"writer:{number}"
                done.facts(step=step)
        return number

    with db.connection_context():
        before = last_number()
    results = many(20, write)
    assert sorted(results, key=str) == sorted(range(20), key=str)
    with db.connection_context():
        assert last_number() == before + 100
        assert verify().finding is None


def test_public_numbers_have_no_gap_and_no_double(app: Portal) -> None:
    def number(_: int) -> str:
        with writing():
            return next_number("DGL", 2026)

    results = many(30, number)
    assert sorted(map(str, results)) == [f"DGL-2026-{n:04}" for n in range(1, 31)]


def test_readers_read_while_somebody_writes(app: Portal) -> None:
    with db.connection_context(), writing():
        results = many(4, lambda _: last_number())
    assert all(isinstance(result, int) for result in results), results


def test_a_writer_inside_a_writer_is_the_same_turn(app: Portal) -> None:
    with db.connection_context(), writing(), writing(), deed(PORTAL, "portal.set_up") as done:
        done.subject = "inner:1"


def test_lines_to_the_server_are_kept_and_a_cut_one_is_not_used(app: Portal) -> None:
    if not is_postgres():
        pytest.skip("only a server has lines")

    def line() -> int:
        with db.connection_context():
            return int(db.execute_sql("SELECT pg_backend_pid()").fetchone()[0])

    first = line()
    assert line() == first
    with db.connection_context():
        other = db.obj._connect()
        other.execute("SELECT pg_terminate_backend(%s)", (first,))
        db.obj._close(other, close_conn=True)
    assert line() != first
    assert app.test_client().get("/").status_code == 200


@pytest.mark.parametrize(("url", "most", "options"), [
    ("postgresql://a@127.0.0.1/b", 24, "-c jit=off"),
    ("postgresql+pool://a@127.0.0.1/b?max_connections=3&options=-cjit=on", 3, "-cjit=on"),
])
def test_the_address_has_the_last_word(url: str, most: int, options: str) -> None:
    pytest.importorskip("psycopg")
    opened = open_database(url)
    assert opened._max_connections == most and opened.connect_params["options"] == options
