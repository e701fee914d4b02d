"""Every page is valid HTML, as the W3C's own checker reads it; `house/test_pages.py` sees that readings share it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from checks.tools import module, program
from house.rounds import Browsers, Furnished, everything

pytestmark = pytest.mark.browser


def test_every_page_is_valid(browsers: Browsers, furnished: Furnished, tmp_path: Path) -> None:
    java, checker = program("java"), module("vnu-jar/build/dist/vnu.jar")
    pages = tmp_path / "pages"
    pages.mkdir()
    for visit, _reading, answer in browsers.walk(everything(furnished)):
        (pages / f"{visit.name}.html").write_bytes(answer.data)
    ran = subprocess.run(
        [java, "-jar", str(checker), "--format", "json", "--exit-zero-always", "--skip-non-html", str(pages)],
        capture_output=True, check=True,
    )
    told = json.loads(ran.stderr or b"{}").get("messages", [])
    wrong = sorted({
        f"{Path(found.get('url', '')).stem}: {found['message']} … {found.get('extract', '')[:120]!r}"
        for found in told if found["type"] != "info" or found.get("subType") == "warning"
    })
    assert not wrong, f"{len(wrong)} findings:\n" + "\n".join(wrong)
