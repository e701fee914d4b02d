"""One file for a stick: built here, run by a bare Python with no network, and sound by its own doctor."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.own_file
ROOT = Path(__file__).parents[2]
DRIVER = """
import socket, subprocess, sys, time, urllib.request, urllib.error
bundle, folder, port = sys.argv[1:]
def outside():
    try:
        socket.create_connection(("192.0.2.1", 9), timeout=2)
    except OSError:
        return "no network"
    return "a network"
start = [sys.executable, "-I", "-S", "-X", "utf8", bundle, "--host", "127.0.0.1", "--port", port]
server = subprocess.Popen(start, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
for _ in range(300):
    assert server.poll() is None, server.stdout.read().decode()
    try:
        healthy = direct.open(f"http://127.0.0.1:{port}/healthz", timeout=5).status
        break
    except OSError:
        time.sleep(0.1)
setup = direct.open(f"http://127.0.0.1:{port}/setup/", timeout=10).read().decode()
style = direct.open(f"http://127.0.0.1:{port}/static/js/portal.js", timeout=10).status
doctor = subprocess.run([*start, "doctor"], cwd=folder, capture_output=True, text=True, encoding="utf-8")
server.terminate()
code = server.wait(timeout=60)
verify = subprocess.run([*start, "verify"], cwd=folder, capture_output=True, text=True, encoding="utf-8")
print(outside(), healthy, style, "一次性号码" in setup, doctor.returncode, code, verify.returncode)
print(doctor.stdout + doctor.stderr)
"""


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it goes onto a stick."""
    pytest.importorskip("shiv")
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("stick")
    subprocess.run([sys.executable, str(ROOT / "tools" / "bundle.py"), str(folder)], check=True, cwd=folder,
                   capture_output=True)
    return folder


def bare_python() -> str:
    """A Python that never saw the environment these tests run in."""
    return str(getattr(sys, "_base_executable", sys.executable))


def without_network() -> list[str]:
    """How to run something where no network is; empty when this machine does not let us."""
    if os.name == "nt" or not shutil.which("unshare") or not shutil.which("ip"):
        return []
    cut = ["unshare", "--user", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    return cut if subprocess.run([*cut, "true"], check=False, capture_output=True).returncode == 0 else []


def test_it_starts_on_a_bare_python_without_a_network_and_is_well(stick: Path, tmp_path: Path) -> None:
    bundle = next(stick.glob("*.pyz"))
    moved = tmp_path / bundle.name
    shutil.copyfile(bundle, moved)
    driver = tmp_path / "driver.py"
    driver.write_text(DRIVER, encoding="utf-8")
    cut = without_network()
    bare = {"PATH": os.environ.get("PATH", ""), "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}
    if not cut:
        bare |= {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    said = subprocess.run(
        [*cut, bare_python(), "-I", "-X", "utf8", str(driver), str(moved), str(tmp_path), "18473"],
        capture_output=True, text=True, encoding="utf-8", check=False, env=bare, cwd=tmp_path,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    answers = said.stdout.split("\n")[0]
    assert answers.endswith("200 200 True 0 0 0"), said.stdout
    assert not cut or answers.startswith("no network"), said.stdout
    assert "!!" not in said.stdout and "程序：完整" in said.stdout
    assert (tmp_path / "cunkou-data" / "portal.sqlite3").exists()
    assert (tmp_path / "cunkou-data").stat().st_mode & 0o077 == 0


def test_everything_the_program_needs_came_along(stick: Path) -> None:
    with zipfile.ZipFile(next(stick.glob("*.pyz"))) as packed:
        names = {name.removeprefix("site-packages/") for name in packed.namelist()}
    checkout = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "portal").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "_cache" not in path.as_posix()
        and path.suffix != ".pyc"
    }
    assert sorted(checkout - names) == []
    migrations = {path.name for path in (ROOT / "migrations").glob("*.py")}
    assert {f"portal/_migrations/{name}" for name in migrations} <= names


def test_no_compiled_part_ties_it_to_one_machine(stick: Path) -> None:
    with zipfile.ZipFile(next(stick.glob("*.pyz"))) as packed:
        native = [name for name in packed.namelist() if name.endswith((".so", ".pyd", ".dylib"))]
    assert native == [] and next(stick.glob("*.pyz")).name.endswith("-any.pyz")


def test_the_stick_says_what_is_on_it(stick: Path) -> None:
    sums = (stick / "SHA256SUMS").read_text(encoding="utf-8").strip().split("\n")
    told = {name: digest for digest, name in (line.split("  ") for line in sums)}
    for path in stick.iterdir():
        if path.name != "SHA256SUMS":
            assert told[path.name] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert {"witness.py", "start.bat", "start.sh", "sbom.json", "retire.md"} <= set(told)
    listed = json.loads((stick / "sbom.json").read_text(encoding="utf-8"))
    versions = {one["name"].lower(): one["version"] for one in listed["components"]}
    assert {"flask", "werkzeug", "jinja2", "peewee", "waitress", "wtforms"} <= set(versions)
    assert all(re.match(r"\d", version) for version in versions.values())
