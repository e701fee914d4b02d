"""Read a register without trusting the machine it comes from: a backup file, an exported folder, or a printed code.

Needs nothing but Python: copy this one file to any computer and run
`python witness.py 备份.sqlite3 --against 末条校验码`. It recomputes every line from its contents, never from stored
hashes, and knows nothing of the portal that wrote them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

GENESIS = "0" * 64
COLUMNS = ("number", "at", "who_id", "who_name", "who_post", "verb", "subject", "place_id", "facts", "previous", "hash")
ASK = """SELECT number, at, who_id, who_name, who_post, verb, subject, place_id, facts, previous, hash
FROM deed ORDER BY number"""
LEAST_CODE = 16
"""Hexadecimal signs of a printed code that must at least be given: 64 bits."""
SIGNS = 64
DUMPED = "deed.jsonl"
HASH = re.compile(r"[0-9a-f]{64}\Z")

WORDS = {
    "removed": "第 {number} 条不见了：登记簿在第 {before} 条之后断开 / line {number} is missing",
    "changed": "第 {number} 条被改过：内容和它的校验码对不上 / line {number} was changed",
    "unlinked": "第 {number} 条接不上第 {before} 条 / line {number} does not follow line {before}",
    "rewound": "纸上的校验码这里没有：登记簿被换过，或者比印的时候短 / the printed code is not in this register",
    "short": "校验码至少要输 16 个字母数字 / give at least 16 signs of the code",
    "unreadable": "这里没有读得懂的登记簿 / there is no readable register here",
    "locked": "这份备份有密码，先照里面 README 说的解开，再核对 portal.sqlite3 / it is locked: unlock it first",
    "altered": "这份备份被改过，或者没有拷完整 / the file was altered or cut short",
    "file": "附件 {name} 的内容被换过 / the contents of file {name} were replaced",
}


class Unreadable(Exception):
    """What was given holds no register this reader understands."""


class Locked(Exception):
    """What was given is locked with a passphrase, which this reader does not ask for."""


class Altered(Exception):
    """What was given is not what it was when it was packed."""


@dataclass
class Testimony:
    """What was read: how many lines, the last code, where printed codes were found, and every fault in words."""

    lines: int = 0
    head: str = GENESIS
    files: int = 0
    printed: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def code_of(line: dict[str, Any]) -> str:
    """The code of one line, from everything it says."""
    moment = datetime.fromisoformat(str(line["at"])).isoformat()
    said = [line["number"], moment, *(line[name] for name in COLUMNS[2:10])]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(code: str) -> str:
    """A printed code however it was typed: groups, blanks and capitals make no difference."""
    return re.sub(r"[\s-]", "", code).lower()


def read(lines: Iterable[dict[str, Any]], against: Iterable[str] = (), number: int | None = None) -> Testimony:
    """Follow the chain from its beginning, up to the first fault; every printed code must turn up on the way.

    With `number` a code counts only on the line that carries this number.
    """
    told = Testimony()
    wanted = [plain(code) for code in against]
    if any(len(code) < LEAST_CODE for code in wanted):
        told.faults.append(WORDS["short"])
        return told
    for line in lines:
        fault = _fault(line, told)
        if fault:
            told.faults.append(WORDS[fault].format(number=told.lines + 1, before=told.lines))
            return told
        told.lines, told.head = int(line["number"]), code_of(line)
        for code in wanted:
            if told.head.startswith(code) and number in (None, told.lines):
                told.printed[code] = told.lines
    if set(wanted) - set(told.printed):
        told.faults.append(WORDS["rewound"])
    return told


def _fault(line: dict[str, Any], told: Testimony) -> str:
    if line["number"] != told.lines + 1:
        return "removed"
    if code_of(line) != line["hash"]:
        return "changed"
    return "" if line["previous"] == told.head else "unlinked"


def lines_in(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of the register in a database file, an exported folder, or an exported zip; ordered by number."""
    if path.is_dir():
        path = _only(sorted(path.rglob(DUMPED)) or sorted(path.rglob("*.sqlite3")))
    if path.name == DUMPED:
        with path.open(encoding="utf-8") as file:
            yield from _parsed(file)
    elif zipfile.is_zipfile(path):
        yield from _packed(path)
    else:
        yield from _rows(path)


def _only(found: list[Path]) -> Path:
    if len(found) != 1:
        raise Unreadable
    return found[0]


def _packed(path: Path) -> Iterator[dict[str, Any]]:
    """The lines in a packed backup or export, whose last 64 signs are the SHA-256 of everything before them."""
    _check_seal(path)
    with zipfile.ZipFile(path) as packed, tempfile.TemporaryDirectory() as folder:
        names = [name for name in packed.namelist() if name.rpartition("/")[2] in (DUMPED, "portal.sqlite3")]
        if any(name.endswith(".age") for name in packed.namelist()):
            raise Locked
        target = Path(folder) / _only([Path(name) for name in names]).name
        with packed.open(names[0]) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        yield from lines_in(target)


def _check_seal(path: Path) -> None:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - SIGNS))
        said = file.read()
    if HASH.match(said.decode("latin-1")) and _sha256(path, size - SIGNS) != said.decode():
        raise Altered


def _parsed(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    kept = [json.loads(line) for line in lines if line.strip()]
    if not all(isinstance(line, dict) and set(COLUMNS) <= set(line) for line in kept):
        raise Unreadable("deed.jsonl")
    yield from sorted(kept, key=lambda line: int(line["number"]))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise Unreadable(path.name)
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        for row in opened.execute(ASK):
            yield dict(zip(COLUMNS, row, strict=True))


def replaced_files(folder: Path) -> tuple[int, list[str]]:
    """How many attachments lie in a folder or a zip, and the names of those that are not what their name says."""
    if folder.is_file():
        return _replaced_in(folder) if zipfile.is_zipfile(folder) else (0, [])
    found = [path for path in folder.rglob("*") if HASH.match(path.name) and path.is_file()]
    return len(found), [path.name[:12] for path in found if _sha256(path) != path.name]


def _replaced_in(path: Path) -> tuple[int, list[str]]:
    with zipfile.ZipFile(path) as packed:
        names = [name for name in packed.namelist() if HASH.match(name.rpartition("/")[2])]
        wrong = []
        for name in names:
            with packed.open(name) as file:
                if hashlib.sha256(file.read()).hexdigest() != name.rpartition("/")[2]:
                    wrong.append(name.rpartition("/")[2][:12])
    return len(names), wrong


def _sha256(path: Path, most: int | None = None) -> str:
    """The hash of a file, or of its first `most` bytes."""
    digest = hashlib.sha256()
    left = path.stat().st_size if most is None else most
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(left, 1 << 20))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def testify(path: Path, against: Iterable[str] = (), number: int | None = None) -> Testimony:
    """Everything that can be said about a backup or an export."""
    try:
        told = read(lines_in(path), against, number)
    except Locked:
        return Testimony(faults=[WORDS["locked"]])
    except Altered:
        return Testimony(faults=[WORDS["altered"]])
    except (Unreadable, sqlite3.Error, OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return Testimony(faults=[WORDS["unreadable"]])
    told.files, replaced = replaced_files(path)
    told.faults += [WORDS["file"].format(name=name) for name in replaced]
    return told


def sentences(told: Testimony) -> list[str]:
    """What was found, for somebody who reads it on a screen."""
    said = [f"读了 {told.lines} 条，末条校验码 {told.head} / read {told.lines} lines"]
    said += [f"附件 {told.files} 个 / {told.files} files"] if told.files else []
    said += [f"纸上的校验码是第 {line} 条的 / the printed code is line {line}" for line in told.printed.values()]
    return said + (told.faults or ["全部对得上 / everything holds"])


def main(arguments: list[str] | None = None) -> int:
    """The command line of the reader on its own."""
    parser = argparse.ArgumentParser(description="核对登记簿 / check a register")
    parser.add_argument("path", type=Path, help="备份文件、导出的文件夹或压缩包 / backup file, exported folder or zip")
    parser.add_argument("--against", action="append", default=[], help="打印页上的校验码 / code on a printed page")
    parser.add_argument("--number", type=int, help="打印页上的末条号 / number on that page")
    given = parser.parse_args(arguments)
    told = testify(given.path, given.against, given.number)
    sys.stdout.write("\n".join(sentences(told)) + "\n")
    return 1 if told.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
