"""Which screen a request comes from, and who stands at it."""

from __future__ import annotations

from flask import Response, abort, g, make_response, render_template, request

from portal.foundation.access import STRANGER, Reach, Viewer

from .forms import StartScreen
from .records import Screen, screen_with


def here() -> Screen:
    """The registered screen that asks; any other browser is told how to become one."""
    screen = screen_with(request.cookies.get("kiosk", ""))
    g.viewer = at_the_screen(screen)
    return screen if screen is not None else abort(_unknown())


def at_the_screen(screen: Screen | None) -> Viewer:
    """Whoever stands at a registered screen reads what is for the villagers of its place; at any other, a stranger."""
    if screen is None:
        return STRANGER
    return Viewer(is_kiosk=True, reaches=(Reach("", screen.place.path, frozenset()),))


def _unknown() -> Response:
    response = make_response(render_template("kiosk/unknown.html", form=StartScreen()), 403)
    response.delete_cookie("kiosk", samesite="Strict", httponly=True)
    return response
