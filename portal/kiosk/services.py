"""What people do with screens: register one, start it with its slip, end it."""

from __future__ import annotations

import secrets
from datetime import timedelta

from portal.foundation.access import Permission, Viewer
from portal.foundation.coming_back import row_behind
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.foundation.slips import end_slips, give_slip, use_up
from portal.places.records import Place

from .records import Screen, fingerprint, screen_by_id, screen_or_404

SLIP = "kiosk"
HOURS = 2


def register(viewer: Viewer, place: Place, name: str) -> tuple[Screen, str]:
    """Register a screen for a place; returns it and the slip to type on it within two hours."""
    with deed(viewer.acting_as(Permission.KIOSKS, place.path), "kiosk.registered", place=place.id) as done:
        screen = Screen.create(place=place, name=name, made_at=done.at, made_by_name=viewer.name)
        done.subject = screen
        return screen, give_slip(SLIP, f"kiosk_screen:{screen.id}", done.at + timedelta(hours=HOURS))


def start(viewer: Viewer, code: str) -> tuple[Screen, str]:
    """Make the browser that typed the slip into the screen; returns the mark its cookie carries."""
    screen_id = row_behind(SLIP, code)
    screen = screen_by_id(screen_id)
    token = secrets.token_urlsafe(32)
    with deed(viewer, "kiosk.started", place=screen.place_id) as done:
        use_up(SLIP, code)
        if screen.ended_at is not None:
            raise Refused("slips.unknown")
        screen.mark, screen.begun_at = fingerprint(token), done.at
        screen.save()
        done.subject = screen
    return screen, token


def end(viewer: Viewer, screen_id: int) -> None:
    """End a screen: its mark opens nothing from now on."""
    screen = screen_or_404(viewer, screen_id)
    with deed(viewer.acting_as(Permission.KIOSKS, screen.place.path), "kiosk.ended", place=screen.place_id) as done:
        screen.ended_at, screen.mark = done.at, None
        screen.save()
        end_slips(SLIP, f"kiosk_screen:{screen.id}")
        done.subject = screen
