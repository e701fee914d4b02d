"""What was measured on, and how a table of figures is written."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = ("Flask", "waitress", "peewee", "Jinja2")


def say(words: str) -> None:
    """Print, at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def here() -> str:
    """This machine and the versions on it, in one line."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    memory = next((int(line.split()[1]) // 1024**2 for line in _lines("/proc/meminfo") if "MemTotal" in line), 0)
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores of {model}, {memory} GB, {platform.system()} {platform.release()}, "
        f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


@dataclass
class Table:
    """Rows of figures under a heading; the last column says whether a budget holds."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: Any) -> None:
        """One more row."""
        self.rows.append(cells)

    def markdown(self) -> str:
        """The table as the README carries it."""
        lines = [f"### {self.title}", ""]
        for row in (self.head, ("---",) * len(self.head), *self.rows):
            lines.append("| " + " | ".join(written(cell) for cell in row) + " |")
        return "\n".join([*lines, *([""] if self.notes else []), *self.notes, ""])

    def plain(self) -> dict[str, Any]:
        """The same for a file."""
        return {"title": self.title, "head": self.head, "rows": self.rows, "notes": self.notes}


def written(cell: Any) -> str:
    """A figure with as many digits as mean something."""
    if isinstance(cell, bool):
        return "yes" if cell else "**no**"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.3g}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
