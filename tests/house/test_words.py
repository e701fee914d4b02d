"""No untranslated words: everything a page says is Chinese in the source and English in a complete catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from checks import words

import portal

ROOT = Path(portal.__file__).parent
CJK = re.compile(r"[㐀-鿿]")
MARKS = frozenset({"_", "N_", "ngettext"})
NOT_WORDS = frozenset({
    "starting.py", "settings.py", "addresses.py", "commands.py", "backups/commands.py", "people/commands.py",
    "doctor/commands.py", "foundation/witness.py",
    "demo", "foundation/numerals.py", "foundation/days.py", "foundation/special_days.py", "foundation/masking.py",
    "foundation/pinyin.py", "foundation/codes.py", "foundation/numbers.py", "foundation/number_runs.py",
    "foundation/spreadsheets.py", "foundation/sheet_bounds.py", "foundation/sniffing.py", "foundation/markup.py",
})
"""Where Chinese is no sentence of a page: the console (in both languages), made-up papers, figures and patterns."""

SIGNS = {"places/sheets.py", "places/rules.py", "drafts/rules.py", "people/rules.py", "charter/reading.py"}
"""Rules that read what people typed, and so know the characters people type."""

PLACEHOLDER = re.compile(r"\{(\w+)\}|%\((\w+)\)[sd]")
CATALOGUE = words.brought_in_line()


def _is_marked(path: str) -> bool:
    return path not in NOT_WORDS and path not in SIGNS and path.split("/")[0] not in NOT_WORDS


def _is_mark_or_pattern(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id in MARKS
    return isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"


PYTHON = [name for path in sorted(ROOT.rglob("*.py")) if _is_marked(name := path.relative_to(ROOT).as_posix())]
TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.*ml"))


def bare_words(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Chinese string literals that are neither marked nor a docstring."""
    if isinstance(tree, ast.Call) and _is_mark_or_pattern(tree.func):
        return
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and CJK.search(child.value):
            yield child.lineno, child.value
        yield from bare_words(child)


@pytest.mark.parametrize("name", PYTHON)
def test_code_marks_its_words(name: str) -> None:
    found = list(bare_words(ast.parse((ROOT / name).read_text(encoding="utf-8"))))
    told = [f"portal/{name}:{line} {text[:30]}" for line, text in found if text not in portal_names()]
    assert not told, "write these inside _() or N_():\n" + "\n".join(told)


def _lines(found: re.Match[str]) -> str:
    return "\n" * found.group(0).count("\n")


def portal_names() -> frozenset[str]:
    """Names that stay as they are in every language, and the signs of Chinese dates."""
    return frozenset({"村口", "系统", "中文", "年", "月", "日", " 农历"})


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_mark_their_words(name: str) -> None:
    source = (ROOT / "templates" / name).read_text(encoding="utf-8")
    for hidden in (r"\{#.*?#\}", r"\{%-?\s*trans\b.*?endtrans\s*-?%\}"):
        source = re.sub(hidden, _lines, source, flags=re.S)
    code = [found.group(0) for found in re.finditer(r"\{%.*?%\}|\{\{.*?\}\}", source, re.S)]
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", _lines, source, flags=re.S)
    loose = [f"{number}: {line.strip()[:60]}" for number, line in enumerate(source.split("\n"), 1) if CJK.search(line)]
    loose = [line for line in loose if 'lang="zh-Hans"' not in line]
    for piece in code:
        unmarked = re.sub(r"\b(?:_|ngettext)\(\s*(?:\"[^\"]*\"|'[^']*')(?:\s*,\s*\"[^\"]*\")?", "", piece)
        loose += [text for text in re.findall(r"\"[^\"]*\"|'[^']*'", unmarked) if CJK.search(text)]
    assert not loose, f"templates/{name}: write these inside _() or trans:\n" + "\n".join(loose)


def test_every_sentence_has_its_english() -> None:
    untold = sorted(words.missing(CATALOGUE))
    assert not untold, f"{len(untold)} sentences to translate; run tests/checks/words.py: {untold[:20]}"


def test_a_translation_names_the_same_facts() -> None:
    wrong = [
        f"{told} {_all(message.id)} -> {text}"
        for message in CATALOGUE if message.id
        for text in _texts(message)
        if (told := _names(text) ^ _names(_all(message.id)))
    ]
    assert not wrong, "\n".join(wrong)


def test_english_is_english() -> None:
    wrong = [text for message in CATALOGUE if message.id for text in _texts(message) if CJK.search(text)]
    allowed = re.compile(r"[㐀-鿿]+")
    wrong = [text for text in wrong if any(piece not in portal_names() for piece in allowed.findall(text))]
    assert not wrong, "\n".join(wrong)


def test_the_kept_catalogue_is_the_newest() -> None:
    newest = _told(CATALOGUE)
    assert _told(words.catalogue()) == newest, "run tests/checks/words.py: portal.po is behind the house"
    with words.MO.open("rb") as file:
        assert _told(read_mo(file)) == newest, "run tests/checks/words.py: portal.mo is behind portal.po"


def _told(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {(*_every(message.id), *_every(message.string)) for message in catalogue if message.id}


def _every(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _all(message: str | tuple[str, ...]) -> str:
    return " ".join(message) if isinstance(message, tuple) else message


def _texts(message: Message) -> tuple[str, ...]:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(text for text in texts if text)


def _names(text: str) -> set[str]:
    return {brace or percent for brace, percent in PLACEHOLDER.findall(text)}
