"""What the foundation itself does by the calendar."""

from __future__ import annotations

from datetime import timedelta

from .database import checkpoint
from .ticks import due_every


def init_app() -> None:
    """Name the foundation's own jobs."""
    due_every(timedelta(minutes=5), "checkpoint")(fold_the_log)


def fold_the_log() -> None:
    """Fold SQLite's write-ahead log back, so that it never grows without bound."""
    checkpoint("PASSIVE")
