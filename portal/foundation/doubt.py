"""A clock that cannot be believed: a banner for the office, and a page where somebody says what time it really is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request
from wtforms import BooleanField, DateField, TimeField
from wtforms.validators import InputRequired

from . import clock, ticks
from .access import Permission, Viewer, current_viewer, signed_in
from .clock import Doubt
from .database import connected
from .deeds import begin_clock, deed
from .forms import Form
from .i18n import N_, _
from .refusal import Forbidden, Refused
from .web import Answer, page_or_fragment, redirect_to

bp = Blueprint("doubt", __name__, url_prefix="/clock")
FARTHEST = datetime.fromisoformat("2126-01-01")


@dataclass(frozen=True)
class Banner:
    """What every office page says while the clock is doubted."""

    doubt: Doubt
    shown: datetime
    kept: datetime
    is_told: bool
    may_tell: bool


class Told(Form):
    """The time as somebody reads it off a watch."""

    day = DateField(N_("今天是哪一天"), [InputRequired(N_("请选一天。"))])
    hour = TimeField(N_("现在几点"), [InputRequired(N_("请写时间，例如 08:30。"))])
    sure = BooleanField(N_("我看过日历和手表，上面写的就是现在"), [InputRequired(N_("看过以后请在这里打勾。"))])

    def moment(self) -> datetime:
        """The same as stored moments are written."""
        return clock.moment_of(self.day.data, self.hour.data.hour, self.hour.data.minute)


def wake() -> None:
    """Before the first page: let time go on from the newest moment in the records."""
    with connected():
        begin_clock()


def may_tell(viewer: Viewer) -> bool:
    """Whether the portal takes somebody's word for the time: who keeps meetings, or looks after the machine."""
    return viewer.may(Permission.MEETINGS) or viewer.may(Permission.STATE)


def banner(viewer: Viewer) -> Banner | None:
    """What the office is told about the clock; nothing while it is well, and nothing for the public."""
    doubt = clock.doubt() if viewer.signed_in else None
    if doubt is None:
        return None
    return Banner(doubt, clock.machine(), clock.now(), clock.is_told(), may_tell(viewer))


def check_can_tell(moment: datetime) -> None:
    """Nobody can have opened this version before it was made, and nobody will still run it in a hundred years."""
    if not clock.BUILT <= moment < FARTHEST:
        raise Refused("clock.cannot_be", built=f"{clock.BUILT:%Y-%m-%d}")


def _doubted() -> Doubt:
    """What is wrong with the clock; a sure one takes nobody's word against it."""
    doubt = clock.doubt()
    if doubt is None:
        raise Refused("clock.is_sure")
    return doubt


def tell(viewer: Viewer, moment: datetime) -> None:
    """Somebody says what time it really is: from here on time goes on from there."""
    if not may_tell(viewer):
        raise Forbidden
    doubt = _doubted()
    check_can_tell(moment)
    with clock.at(moment), deed(viewer, "clock.told") as done:
        done.subject = "clock"
        done.facts(doubt=doubt, showed=clock.machine().isoformat())
        ticks.done_no_later_than(done.at)
    clock.tell(moment)


@bp.route("/", methods=["GET", "POST"])
@signed_in
def show() -> Answer:
    """What the machine's clock shows, what the portal counts with, and a form to say what time it is."""
    viewer = current_viewer()
    form: Told = Told.typed() if request.method == "POST" else Told()
    refusal = None
    if request.method == "POST":
        try:
            _doubted()
            if form.validate():
                tell(viewer, form.moment())
                return redirect_to("doubt.show", notice=_("记下了，从这个时间往下走。"))
        except Refused as refused:
            refusal = refused
    return page_or_fragment(
        "clock/show.html", "clock/_tell.html", form=form, clock_now=banner(viewer), refusal=refusal,
        wrong=request.method == "POST", may_tell=may_tell(viewer), shown=clock.machine(), kept=clock.now(),
    )


@bp.get("/sheet")
@signed_in
def how() -> Answer:
    """How to set a computer's clock and change its battery, in plain steps."""
    return render_template("clock/how.html")
