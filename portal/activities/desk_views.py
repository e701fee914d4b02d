"""Activities as their leaders work on them: the desk, writing, putting up, cancelling, copying, repeating, papers."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request

from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.asking import chosen_place
from portal.places.records import places_reached
from portal.places.rules import PlaceKind
from portal.teams.records import teams_led

from . import bp, services
from .forms import ActivityForm, Cancel, Papers, Repeat, typed_as
from .list_records import coming_led, drafts_led, lately_led
from .records import Activity, led_or_404, papers_of, slots_of
from .rules import Every
from .showing import around, on_board

HELD_BY = (PlaceKind.TOWNSHIP, PlaceKind.VILLAGE, PlaceKind.GROUP)


@bp.get("/desk")
@needs(Permission.ACTIVITIES)
def desk() -> Answer:
    """What is being written, what is to come, and what is over and may have to be ticked."""
    viewer, now = current_viewer(), clock.now()
    coming, over = coming_led(viewer, now), lately_led(viewer, now)
    rows = {row.activity.id: row for row in on_board([*coming, *over])}
    return render_template(
        "activities/desk.html", drafts=drafts_led(viewer), coming=[rows[one.id] for one in coming],
        over=[rows[one.id] for one in over],
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def new() -> Answer:
    """Write an activity."""
    viewer = current_viewer()
    places = places_reached(viewer.paths(Permission.ACTIVITIES), HELD_BY)
    form: ActivityForm = ActivityForm.typed() if request.method == "POST" else ActivityForm()
    form.offer([(place.id, place.name) for place in places], [(team.id, team.name) for team in teams_led(viewer)])
    return pressed(
        form, lambda: services.begin(viewer, chosen_place(places, form.place.data), form.written()),
        again=partial(_writing, form),
        then=lambda made: redirect_to(
            "activities.show", number=made.number, notice=_("存好了。看一遍，没问题就发布。"),
        ),
    )


@bp.route("/<number>/change", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def change(number: str) -> Answer:
    """Change an activity; one that is up says why."""
    viewer = current_viewer()
    activity = led_or_404(viewer, number)
    slots = slots_of(activity.id)
    form: ActivityForm = (
        ActivityForm.typed() if request.method == "POST" else ActivityForm(data=typed_as(activity, slots))
    )
    teams = [(team.id, team.name) for team in teams_led(viewer)]
    form.offer([(activity.place_id, activity.place.name)], teams)
    seen = request.form.get("seen", type=int) or 0
    return pressed(
        form, lambda: services.change(viewer, activity.id, form.written(), seen, form.reason.data or ""),
        again=lambda **said: _writing(form, led_or_404(viewer, number) if said else activity, **said),
        then=leads_to("activities.show", number=activity.number, notice=_("改好了。")),
    )


@bp.post("/<number>/publish")
@needs(Permission.ACTIVITIES)
def publish(number: str) -> Answer:
    """Put an activity up."""
    viewer = current_viewer()
    activity = led_or_404(viewer, number)
    return pressed(
        None, lambda: services.publish(viewer, activity.id),
        again=lambda **said: page_or_fragment(
            "activities/show.html", "activities/_publish.html", **around(activity, viewer), **said,
        ),
        then=leads_to("activities.show", number=activity.number, notice=_("发布了，大家可以报名。")),
    )


@bp.route("/<number>/cancel", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def cancel(number: str) -> Answer:
    """Cancel an activity, saying why."""
    viewer = current_viewer()
    activity = led_or_404(viewer, number)
    form: Cancel = Cancel.typed() if request.method == "POST" else Cancel()
    return pressed(
        form, lambda: services.cancel(viewer, activity.id, form.reason.data or ""),
        again=partial(
            page_or_fragment, "activities/cancel.html", "activities/_cancel.html", activity=activity,
            place=activity.place, form=form,
        ),
        then=leads_to("activities.show", number=activity.number, notice=_("取消了，报过名的人回来能看到原因。")),
    )


@bp.post("/<number>/copy")
@needs(Permission.ACTIVITIES)
def copy(number: str) -> Answer:
    """Write the same once more."""
    viewer = current_viewer()
    made = services.copy(viewer, led_or_404(viewer, number).id)
    return redirect_to("activities.change", number=made.number, notice=_("照上次写好了一份草稿，改改时间就能发布。"))


@bp.route("/<number>/repeat", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def repeat(number: str) -> Answer:
    """Put the same up again and again."""
    viewer = current_viewer()
    activity = led_or_404(viewer, number)
    form: Repeat = (Repeat.typed() if request.method == "POST" else Repeat()).offer()
    return pressed(
        form, lambda: services.repeat(viewer, activity.id, Every(form.every.data), form.count.data or 0),
        again=partial(
            page_or_fragment, "activities/repeat.html", "activities/_repeat.html", activity=activity,
            place=activity.place, form=form,
        ),
        then=lambda made: redirect_to(
            "activities.desk", notice=_("又发布了 {n} 场，一场一场都能单独改。").format(n=len(made)),
        ),
    )


@bp.route("/<number>/papers", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def papers(number: str) -> Answer:
    """Hang papers on an activity."""
    viewer = current_viewer()
    activity = led_or_404(viewer, number)
    form: Papers = Papers.typed() if request.method == "POST" else Papers()
    return pressed(
        None, lambda: services.hang_papers(viewer, activity.id, request.files.getlist("files")),
        again=lambda **said: page_or_fragment(
            "activities/papers.html", "activities/_papers.html", activity=activity, place=activity.place, form=form,
            papers=papers_of(activity.id), **said,
        ),
        then=leads_to("activities.papers", number=activity.number, notice=_("资料附上了。")),
    )


def _writing(form: ActivityForm, activity: Activity | None = None, **more: Any) -> Answer:
    shown: dict[str, Any] = {"activity": activity, **({"place": activity.place} if activity else {})}
    return page_or_fragment("activities/form.html", "activities/_form.html", form=form, **shown, **more)
