"""Every line of the safety list is held by a test that is really there, or says why not."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from safety.lines import LINES, Line

TESTS = Path(__file__).parents[1]


@cache
def names_in(name: str) -> frozenset[str]:
    """The tests of a file, leaving out those that are always skipped."""
    tree = ast.parse((TESTS / name).read_text(encoding="utf-8"))
    return frozenset(
        node.name for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        and not any("mark.skip(" in ast.unparse(one) for one in node.decorator_list)
    )


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.number:02d}-{line.prevents.replace(' ', '-')}")
def test_a_line_is_held(line: Line) -> None:
    assert line.held or len(line.why_not) > 40, f"line {line.number} is held by nothing and says not why"
    for told in line.held:
        name, _, test = told.partition("::")
        assert (TESTS / name).is_file(), f"line {line.number}: no file {name}"
        assert test in names_in(name), f"line {line.number}: no {test} in {name}"


def test_no_line_is_missing() -> None:
    assert [line.number for line in LINES] == list(range(1, 97))
