"""Cunkou 村口: the notice board at the village entrance. Every room is named here once."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from datetime import timedelta
from importlib.util import find_spec
from typing import Any

from flask import Flask, current_app, g, get_flashed_messages, request

from portal import commands, navigation

from .foundation import (
    brake,
    clock,
    dated,
    deeds,
    disk,
    doubt,
    errors,
    facts,
    health,
    i18n,
    leaf_words,
    logs,
    once,
    pages,
    showing,
    ticks,
    upkeep,
    web,
    words,
)
from .foundation.access import STRANGER, current_viewer
from .foundation.database import db, let_go, open_database
from .settings import Settings, load_settings, secret_key

ROOMS = (
    "places", "people", "charter", "closures", "meetings", "disclosures", "drafts", "reviews",
    "questions", "duties", "finance", "demands", "agenda",
    "wall",
    "teams", "activities", "hours",
    "decisions", "outcomes", "cases", "mediation", "listening", "ledgers",
    "home", "today", "search", "check", "trail", "kiosk", "setup", "yearbook", "exchange", "doctor", "backups",
)
NO_ROOMS = ("portal.demo.words", "portal.rescue.words")
"""The demonstration and the rescue are no rooms, but their deeds stand in the register."""


class Portal(Flask):
    """The application with its page cache in front."""

    built_in: frozenset[str]
    cache: pages.PageCache
    ticker: ticks.Ticker

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return self.cache(environ, start_response)


def create_app(settings: Settings | None = None) -> Portal:
    """The whole house, ready to serve; the database must already have the shape of this version."""
    app = Portal(__name__)
    logs.init_app(app)
    web.init_app(app)
    errors.init_app(app)
    showing.init_app(app)
    facts.init_app(app)
    once.init_app(app)
    disk.init_app(app)
    commands.init_app(app)
    upkeep.init_app()
    for vocabulary in (words, leaf_words, navigation, *map(importlib.import_module, NO_ROOMS)):
        i18n.register_words(vocabulary)
    app.register_blueprint(health.bp)
    app.register_blueprint(doubt.bp)
    for room in ROOMS:
        _open_room(app, room)
    web.hang_doors(app)
    app.context_processor(_around_every_page)
    app.built_in = frozenset(app.extensions)
    move_in(app, settings or load_settings())
    return app


def move_in(app: Portal, settings: Settings) -> None:
    """Let a house live on other settings: their database, folders and keys; nothing it kept in memory stays."""
    _configure(app, settings)
    clock.forget()
    disk.move_in(app.config["DATA_DIR"], disk.Bounds(settings.disk_uploads_bytes, settings.disk_changes_bytes))
    let_go()
    db.initialize(open_database(settings.url))
    logs.write_to(settings.data_dir / "logs", size=settings.log_bytes, files=settings.log_files)
    brake.release()
    facts.forget()
    for name in set(app.extensions) - app.built_in:
        del app.extensions[name]
    app.cache = pages.PageCache(app.wsgi_app, settings.page_cache_bytes, deeds.newest_on_disk)
    deeds.tell_after_each(app.cache.forget)
    app.ticker = ticks.Ticker(app)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        DATA_DIR=settings.data_dir.resolve(),
        SECRET_KEY=secret_key(settings),
        PUBLIC_URL=settings.public_url or f"http://127.0.0.1:{settings.port}",
        UPLOAD_BYTES=settings.upload_bytes,
        MAX_CONTENT_LENGTH=settings.upload_bytes + 2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=4000,
        SESSION_COOKIE_NAME="session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https:"),
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SEND_FILE_MAX_AGE_DEFAULT=None,
    )


def _open_room(app: Flask, room: str) -> None:
    """Hang a room's pages, words and commands; every room has the same few files."""
    package = importlib.import_module(f"portal.{room}")
    importlib.import_module(f"portal.{room}.views")
    app.register_blueprint(package.bp)
    if find_spec(f"portal.{room}.words"):
        words_of_room = importlib.import_module(f"portal.{room}.words")
        i18n.register_words(words_of_room)
        dated.day_matters(getattr(words_of_room, "DATED", ()))
    settle = getattr(importlib.import_module(f"portal.{room}.views"), "init_app", None)
    if settle:
        settle(app)


def _around_every_page() -> dict[str, Any]:
    """What the layouts need on every page."""
    viewer = current_viewer() if g.get("opened") else STRANGER
    known = facts.known()
    return {
        "language": i18n.LANGUAGES[i18n.spoken()],
        "reading": g.get("reading", "ordinary"),
        "viewer": viewer,
        "navigation": navigation.entries(viewer),
        "portal_name": known.name or "村口",
        "is_demo": known.is_demo,
        "office_phone": known.office_phone,
        "notices": get_flashed_messages() if "session" in request.cookies else [],
        "first_css": current_app.config["FIRST_STYLE"],
        "today_words": showing.today_words(),
        "clock_banner": doubt.banner(viewer),
    }
