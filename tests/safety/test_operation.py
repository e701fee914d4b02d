"""What the program is made of, what it never fetches, and that everything an administrator does is on record."""

from __future__ import annotations

import ast
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from makers import Cast, Village
from safety.ways import HERE, trees

from portal import Portal
from portal.foundation.access import Permission
from portal.foundation.database import connected, db, is_postgres
from portal.foundation.deeds import Deed, last_number
from portal.people.kinds import GRANTS, PostKind

ROOT = Path(__file__).parents[2]
FLOORS = {"Flask": (3, 1, 3), "Werkzeug": (3, 1, 6), "Jinja2": (3, 1, 6), "waitress": (3, 0, 2)}
FETCHING = re.compile(r"\b(urllib\.request|http\.client|requests|httpx|ftplib|smtplib|xmlrpc)\b")
ELSEWHERE = re.compile(r"(?:src|href|url\(|fetch\()\s*=?\s*[\"']?(https?://[^\"')\s]+)")
OWN_SOCKETS = {"addresses.py", "doctor/machine.py"}
"""Who opens sockets: one asks the machine for its own addresses, the other asks its own port."""


def project() -> dict[str, object]:
    """What the project says of itself."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_78_pins_stand_above_the_known_faults() -> None:
    for name, floor in FLOORS.items():
        told = next(line for line in project()["dependencies"] if line.startswith(name))
        found = re.search(r">=(\d+)\.(\d+)\.(\d+)", told)
        assert found and tuple(int(step) for step in found.groups()) >= floor, told
    import importlib.metadata

    for name, floor in FLOORS.items():
        assert tuple(int(step) for step in importlib.metadata.version(name).split(".")[:3]) >= floor


def test_78_nothing_is_fetched_while_it_runs() -> None:
    wrong = []
    for path, tree in trees():
        for node in ast.walk(tree):
            named = []
            if isinstance(node, ast.Import):
                named = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom):
                named = [node.module or ""]
            wrong += [f"portal/{path}: {name}" for name in named if FETCHING.search(name) and path not in OWN_SOCKETS]
            if "socket" in named and path not in OWN_SOCKETS:
                wrong.append(f"portal/{path}: socket")
    assert not wrong, "\n".join(wrong)


def test_80_no_page_names_another_host() -> None:
    wrong = []
    for path in (ROOT / "portal").rglob("*"):
        if path.suffix in (".html", ".css", ".js") and "htmx" not in path.name:
            wrong += [f"{path.name}: {host}" for host in ELSEWHERE.findall(path.read_text(encoding="utf-8"))]
    assert not wrong, "\n".join(wrong)


def test_79_the_linter_looks_for_dangerous_calls_and_nothing_is_silenced() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in settings["select"] and not any(rule.startswith("S") for rule in settings["ignore"])
    allowed = {rule for path, rules in settings["per-file-ignores"].items() for rule in rules
               if path.startswith("portal/") and rule.startswith("S")}
    assert allowed <= {"S104", "S608", "S704", "S603"}, allowed


def test_83_every_act_of_the_administrator_is_on_record(app: Portal, cast: Cast, village: Village) -> None:
    mark, browser = village.village.mark, cast.administrator
    acts = [
        ("/people/new", {"name": "xinren", "shown_name": "新某"}, "account.added"),
        ("/kiosk/screens", {"name": "大厅的屏", "place": str(village.village.id)}, "kiosk.registered"),
        ("/closures/new", {"day": "2026-12-31", "works": "no", "words": "盘点", "source": "通知"}, "closure.added"),
        (f"/places/new?below={mark}", {"kind": "group", "name": "九组", "code": "99010109"}, "place.added"),
    ]
    for address, typed, verb in acts:
        with connected():
            before = last_number()
        answer = browser.post(address, data=typed, headers=HERE)
        assert answer.status_code in (200, 303), (address, answer.get_data(as_text=True)[:3000])
        with connected():
            line = Deed.select().order_by(Deed.number.desc()).first()
            told = {one.verb for one in Deed.select().where(Deed.number > before)}
            assert verb in told, (address, told)
            assert line.who_name == "管某某" and "管理员" in line.who_post and line.at is not None


def test_83_the_administrator_cannot_erase_it(app: Portal, connection: None) -> None:
    for statement in ("UPDATE deed SET verb = 'x'", "DELETE FROM deed"):
        with pytest.raises(Exception, match=r"(?i)sealed|append|deed|cannot|forbid"), db.atomic():
            db.execute_sql(statement)
    assert last_number() > 0


def test_36_no_post_mixes_running_the_portal_with_publishing() -> None:
    admin = GRANTS[PostKind.SYSTEM_ADMIN]
    assert not admin & {Permission.PUBLISH, Permission.DRAFT, Permission.REVIEW, Permission.APPROVE}
    assert [kind for kind, granted in GRANTS.items() if Permission.STATE in granted] == [PostKind.SYSTEM_ADMIN]


def test_75_what_grows_is_bounded(app: Portal) -> None:
    """Logs, the page cache and the write-ahead log have limits; old sittings and sent forms are dropped by jobs."""
    import logging
    from logging.handlers import RotatingFileHandler

    from portal.foundation.ticks import jobs

    keepers = [one for one in logging.getLogger("portal").handlers if isinstance(one, RotatingFileHandler)]
    assert keepers and all(0 < one.maxBytes <= 1024 * 1024 and one.backupCount <= 5 for one in keepers)
    assert app.cache.limit <= 16 * 1024 * 1024
    assert {"checkpoint", "people.sittings"} <= {job.name for job in jobs()}
    if not is_postgres():
        with connected():
            assert db.execute_sql("PRAGMA wal_autocheckpoint").fetchone()[0] == 0


def test_10_days_of_every_kind_open_every_page(app: Portal, cast: Cast) -> None:
    from datetime import datetime

    from portal.foundation import clock

    for day in (date(2000, 1, 1), date(2028, 2, 29), date(2038, 1, 19), date(2038, 1, 20), date(2099, 12, 31)):
        with clock.at(datetime(day.year, day.month, day.day, 16, 0)):
            for address in ("/", "/disclosures/", "/agenda/", "/cases/", "/activities/", "/meetings/", "/search/?q=一"):
                assert cast.browser().get(address).status_code in (200, 302, 303), (day, address)
