"""Make a folder of wheels from which the program installs without a network: `python tools/wheelhouse.py dist`.

This asks the package index once, on a machine that has one. The folder then installs on any machine with the same
Python and system, even where Python came without pip: pip itself is among the wheels.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SH = """#!/bin/sh
# 不联网安装 / install without a network
set -e
cd "$(dirname "$0")"
python3 -m venv --without-pip ../cunkou
../cunkou/bin/python {pip}/pip install --no-index --find-links . "{what}"
echo "装好了 / installed: ../cunkou/bin/cunkou --demo"
"""
BAT = """@echo off\r
chcp 65001 >nul\r
rem 不联网安装 / install without a network\r
cd /d "%~dp0"\r
py -m venv --without-pip ..\\cunkou || exit /b 1\r
..\\cunkou\\Scripts\\python {pip}\\pip install --no-index --find-links . "{what}" || exit /b 1\r
echo 装好了 / installed: ..\\cunkou\\Scripts\\cunkou --demo\r
pause\r
"""


def wheelhouse(target: Path, extras: str = "office,photos") -> list[Path]:
    """Fill the folder and write the two install files; returns the wheels."""
    target.mkdir(parents=True, exist_ok=True)
    what = f"cunkou[{extras}]" if extras else "cunkou"
    asked = f"{ROOT}[{extras}]" if extras else str(ROOT)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "-w", str(target),
         asked, "pip"],
        check=True,
    )
    pip = next(target.glob("pip-*.whl")).name
    install = target / "install.sh"
    install.write_text(SH.format(pip=pip, what=what), encoding="utf-8", newline="\n")
    install.chmod(0o755)
    (target / "install.bat").write_text(BAT.format(pip=pip, what=what), encoding="utf-8", newline="")
    return sorted(target.glob("*.whl"))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="不联网安装用的文件夹 / the offline wheelhouse")
    parser.add_argument("target", type=Path, help="放到哪个文件夹 / folder to write to")
    parser.add_argument("--with", dest="extras", default="office,photos", help="office,photos,postgres")
    given = parser.parse_args()
    wheels = wheelhouse(given.target, given.extras)
    print(f"{len(wheels)} wheels, {sum(path.stat().st_size for path in wheels) // (1024 * 1024)} MB")


if __name__ == "__main__":
    main()
