"""What the foundation itself does by the calendar."""

from __future__ import annotations

from datetime import timedelta

from . import disk, once, sweeping
from .database import checkpoint
from .ticks import due_every


def init_app() -> None:
    """Name the foundation's own jobs."""
    due_every(timedelta(minutes=5), "checkpoint", by_any_clock=True)(fold_the_log)
    due_every(timedelta(hours=1), "ballast", by_any_clock=True)(disk.take_ballast)
    due_every(timedelta(days=1), "sent_forms")(once.forget_old)
    due_every(timedelta(days=1), "loose_files")(sweeping.sweep)


def fold_the_log() -> None:
    """Fold SQLite's write-ahead log back, so that it never grows without bound."""
    checkpoint("PASSIVE")
