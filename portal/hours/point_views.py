"""Points where a place uses them: the public table, and one volunteer's book."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.foundation.access import Permission, current_viewer, needs, public_page
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.asking import held_place
from portal.places.records import Place, place_or_404

from . import bp, examining
from .forms import Give, RuleForm, Spend
from .point_records import points_of, rules_at
from .records import Volunteer, volunteer_or_404


@bp.get("/points/<mark>")
@public_page
def points(mark: str) -> Answer:
    """The public table: what is worth how much; entered by people, never from log-ins."""
    return _table(place_or_404(mark), RuleForm())


@bp.post("/points/<mark>")
@needs(Permission.CERTIFY)
def set_rule(mark: str) -> Answer:
    """Say in public what something is worth."""
    place = held_place(mark, Permission.CERTIFY)
    form: RuleForm = RuleForm.typed()
    return pressed(
        form, lambda: examining.set_rule(current_viewer(), place, form.words.data or "", form.points.data or 0),
        again=partial(_table, place, form), then=leads_to("hours.points", mark=place.mark, notice=_("定下了。")),
    )


@bp.post("/points/<mark>/<int:rule_id>/end")
@needs(Permission.CERTIFY)
def end_rule(mark: str, rule_id: int) -> Answer:
    """Take a line out of the table."""
    place = held_place(mark, Permission.CERTIFY)
    examining.end_rule(current_viewer(), place, rule_id)
    return redirect_to("hours.points", mark=place.mark, notice=_("取消了。"))


@bp.get("/volunteers/<int:volunteer_id>/points")
@needs(Permission.CERTIFY)
def volunteer_points(volunteer_id: int) -> Answer:
    """One volunteer's points."""
    return _of(volunteer_or_404(current_viewer(), volunteer_id))


@bp.post("/volunteers/<int:volunteer_id>/points/give")
@needs(Permission.CERTIFY)
def give_points(volunteer_id: int) -> Answer:
    """Give the points of one line of the table."""
    found = volunteer_or_404(current_viewer(), volunteer_id)
    form: Give = Give.typed().offer(rules_at(found.place))
    return pressed(
        form, lambda: examining.give_points(current_viewer(), found.id, form.rule.data),
        again=partial(_of, found, give=form),
        then=leads_to("hours.volunteer_points", volunteer_id=found.id, notice=_("记上了。")),
    )


@bp.post("/volunteers/<int:volunteer_id>/points/spend")
@needs(Permission.CERTIFY)
def spend_points(volunteer_id: int) -> Answer:
    """Spend points."""
    found = volunteer_or_404(current_viewer(), volunteer_id)
    form: Spend = Spend.typed()
    return pressed(
        form, lambda: examining.spend_points(
            current_viewer(), found.id, form.points.data or 0, form.words.data or "",
        ),
        again=partial(_of, found, spend=form),
        then=leads_to("hours.volunteer_points", volunteer_id=found.id, notice=_("用掉了。")),
    )


def _table(place: Place, form: RuleForm, **more: Any) -> Answer:
    return page_or_fragment(
        "hours/points.html", "hours/_points_table.html", place=place, rules=rules_at(place), form=form,
        is_on=examining.points_are_on(place), may_set=current_viewer().may(Permission.CERTIFY, place.path), **more,
    )


def _of(found: Volunteer, **more: Any) -> Answer:
    lines = points_of(found.id)
    shown = {"give": Give().offer(rules_at(found.place)), "spend": Spend(), **more}
    return page_or_fragment(
        "hours/volunteer_points.html", "hours/_volunteer_points.html", volunteer=found, place=found.place,
        lines=lines, have=sum(line.points for line in lines), is_on=examining.points_are_on(found.place), **shown,
    )
