"""The reader that trusts no machine: it agrees with the portal on what is whole, and on nothing that was touched."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import Portal
from portal.doctor.records import register_lines
from portal.foundation import witness
from portal.foundation.database import connected, db, is_postgres
from portal.foundation.deeds import head
from portal.foundation.verifying import verify


@pytest.fixture
def lines(app: Portal) -> list[dict[str, Any]]:
    """The register of the test village."""
    with connected():
        return list(register_lines())


def written(folder: Path, lines: list[dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    text = "\n".join(json.dumps(line, ensure_ascii=False, default=str) for line in lines)
    (folder / "deed.jsonl").write_text(text + "\n", encoding="utf-8")
    return folder


def test_it_agrees_with_the_portal(app: Portal, lines: list[dict[str, Any]]) -> None:
    told = witness.read(lines)
    with connected():
        verdict = verify()
    assert (told.lines, told.head, told.faults) == (verdict.lines, verdict.head, [])
    assert told.lines > 10


def test_folder_zip_and_database_say_the_same(app: Portal, lines: list[dict[str, Any]], tmp_path: Path) -> None:
    with connected():
        _number, code = head()
    folder = written(tmp_path / "dump", lines)
    with zipfile.ZipFile(tmp_path / "dump.zip", "w") as packed:
        packed.write(folder / "deed.jsonl", "tables/deed.jsonl")
    sources = [folder, tmp_path / "dump.zip", folder / "deed.jsonl"]
    if not is_postgres():
        with connected():
            db.execute_sql("VACUUM INTO ?", (str(tmp_path / "copy.sqlite3"),))
        with zipfile.ZipFile(tmp_path / "backup.zip", "w") as packed:
            packed.write(tmp_path / "copy.sqlite3", "portal.sqlite3")
        sources += [tmp_path / "copy.sqlite3", tmp_path / "backup.zip"]
    for source in sources:
        told = witness.testify(source, [code])
        assert told.faults == [] and told.head == code, source
        assert told.printed == {code: len(lines)}


def test_a_replaced_file_is_named(lines: list[dict[str, Any]], tmp_path: Path) -> None:
    folder = written(tmp_path / "dump", lines)
    sha256 = hashlib.sha256(b"contract").hexdigest()
    kept = folder / "attachments" / sha256[:2] / sha256[2:4] / sha256
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"contract")
    told = witness.testify(folder)
    assert told.files == 1 and told.faults == []
    kept.write_bytes(b"another!")
    assert sha256[:12] in witness.testify(folder).faults[0]
    with zipfile.ZipFile(tmp_path / "dump.zip", "w") as packed:
        packed.write(folder / "deed.jsonl", "tables/deed.jsonl")
        packed.write(kept, f"attachments/{sha256}")
    told = witness.testify(tmp_path / "dump.zip")
    assert told.files == 1 and sha256[:12] in told.faults[0]


def test_what_is_cut_short_or_altered_or_locked_is_said(lines: list[dict[str, Any]], tmp_path: Path) -> None:
    packed = tmp_path / "backup.zip"
    with zipfile.ZipFile(packed, "w") as box:
        box.write(written(tmp_path / "dump", lines) / "deed.jsonl", "deed.jsonl")
        box.comment = b"0" * 64
    whole = packed.read_bytes()[:-64]
    sealed = whole + hashlib.sha256(whole).hexdigest().encode()
    packed.write_bytes(sealed)
    assert witness.testify(packed).faults == []
    packed.write_bytes(sealed[:40] + bytes([sealed[40] ^ 1]) + sealed[41:])
    assert "被改过" in witness.testify(packed).faults[0]
    packed.write_bytes(sealed[: len(sealed) // 2])
    assert witness.testify(packed).faults
    with zipfile.ZipFile(packed, "w") as box:
        box.writestr("portal.sqlite3.gz.age", b"age")
    assert "有密码" in witness.testify(packed).faults[0]
    assert witness.testify(tmp_path / "nothing").faults


def test_it_runs_alone_on_a_bare_python(lines: list[dict[str, Any]], tmp_path: Path) -> None:
    alone = tmp_path / "witness.py"
    alone.write_bytes(Path(witness.__file__).read_bytes())
    folder = written(tmp_path / "dump", lines)
    code = witness.code_of(lines[4])
    for printed, answer in ((code, 0), ("0" * 64, 1)):
        said = subprocess.run(
            [sys.executable, "-I", "-S", "-X", "utf8", str(alone), str(folder), "--against", printed],
            capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path,
        )
        assert said.returncode == answer, said.stderr
    assert "Traceback" not in said.stderr


@given(st.binary(max_size=2000))
def test_any_bytes_come_to_an_end(contents: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deed.jsonl"
        path.write_bytes(contents)
        told = witness.testify(path)
        assert told.faults or told.lines == 0
