"""Make one file for a stick: `python tools/bundle.py dist`. It needs no network, only an environment that works.

What goes in is exactly what is installed here (and was tested here): this program as a wheel, and the packages it
asks for. The pure parts run on any Python from 3.11 on; compiled speed-ups that have a pure twin are left out. With
`--with photos,office,postgres` compiled packages come along, and the file's name says for which machine it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
NATIVE = (".so", ".pyd", ".dylib")
PURE_TWINS = frozenset({"markupsafe", "wrapt", "peewee"})
"""Packages that work without their compiled part."""


def wheel(folder: Path) -> Path:
    """This program as a wheel; built with what is installed, so that no index is asked."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--disable-pip-version-check", "-w", str(folder), str(ROOT)],
        check=True,
    )
    return next(folder.glob("cunkou-*.whl"))


def asked_for(program: Distribution, extras: frozenset[str]) -> list[Distribution]:
    """Every installed package the program needs, with those its packages need, by name."""
    found: dict[str, Distribution] = {}
    waiting = [(program, extras)]
    while waiting:
        package, wanted = waiting.pop()
        for text in package.requires or ():
            needed = Requirement(text)
            markers = [{"extra": extra} for extra in (*wanted, "")]
            if needed.marker and not any(needed.marker.evaluate(marker) for marker in markers):
                continue
            key = canonicalize_name(needed.name)
            if key not in found:
                found[key] = distribution(needed.name)
                waiting.append((found[key], frozenset(needed.extras)))
    return [found[name] for name in sorted(found)]


def files_of(package: Distribution) -> Iterator[tuple[Path, str]]:
    """The files of an installed package that belong into a bundle, with their names there."""
    lean = canonicalize_name(package.metadata["Name"]) in PURE_TWINS
    for file in package.files or ():
        name = file.as_posix()
        if name.startswith("..") or "__pycache__" in name or (lean and name.endswith(NATIVE)):
            continue
        yield Path(str(file.locate())), name


def gathered(site: Path, packages: list[Distribution]) -> bool:
    """Lay the packages beside the program; returns whether anything compiled is among them."""
    native = False
    for package in packages:
        for source, name in files_of(package):
            target = site / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            native = native or name.endswith(NATIVE)
    return native


def inventory(packages: list[Distribution], version: str) -> dict[str, object]:
    """What is inside, as a CycloneDX list that scanners read."""
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "cunkou", "version": version}},
        "components": [
            {
                "type": "library", "name": package.metadata["Name"], "version": package.version,
                "purl": f"pkg:pypi/{canonicalize_name(package.metadata['Name'])}@{package.version}",
            }
            for package in packages
        ],
    }


def bundle(target: Path, extras: frozenset[str] = frozenset()) -> Path:
    """Build the file, its list of contents, the reader for supervisors, and the start files beside it."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        built = wheel(Path(work))
        site = Path(work) / "site"
        with zipfile.ZipFile(built) as packed:
            packed.extractall(site)
        version = built.name.split("-")[1]
        packages = asked_for(PathDistribution(site / f"cunkou-{version}.dist-info"), extras)
        native = gathered(site, packages)
        kind = f"{sysconfig.get_platform()}-cp{sys.version_info[0]}{sys.version_info[1]}" if native else "any"
        made = target / f"cunkou-{version}-{kind}.pyz"
        subprocess.run(
            [sys.executable, "-m", "shiv", "--site-packages", str(site), "--compressed", "--reproducible",
             "--entry-point", "portal.starting:main", "--python", "/usr/bin/env python3", "--output-file", str(made)],
            check=True, env=os.environ | {"SOURCE_DATE_EPOCH": "1793145600"},
        )
    listed = json.dumps(inventory(packages, version), ensure_ascii=False, indent=1)
    (target / "sbom.json").write_text(listed, encoding="utf-8")
    shutil.copyfile(ROOT / "portal" / "foundation" / "witness.py", target / "witness.py")
    for file in sorted((ROOT / "docs" / "living").glob("*")):
        if file.suffix in (".bat", ".sh", ".md", ".xml", ".service"):
            shutil.copyfile(file, target / file.name)
    _sum_up(target)
    return made


def _sum_up(folder: Path) -> None:
    """Write the hash of every file, so that a stick that lies is found out."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="一个文件的程序包 / the one-file bundle")
    parser.add_argument("target", type=Path, help="放到哪个文件夹 / folder to write to")
    parser.add_argument("--with", dest="extras", default="", help="photos,office,postgres")
    given = parser.parse_args()
    made = bundle(given.target, frozenset(filter(None, given.extras.split(","))))
    print(f"{made}  {made.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
