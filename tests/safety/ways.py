"""Ways through all addresses at once: filled in for the furnished village, with what their forms carry."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from house.rounds import Furnished, Visit
from page import Page

import portal
from portal import Portal
from portal.foundation.access import Permission, door_of
from portal.foundation.web import FILES

ROOT = Path(portal.__file__).parent
HERE = {"Origin": "http://localhost"}


@dataclass(frozen=True)
class Opened:
    """A page of the round as it was answered."""

    visit: Visit
    page: Page
    headers: Any
    is_html: bool


@dataclass(frozen=True)
class Address:
    """One address with one method, and the permission its door asks for (None: everybody)."""

    rule: str
    path: str
    method: str
    endpoint: str
    permission: Permission | None

    @property
    def has_numbers(self) -> bool:
        """Whether it names something by number."""
        return "<" in self.rule


def filled(rule: str, found: Furnished) -> str:
    """An address of the furnished village."""
    names = found.facts | {"sitting_id": 1, "row_id": 1, "screen_id": 1, "closure_id": 1, "name": "x"}
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda part: str(names.get(part.group(1), 1)), rule)


def addresses(app: Portal, found: Furnished) -> Iterator[Address]:
    """Every address and method of the portal."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        door = door_of(app.view_functions[rule.endpoint])
        if rule.endpoint in FILES or door is None:
            continue
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            yield Address(rule.rule, filled(rule.rule, found), method, rule.endpoint, door.permission)


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Every file of the portal, parsed."""
    for path in sorted(ROOT.rglob("*.py")):
        if "_cache" not in path.as_posix():
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def question_names() -> list[str]:
    """Every name a view asks the address's question for."""
    found = set()
    for _path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = ast.unparse(node.func)
            if called == "asked_number" or called.endswith(("args.get", "values.get")):
                found.add(str(node.args[0].value))
    return sorted(found)


def field_names() -> list[str]:
    """Every field any form has."""
    found = set()
    for path, tree in trees():
        if "forms" not in Path(path).stem:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found |= {
                    target.id for step in node.body if isinstance(step, ast.Assign)
                    for target in step.targets if isinstance(target, ast.Name) and not target.id.isupper()
                }
    return sorted(found)
