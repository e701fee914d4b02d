"""From the command to the first answered page, and how large an installation is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from .ground import Ground
from .machine import Table
from .serving import ROOT, portal

COLD, COLD_LARGE, INSTALLED = 2.0, 3.0, 60.0
STARTS = 5
NOT_OURS = ("pip", "setuptools", "_distutils_hack", "pkg_resources", "distutils-precedence.pth")


def measure(ground: Ground) -> Table:
    """Cold starts over the demonstration and over the large database, and the size of a fresh installation."""
    table = Table("Start and size", ("what", "figure", "budget", "holds"))
    folders = {"the demonstration": (ground.demo, COLD)}
    large = ground.asked.rows
    folders[f"{large:,} publications"] = (ground.filled(large), COLD_LARGE)
    for name, (folder, budget) in folders.items():
        times = []
        for _turn in range(STARTS):
            with portal(folder) as house:
                times.append(house.first_answer)
        found = median(times)
        table.add(f"command to first page, {name}", f"{found:.2f} s", f"≤ {budget:g} s", found <= budget)
    size = installed(ground.folder)
    if size is None:
        table.add("installed packages", "not measured: no package index", f"≤ {INSTALLED:g} MB", "")
    else:
        table.add("installed packages, no extras", f"{size:.1f} MB", f"≤ {INSTALLED:g} MB", size <= INSTALLED)
    own = sum(path.stat().st_size for path in _own()) / 1e6
    table.add("the portal itself", f"{own:.2f} MB", "", "")
    return table


def installed(folder: Path) -> float | None:
    """Megabytes of a fresh environment with what the portal needs and nothing else."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    home = folder / "fresh"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    done = subprocess.run(
        [str(home / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted],
        check=False, capture_output=True,
    )
    if done.returncode:
        return None
    packages = next((home / "lib").glob("python*/site-packages"))
    whole = sum(_sizes(packages))
    shutil.rmtree(home)
    return whole / 1e6


def _sizes(packages: Path) -> Iterator[int]:
    for top in packages.iterdir():
        if not top.name.startswith(NOT_OURS):
            found = [top] if top.is_file() else top.rglob("*")
            yield from (path.stat().st_size for path in found if path.is_file())


def _own() -> list[Path]:
    return [
        path for folder in ("portal", "migrations") for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
