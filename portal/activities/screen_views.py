"""Activities at the touch screen: what is to come, putting oneself down by touch, and coming back with a slip."""

from __future__ import annotations

from functools import partial

from flask import render_template, url_for

from portal.foundation import clock
from portal.foundation.access import STRANGER, open_to_all
from portal.foundation.codes import spoken
from portal.foundation.pressing import pressed, too_often
from portal.foundation.refusal import TooManyTries
from portal.foundation.web import Answer, lasting_address
from portal.places.records import place_or_404

from . import bp, joining
from .list_records import coming
from .records import activity_or_404
from .showing import on_board, own
from .signup_records import signup_by_id
from .slip_views import do_with_slip, with_slip

COUNT = 8


@bp.get("/screen/<mark>")
@open_to_all
def screen(mark: str) -> Answer:
    """What is to come in the screen's place."""
    place = place_or_404(mark)
    return render_template(
        "activities/screen.html", place=place, rows=on_board(coming(place, clock.now(), None, COUNT)),
        kiosk_home=url_for("kiosk.show"),
    )


@bp.route("/screen/<mark>/<number>", methods=["GET", "POST"])
@open_to_all
def screen_join(mark: str, number: str) -> Answer:
    """One activity and its form; the slip is shown at once, and nothing stays on the screen."""
    place = place_or_404(mark)
    activity = activity_or_404(STRANGER, number, clock.now())
    form = joining.form_for(activity)
    home = {"kiosk_home": url_for("kiosk.show"), "screen_mark": place.mark, "on_screen": True}
    again = partial(joining.asking, activity, form, "activities/screen_join.html", **home)

    def joined(signed: tuple[int, str]) -> Answer:
        signup_id, code = signed
        return render_template(
            "activities/screen_joined.html", own=own(signup_by_id(signup_id)), code=code, place=place,
            spoken=spoken(code), address=lasting_address(url_for("activities.slip")), **home,
        )

    try:
        return pressed(form, lambda: joining.put_down(STRANGER, activity, form), again=again, then=joined)
    except TooManyTries as slow:
        return too_often(slow, "activities.too_often", again)


@bp.route("/screen/<mark>/slip", methods=["GET", "POST"])
@open_to_all
def screen_slip(mark: str) -> Answer:
    """Come back to the screen with a slip."""
    place = place_or_404(mark)
    return with_slip(
        "activities/screen_slip.html", "activities/screen_own.html", place=place, screen_mark=place.mark,
        kiosk_home=url_for("kiosk.show"), on_screen=True,
    )


@bp.post("/screen/<mark>/slip/<verb>")
@open_to_all
def screen_act(mark: str, verb: str) -> Answer:
    """Do something with a slip at the screen."""
    place = place_or_404(mark)
    return do_with_slip(
        verb, "activities/screen_slip.html", "activities/screen_own.html", place=place, screen_mark=place.mark,
        kiosk_home=url_for("kiosk.show"), on_screen=True,
    )
