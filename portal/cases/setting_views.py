"""What a place sets for its cases: the names of the stages, and the replies it keeps at hand."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.records import Place

from . import bp, local_services
from .kinds import STAGES
from .local_records import replies_for, reply_or_404, stage_names
from .office_views import board_place, places_of
from .rules import MOST_NOTE


class ReplyForm(Form):
    """A reply to keep at hand."""

    title = Words(N_("题目"), [Filled(), AtMost(40)])
    words = Paragraphs(N_("内容"), [Filled(), AtMost(MOST_NOTE)])


def _place() -> Place:
    viewer = current_viewer()
    place = board_place(viewer, places_of(viewer))
    viewer.check(Permission.CASES_LEAD, place.path)
    return place


@bp.route("/stages", methods=["GET", "POST"])
@needs(Permission.CASES_LEAD)
def stages() -> Answer:
    """What the stages are called here (六单)."""
    place = _place()
    typed = {stage: " ".join(request.form.get(str(stage), "").split()) for stage in STAGES}
    names = typed if request.method == "POST" else stage_names(place)
    return pressed(
        None, lambda: local_services.name_stages(current_viewer(), place, typed),
        again=partial(
            page_or_fragment, "cases/stages.html", "cases/_stages.html", place=place, stages=STAGES, names=names,
        ),
        then=leads_to("cases.stages", place=place.mark, notice=_("环节的名字存好了。")),
    )


@bp.route("/replies", methods=["GET", "POST"])
@needs(Permission.CASES_LEAD)
def replies() -> Answer:
    """The replies kept at hand."""
    place = _place()
    form: ReplyForm = ReplyForm.typed() if request.method == "POST" else ReplyForm()
    return pressed(
        form, lambda: local_services.keep_reply(
            current_viewer(), place, form.title.data or "", form.words.data or "",
        ),
        again=partial(_replies, place, form),
        then=leads_to("cases.replies", place=place.mark, notice=_("存好了，办结的时候可以照着用。")),
    )


def _replies(place: Place, form: ReplyForm, **more: Any) -> Answer:
    return page_or_fragment(
        "cases/replies.html", "cases/_replies.html", place=place, form=form, rows=replies_for(place), **more,
    )


@bp.post("/replies/<int:reply_id>/end")
@needs(Permission.CASES_LEAD)
def end_reply(reply_id: int) -> Answer:
    """Put a reply away."""
    reply = reply_or_404(current_viewer(), reply_id)
    local_services.end_reply(current_viewer(), reply)
    return redirect_to("cases.replies", place=reply.place.mark, notice=_("停用了。"))
