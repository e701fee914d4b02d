"""The cases room opens: its pages, its bell on every page of the office, and its clocks."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from portal.foundation.ticks import due_every

from . import bp, handling, mine_views, office_views, public_views, purging, report_views, setting_views, verb_views
from .ringing import rings

__all__ = ["bp", "mine_views", "office_views", "public_views", "purging", "report_views", "setting_views", "verb_views"]
"""Opening this module opens all of the room's pages."""


def init_app(app: Flask) -> None:
    """Ring on every page of the office, and let cases go up when their time is up, however long nobody looked."""
    app.context_processor(rings)
    due_every(timedelta(hours=1), "cases-go-up")(_go_up)
    due_every(timedelta(hours=6), "cases-count-anew")(_count_anew)


def _go_up() -> None:
    handling.go_up_for_time()


def _count_anew() -> None:
    handling.count_anew()
