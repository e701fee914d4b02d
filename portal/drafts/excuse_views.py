"""Exceptions: ask to publish one finding as it is, see what waits for a second person, agree; and look at a file."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for

from portal.foundation.access import Permission, Viewer, current_viewer, needs, signed_in
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.waiting import Waiting, waits
from portal.foundation.web import Answer, page_or_fragment, redirect_to

from . import bp, excusing
from .forms import Reason, Seen
from .records import Draft, draft_or_404
from .verdict_records import SECOND, count_waiting, excused_draft_or_404, may_agree, waiting_excuses
from .verdicts import judge


@waits("drafts")
def waiting(viewer: Viewer) -> Waiting | None:
    """What waits for the viewer's agreement."""
    if not any(viewer.may(permission) for permission in SECOND):
        return None
    return Waiting(_("同意或不同意原样公开"), url_for("drafts.excuses"), count_waiting(viewer))


@bp.get("/excuses")
@signed_in
def excuses() -> Answer:
    """The drafts in which something waits for the viewer's agreement."""
    viewer = current_viewer()
    if not any(viewer.may(permission) for permission in SECOND):
        abort(403)
    return render_template("drafts/excuses.html", drafts=waiting_excuses(viewer))


@bp.get("/<int:draft_id>/excuses")
@signed_in
def excuses_of_draft(draft_id: int) -> Answer:
    """What one draft asks to publish as it is: the words themselves, the reason, and who agreed."""
    return _excuses(excused_draft_or_404(current_viewer(), draft_id))


@bp.post("/excuses/<int:excuse_id>/agree")
@signed_in
def agree(excuse_id: int) -> Answer:
    """Agree as the second person."""
    draft_id = request.form.get("draft", type=int) or 0
    draft = excused_draft_or_404(current_viewer(), draft_id)
    return pressed(
        None, lambda: excusing.agree(current_viewer(), excuse_id), again=partial(_excuses, draft),
        then=leads_to("drafts.excuses_of_draft", draft_id=draft.id, notice=_("已经记下：您同意原样公开这一处。")),
    )


@bp.route("/<int:draft_id>/excuse/<mark>", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def excuse(draft_id: int, mark: str) -> Answer:
    """Ask to publish one finding as it is."""
    draft = draft_or_404(current_viewer(), draft_id)
    judged = next((one for one in judge(draft).found if one.worry.mark == mark), None)
    if judged is None or judged.worry.is_final:
        abort(404)
    form: Reason = Reason.typed() if request.method == "POST" else Reason(revision=draft.revision)
    return pressed(
        form, lambda: excusing.excuse(
            current_viewer(), draft_id, form.revision.data or 0, mark, form.reason.data or "",
        ),
        again=partial(
            page_or_fragment, "drafts/excuse.html", "drafts/_excuse.html", draft=draft, judged=judged, form=form,
        ),
        then=leads_to("drafts.preview", draft_id=draft_id, notice=_("已经提出，请监督委员会或另一位负责人同意。")),
    )


@bp.post("/<int:draft_id>/look-at")
@needs(Permission.DRAFT)
def look_at(draft_id: int) -> Answer:
    """Say that a file no program can read shows nobody's private things."""
    seen: Seen = Seen.typed()
    seen.validate()
    draft_or_404(current_viewer(), draft_id)
    excusing.look_at(current_viewer(), draft_id, seen.revision.data or 0, seen.position.data or 0)
    return redirect_to("drafts.preview", draft_id=draft_id)


def _excuses(draft: Draft, **more: Any) -> Answer:
    asked = [one for one in judge(draft).found if one.asked is not None]
    return page_or_fragment(
        "drafts/excuses_of_draft.html", "drafts/_asked.html", draft=draft, asked=asked,
        may_agree=may_agree(current_viewer(), draft.place), me=current_viewer().account_id, **more,
    )
