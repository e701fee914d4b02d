"""Every page in every reading is valid HTML, as the W3C's own checker reads it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from checks.tools import module, program
from house.rounds import READINGS, Browsers, Furnished, everything

pytestmark = pytest.mark.browser


def test_every_page_is_valid(browsers: Browsers, furnished: Furnished, tmp_path: Path) -> None:
    java, checker = program("java"), module("vnu-jar/build/dist/vnu.jar")
    pages = tmp_path / "pages"
    pages.mkdir()
    for visit, reading, answer in browsers.walk(everything(furnished), READINGS):
        (pages / f"{visit.name}.{reading}.html").write_bytes(answer.data)
    ran = subprocess.run(
        [java, "-jar", str(checker), "--format", "json", "--exit-zero-always", "--skip-non-html", str(pages)],
        capture_output=True, check=True,
    )
    told = json.loads(ran.stderr or b"{}").get("messages", [])
    wrong = sorted({
        f"{Path(found.get('url', '')).stem.partition('.')[0]}: {found['message']} … {found.get('extract', '')[:120]!r}"
        for found in told if found["type"] != "info" or found.get("subType") == "warning"
    })
    assert not wrong, f"{len(wrong)} findings:\n" + "\n".join(wrong)
