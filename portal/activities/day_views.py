"""The day itself for leaders: who signed up, the A4 roster, one screen to note who came, and who walked in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template, request, url_for

from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.qr import qr_svg_path
from portal.foundation.web import Answer, lasting_address, page_or_fragment, redirect_to

from . import attendance, bp, presence, signing
from .presence import Presence, Ticked
from .purging import what_went
from .records import Activity, led_or_404, sees_phones
from .seating import ALIVE, HOLDING, SeatStanding, positions
from .showing import SEAT_SIGNS, groups_at, when
from .signup_forms import WalkIn
from .signup_records import Signup, signup_or_404, signups_of

EMPTY_LINES = 8
_FIELD = re.compile(r"(came|heads|minutes|absence)-(\d{1,9})")


@dataclass(frozen=True)
class Row:
    """A sign-up as the leader's lists show it; `minutes` is what was noted or else what is proposed."""

    signup: Signup
    standing: SeatStanding
    position: int
    minutes: int | None
    proposed: bool
    typed: dict[str, str]

    @property
    def sign(self) -> str:
        """The sign beside its standing."""
        return SEAT_SIGNS[self.standing]

    @property
    def came(self) -> str:
        """What stands in the tick box: what was typed, else what was noted, else what the slip said."""
        known = self.signup.presence or (Presence.CAME if self.signup.arrived_at else "")
        return self.typed.get("came", known)

    @property
    def heads(self) -> str:
        """How many of the family came."""
        return self.typed.get("heads", str(self.signup.came_heads or self.signup.heads))

    @property
    def shown_minutes(self) -> str:
        """What stands in the field of minutes."""
        return self.typed.get("minutes", "" if self.minutes is None else str(self.minutes))

    @property
    def absence(self) -> str:
        """Why they were missing."""
        return self.typed.get("absence", self.signup.absence)


@bp.get("/<number>/people")
@needs(Permission.ACTIVITIES)
def people(number: str) -> Answer:
    """Everybody who signed up, with what the leader can do for them."""
    return _people(led_or_404(current_viewer(), number))


@bp.post("/signups/<int:signup_id>/withdraw")
@needs(Permission.ACTIVITIES)
def withdraw(signup_id: int) -> Answer:
    """Withdraw somebody who called."""
    signup = signup_or_404(current_viewer(), signup_id)
    return _after(signup, lambda: signing.withdraw(current_viewer(), signup.id), _("已经替他退出，名额让给下一位。"))


@bp.post("/signups/<int:signup_id>/confirm")
@needs(Permission.ACTIVITIES)
def confirm(signup_id: int) -> Answer:
    """Take up an offered place for somebody who called."""
    signup = signup_or_404(current_viewer(), signup_id)
    return _after(signup, lambda: signing.confirm(current_viewer(), signup.id), _("已经替他确认。"))


@bp.get("/<number>/roster")
@needs(Permission.ACTIVITIES)
def roster(number: str) -> Answer:
    """The A4 roster: tick boxes, empty lines for those who walk in, a code for the table."""
    viewer = current_viewer()
    activity = led_or_404(viewer, number)
    address = lasting_address(url_for("activities.here", number=activity.number))
    rows = [row for row in _rows(activity) if row.standing in ALIVE]
    return render_template(
        "activities/roster.html", activity=activity, place=activity.place, when=when(activity), address=address,
        rows=[row for row in rows if row.standing in HOLDING], phones=sees_phones(viewer, activity),
        waiting=[row for row in rows if row.standing not in HOLDING], lines=EMPTY_LINES, qr=qr_svg_path(address),
    )


@bp.route("/<number>/day", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def day(number: str) -> Answer:
    """One screen for everybody: who came, how long, who was missing and why."""
    viewer = current_viewer()
    activity = led_or_404(viewer, number)
    typed = _typed()
    return pressed(
        None, lambda: attendance.tick(viewer, activity.id, {row: _ticked(one) for row, one in typed.items()}),
        again=partial(_grid, activity, typed),
        then=lambda noted: redirect_to(
            "activities.day", number=activity.number, notice=_("记下了 {n} 个人。").format(n=noted),
        ),
    )


@bp.post("/<number>/walk-in")
@needs(Permission.ACTIVITIES)
def walk_in(number: str) -> Answer:
    """Add somebody who came without having signed up."""
    viewer = current_viewer()
    activity = led_or_404(viewer, number)
    form: WalkIn = WalkIn.typed().offer(groups_at(activity.place))
    return pressed(
        form, lambda: attendance.walk_in(viewer, activity.id, form.person(), form.minutes.data),
        again=partial(_grid, activity, walk_in_form=form),
        then=leads_to("activities.day", number=activity.number, notice=_("补上了。")),
    )


def _rows(activity: Activity, typed: dict[int, dict[str, str]] | None = None) -> list[Row]:
    now = clock.now()
    signups = signups_of(activity.id)
    line: dict[int, int] = {}
    by_slot: dict[int, list[Signup]] = {}
    for signup in signups:
        by_slot.setdefault(signup.slot_id, []).append(signup)
    for several in by_slot.values():
        line |= positions([signup.turn() for signup in several], now)
    return [_row(activity, signup, line.get(signup.id, 0), (typed or {}).get(signup.id, {})) for signup in signups]


def _row(activity: Activity, signup: Signup, position: int, typed: dict[str, str]) -> Row:
    known = signup.minutes
    if known is None and signup.presence != Presence.ABSENT:
        proposed = presence.proposed_minutes(signup.arrived_at, signup.left_at, activity.times)
        exact = signup.arrived_at is not None and signup.left_at is not None
        return Row(signup, signup.standing(clock.now()), position, proposed, not exact, typed)
    return Row(signup, signup.standing(clock.now()), position, known, False, typed)


def _people(activity: Activity, **more: Any) -> Answer:
    return page_or_fragment(
        "activities/people.html", "activities/_people.html", activity=activity, place=activity.place,
        when=when(activity), rows=_rows(activity), phones=sees_phones(current_viewer(), activity),
        gone=what_went(activity), **more,
    )


def _grid(
    activity: Activity, typed: dict[int, dict[str, str]] | None = None, walk_in_form: WalkIn | None = None,
    **more: Any,
) -> Answer:
    rows = [row for row in _rows(activity, typed) if row.standing in ALIVE]
    return page_or_fragment(
        "activities/day.html", "activities/_day.html", activity=activity, place=activity.place, when=when(activity),
        rows=rows, walk_in_form=walk_in_form or WalkIn().offer(groups_at(activity.place)),
        begun=clock.now() >= activity.starts_at and activity.cancelled_at is None, **more,
    )


def _typed() -> dict[int, dict[str, str]]:
    """What was typed on the grid, by sign-up."""
    found: dict[int, dict[str, str]] = {}
    for name, text in request.form.items():
        read = _FIELD.fullmatch(name)
        if read:
            found.setdefault(int(read[2]), {})[read[1]] = text.strip()[:200]
    return found


def _ticked(typed: dict[str, str]) -> Ticked:
    came = typed.get("came", "")
    said = Presence(came) if came in tuple(Presence) else None
    return Ticked(
        presence=said, heads=_number(typed.get("heads", "")) or 0, minutes=_number(typed.get("minutes", "")),
        absence=typed.get("absence", ""),
    )


def _number(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 8 else -1


def _after(signup: Signup, act: Callable[[], object], said: str) -> Answer:
    number = signup.activity.number
    return pressed(
        None, act, again=lambda **wrong: _people(led_or_404(current_viewer(), number), **wrong),
        then=leads_to("activities.people", number=number, notice=said),
    )
