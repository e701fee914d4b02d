"""The sign-up form as a page, on a phone, at the counter and at the touch screen."""

from __future__ import annotations

from typing import Any

from flask import request

from portal.foundation import brake, clock
from portal.foundation.access import Viewer
from portal.foundation.web import Answer, page_or_fragment

from . import signing
from .records import Activity, slots_of
from .showing import groups_at, slots_on_page, when
from .signup_forms import Join
from .signup_records import turns_of


def asking(activity: Activity, form: Join, page: str = "activities/join.html", **more: Any) -> Answer:
    """The page with the sign-up form."""
    now = clock.now()
    form.key.data = form.key.data or signing.new_key()
    return page_or_fragment(
        page, "activities/_join.html", activity=activity, place=activity.place, form=form, when=when(activity),
        slots=slots_on_page(slots_of(activity.id), turns_of(activity.id), now), standing=activity.standing(now),
        **more,
    )


def form_for(activity: Activity) -> Join:
    """The sign-up form with what this activity asks."""
    form: Join = Join.typed() if request.method == "POST" else Join()
    return form.offer(activity, slots_of(activity.id), groups_at(activity.place))


def put_down(viewer: Viewer, activity: Activity, form: Join) -> tuple[int, str]:
    """Put whoever the form names down; returns the sign-up's id and its slip."""
    who = (str(activity.id), request.remote_addr or "-")
    brake.check("signup", *who)
    signup, code = signing.sign_up(
        viewer, activity.id, form.chosen_slot(), form.person(), form.key.data or "", form.seen.data,
    )
    brake.count("signup", *who)
    return int(signup.id), code


