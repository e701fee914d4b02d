"""The two servers the portal is held against: bare waitress with constant bytes, and a thin Flask page over SQLite."""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import waitress
from flask import Flask, render_template, request
from jinja2 import DictLoader
from peewee import CharField, DateField, IntegerField, Model, SqliteDatabase

THREADS: dict[str, Any] = {
    "threads": 8, "connection_limit": 1000, "asyncore_use_poll": True, "channel_timeout": 15, "ident": None,
    "clear_untrusted_proxy_headers": True,
}
"""How waitress is set where the portal itself starts it."""
STORED = 10_000
PAGE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>公开栏</title></head><body><h1>公开栏</h1><ul>
{% for row in rows %}<li><a href="/{{ row.id }}">{{ row.title }}</a> {{ row.kind }} {{ row.since }} {{ row.place }}</li>
{% endfor %}</ul></body></html>"""


def bare(answers: Path) -> Callable[..., Iterable[bytes]]:
    """A WSGI function that knows its answers by heart: path and question to headers and a file of bytes."""
    kept = {
        address: ([tuple(pair) for pair in found["headers"]], (answers / found["file"]).read_bytes())
        for address, found in json.loads((answers / "answers.json").read_text()).items()
    }
    first = next(iter(kept.values()))

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        question = environ["QUERY_STRING"]
        headers, body = kept.get(environ["PATH_INFO"] + (f"?{question}" if question else ""), first)
        start_response("200 OK", headers)
        return [body]

    return answer


def page(path: Path) -> Flask:
    """Flask, Jinja and peewee and nothing else: a list of rows as dictionaries, a connection for every request."""
    db = SqliteDatabase(path, autoconnect=False, pragmas={
        "journal_mode": "wal", "foreign_keys": 1, "synchronous": "full", "wal_autocheckpoint": 0,
    })

    class Notice(Model):
        title = CharField()
        kind = CharField()
        since = DateField()
        place = IntegerField()

        class Meta:
            database = db
            indexes = ((("place", "since"), False),)

    if not path.exists():
        with db:
            db.create_tables([Notice])
            day = date(2026, 1, 1)
            Notice.insert_many([
                (f"2026年{turn % 12 + 1}月集体收支和议定事项（{turn}）", "finance", day + timedelta(days=turn % 300),
                 turn % 20)
                for turn in range(STORED)
            ], fields=[Notice.title, Notice.kind, Notice.since, Notice.place]).execute()
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": PAGE})

    @app.before_request
    def connect() -> None:
        db.connect()

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        db.close()

    @app.get("/")
    def show() -> str:
        count = request.args.get("rows", 50, type=int)
        asked = Notice.select().where(Notice.place == 7).order_by(Notice.since.desc(), Notice.id.desc()).limit(count)
        return render_template("page.html", rows=list(asked.dicts()))

    return app


def main() -> None:
    """Serve one of the two."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bare", type=Path)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--port", type=int)
    asked = parser.parse_args()
    app = bare(asked.bare) if asked.bare else page(asked.page)
    if asked.page:
        with closing(sqlite3.connect(asked.page)) as kept:
            kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    waitress.serve(app, host="127.0.0.1", port=asked.port, _quiet=True, **THREADS)


if __name__ == "__main__":
    main()
