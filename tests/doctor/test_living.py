"""The files for living on a machine are as the machine wants them, and name nothing that is not there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from portal import Portal

LIVING = Path(__file__).parents[2] / "docs" / "living"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def test_the_windows_task_starts_at_boot_and_is_never_stopped() -> None:
    task = ElementTree.parse(LIVING / "cunkou-task.xml").getroot()

    def said(path: str) -> str | None:
        return task.findtext("/".join(TASK + step for step in path.split("/")))

    assert task.find(f"{TASK}Triggers/{TASK}BootTrigger") is not None
    assert said("Settings/ExecutionTimeLimit") == "PT0S"
    assert said("Settings/DisallowStartIfOnBatteries") == "false" == said("Settings/StopIfGoingOnBatteries")
    assert said("Settings/RestartOnFailure/Interval") == "PT1M"
    assert said("Principals/Principal/RunLevel") == "LeastPrivilege"
    assert said("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    (LIVING / "cunkou-task.xml").read_text(encoding="ascii")


def test_the_unit_is_one_that_systemd_reads(tmp_path: Path) -> None:
    text = (LIVING / "cunkou.service").read_text(encoding="utf-8")
    for line in ("Restart=on-failure", "NoNewPrivileges=yes", "ProtectSystem=strict", "StateDirectoryMode=0700"):
        assert line in text
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here")
    unit = tmp_path / "cunkou.service"
    unit.write_text(text.replace("/usr/bin/python3", "/bin/true"), encoding="utf-8")
    said = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "cunkou.service" not in said.stderr, said.stderr


@pytest.mark.parametrize("name", ["start.bat", "kiosk.bat"])
def test_batch_files_have_the_line_ends_of_windows(name: str) -> None:
    contents = (LIVING / name).read_bytes()
    assert contents.count(b"\r\n") in (contents.count(b"\n"), 0)
    assert contents.decode("utf-8").isascii() or b"chcp 65001" in contents


@pytest.mark.parametrize("name", ["start.sh", "kiosk.sh"])
def test_shell_files_can_be_read_by_a_plain_shell(name: str) -> None:
    if not shutil.which("sh"):
        pytest.skip("no shell here")
    subprocess.run(["sh", "-n", str(LIVING / name)], check=True)


def test_the_pages_lead_to_each_other_and_to_files_that_are_there() -> None:
    for page in LIVING.glob("*.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert link.startswith("https://") or (page.parent / link).exists(), f"{page.name}: {link}"
    index = (LIVING / "README.md").read_text(encoding="utf-8")
    for page in LIVING.glob("*"):
        assert page.name == "README.md" or page.name in index, page.name


def test_every_command_the_pages_name_is_there(app: Portal) -> None:
    known = set(app.cli.commands)
    for page in LIVING.glob("*.md"):
        for name in re.findall(r"\bflask ([a-z-]+)", page.read_text(encoding="utf-8")):
            assert name in known, f"{page.name}: flask {name}"
