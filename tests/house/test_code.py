"""How the code is kept: small files, queries only where records are, no addresses of one machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import portal

ROOT = Path(portal.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.py") if "_migrations" not in path.parts)
MOST_LINES = 260
ASKING = frozenset({"select", "where", "execute_sql", "insert_many", "get_or_none", "get_by_id", "get_or_create"})
CHANGING = frozenset({"insert", "update", "delete", "delete_by_id", "get"})
KEEPERS = frozenset({
    "foundation/database.py", "foundation/deeds.py", "foundation/facts.py", "foundation/health.py",
    "foundation/lines.py", "foundation/migrating.py", "foundation/numbers.py", "foundation/once.py",
    "foundation/sealing.py", "foundation/slips.py", "foundation/special_days.py",
    "foundation/ticks.py", "foundation/uploads.py", "foundation/verifying.py",
})
"""Modules below the rooms that keep their own table or look after the database itself."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Every file of the portal, parsed."""
    for path in FILES:
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_grows_into_two(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{path.relative_to(ROOT)} has {lines} lines: usually that means two rooms"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_opens_with_a_sentence(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert said.split("\n")[0].rstrip().endswith((".", ":")), f"{path.relative_to(ROOT)} opens without a sentence"


def test_queries_live_only_in_records() -> None:
    wrong = [
        f"portal/{name}:{line} .{verb}("
        for name, tree in trees()
        if name not in KEEPERS and "records" not in Path(name).stem
        for verb, line in _queries(tree)
    ]
    assert not wrong, "move these queries into the room's records.py:\n" + "\n".join(wrong)


def _queries(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            receiver, verb = node.func.value, node.func.attr
            of_a_record = isinstance(receiver, ast.Name) and receiver.id[:1].isupper() and not receiver.id.isupper()
            if verb in ASKING or (verb in CHANGING and of_a_record):
                yield verb, node.lineno


def test_no_import_hides_inside_a_function_of_a_room() -> None:
    wrong = [
        f"portal/{name}:{node.lineno}"
        for name, tree in trees()
        if "/" in name and not name.startswith(("foundation/", "demo/"))
        for function in ast.walk(tree) if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("portal")
    ]
    assert not wrong, "imports go at the top, downstairs only:\n" + "\n".join(wrong)


def test_nothing_is_left_undone_or_silenced() -> None:
    forbidden = re.compile(r"\b(TODO|FIXME|XXX)\b|#\s*(noqa|type:\s*ignore|pragma: no cover)")
    wrong = [
        f"{path.relative_to(ROOT.parent)}:{number}"
        for folder in (ROOT, ROOT.parent / "tests", ROOT.parent / "migrations")
        for path in sorted(folder.rglob("*.py")) if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if forbidden.search(line)
    ]
    assert not wrong, "\n".join(wrong)
