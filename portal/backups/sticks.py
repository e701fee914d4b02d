"""A stick is known by a folder in its root, whatever letter or name the system gives it today."""

from __future__ import annotations

import os
import string
from collections.abc import Iterable
from pathlib import Path

MOUNTED = ("/media", "/run/media", "/mnt")
"""Where Linux puts the sticks people plug in."""


def stick_in(places: Iterable[Path], label: str) -> Path | None:
    """The folder named like the label in the root of one of these disks."""
    for root in places:
        try:
            if (root / label).is_dir():
                return root / label
        except OSError:
            continue
    return None


def roots() -> list[Path]:
    """The roots of all disks that may be sticks: drive letters on Windows, mounted folders elsewhere."""
    if os.name == "nt":
        return [Path(f"{letter}:/") for letter in string.ascii_uppercase]
    return [path for top in MOUNTED for path in sorted([*Path(top).glob("*"), *Path(top).glob("*/*")])]
