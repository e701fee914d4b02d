"""Every refusal and every deed has its words, and no words are left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import portal
from portal import Portal
from portal.foundation import i18n

ROOT = Path(portal.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
KEY = re.compile(r"[a-z_]+\.[a-z_0-9]+\Z")


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function by name, with the file it is in."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if called in names:
                    yield path, node


def first_words(call: ast.Call, position: int) -> str | None:
    """The literal at a position of a call."""
    given = call.args[position] if len(call.args) > position else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


def literals() -> set[str]:
    """Every dotted key written anywhere outside the words themselves."""
    return {
        node.value
        for path, tree in TREES.items() if not path.endswith("words.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.match(node.value)
    }


def test_every_refusal_has_its_sentence(app: Portal) -> None:
    known = i18n.refusal_words()
    wrong = [
        f"portal/{path}:{call.lineno} {key}"
        for path, call in calls("Refused") if (key := first_words(call, 0)) is not None and key not in known
    ]
    assert not wrong, "no sentence in any REFUSALS for:\n" + "\n".join(wrong)


def test_a_refusal_says_what_its_sentence_names(app: Portal) -> None:
    wrong = []
    for path, call in calls("Refused"):
        key = first_words(call, 0)
        given = {keyword.arg for keyword in call.keywords}
        if key is None or None in given:
            continue
        named = set(re.findall(r"\{(\w+)\}", i18n.refusal_words().get(key, "")))
        if named - given:
            wrong.append(f"portal/{path}:{call.lineno} {key} does not say {sorted(named - given)}")
    assert not wrong, "\n".join(wrong)


def test_every_deed_has_its_words(app: Portal) -> None:
    known = i18n.deed_words()
    wrong = [
        f"portal/{path}:{call.lineno} {verb}"
        for path, call in calls("deed") if (verb := first_words(call, 1)) is not None and verb not in known
    ]
    assert not wrong, "no words in any DEEDS for:\n" + "\n".join(wrong)


def test_no_words_are_left_over(app: Portal) -> None:
    used = literals()
    begun = {text.partition(".")[0] for path, call in calls("Refused") for text in _beginnings(call)}
    refusals = sorted(key for key in i18n.refusal_words() if key not in used and key.partition(".")[0] not in begun)
    deeds = sorted(set(i18n.deed_words()) - used)
    assert refusals == [], f"refusals nobody makes: {refusals}"
    assert deeds == [], f"deeds nobody does: {deeds}"


def _beginnings(call: ast.Call) -> Iterator[str]:
    """How the keys that are put together begin: Refused(f"room.{why}")."""
    if call.args and isinstance(call.args[0], ast.JoinedStr) and isinstance(call.args[0].values[0], ast.Constant):
        yield str(call.args[0].values[0].value)
