"""Every setting of the machine is in the README's table, and the table names no other."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from portal.settings import Settings

README = Path(__file__).parents[2] / "README.md"


def test_every_setting_is_in_the_readme() -> None:
    told = set(re.findall(r"`PORTAL_([A-Z_]+)`", README.read_text(encoding="utf-8")))
    real = {field.name.upper() for field in fields(Settings)}
    assert real - told == set(), f"the README does not tell of: {sorted(f'PORTAL_{name}' for name in real - told)}"
    assert told - real == set(), f"the README tells of settings that are not there: {sorted(told - real)}"


def test_the_readme_holds_the_two_commands() -> None:
    text = README.read_text(encoding="utf-8")
    for line in (
        "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/python app.py --demo",
        'python3 -m venv .venv && .venv/bin/pip install -e ".[test]" && .venv/bin/python -m pytest',
    ):
        assert line in text.split("\n"), f"the README must hold this line as it is: {line}"
