"""What is printed for a decision: the form of every step, filled in as far as it is known, and ballots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, url_for

from portal.disclosures.records import Edition
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, signed_in
from portal.foundation.i18n import N_
from portal.foundation.qr import qr_svg_path
from portal.foundation.web import Answer, asked_number, lasting_address
from portal.meetings.kinds import BodyKind, Choice, VoteWay
from portal.meetings.meeting_records import Meeting

from . import bp, sheets
from .agenda_records import listings_of
from .agendas import bodies_for, place_of_meeting
from .kinds import PUBLISHING, Step
from .matters import matters
from .office_views import worked_on
from .paper_records import due_in, meetings_with_names, postings_of
from .records import Decision, DecisionText, StepTaken, steps_of, text_of
from .sheets import Attendance
from .showing import SheetShown

TITLES = {
    Step.SUGGEST: N_("合理化建议登记表"), Step.PROPOSE: N_("提议登记表"), Step.CONSULT: N_("商议记录"),
    Step.TOWNSHIP_REVIEW: N_("乡镇审核表"), Step.REVIEW: N_("审议记录"), Step.APPRAISE: N_("评议记录"),
    Step.RESOLVE: N_("决议书"), Step.TOWNSHIP_FILING: N_("乡镇备案表"),
    Step.PUBLISH_RESOLUTION: N_("决议公告"), Step.PUBLISH_RESULT: N_("实施结果公示"),
}


@dataclass(frozen=True)
class Form:
    """One sheet: the form of a step, filled in from what was taken, or empty but for what is known beforehand."""

    step: Step
    bodies: tuple[BodyKind, ...]
    taken: SheetShown | None
    meeting: Meeting | None
    attendance: Attendance
    votes: list[tuple[Choice, int]]
    way: VoteWay | None
    part: str
    whole: bool
    signers: list[tuple[str, ...]]
    posting: Edition | None

    @property
    def title(self) -> str:
        """What the sheet is called, in the source language."""
        return TITLES[self.step]

    @property
    def is_of_meeting(self) -> bool:
        """Whether those who met sign it."""
        return sheets.is_of_meeting(self.step)

    @property
    def township_signs(self) -> bool:
        """Whether it has a column for those who came from the township."""
        return self.step in sheets.TOWNSHIP_SIGNS

    @property
    def township_stamps(self) -> bool:
        """Whether it is the township's own sheet."""
        return self.step in sheets.TOWNSHIP_STAMPS

    @property
    def is_posting(self) -> bool:
        """Whether it tells what was made public, and the supervisors write under it."""
        return self.step in PUBLISHING


@dataclass(frozen=True)
class Behind:
    """What stands behind some sheets: meetings, who came to them, publications, and how many are due."""

    meetings: dict[int, Meeting]
    names: dict[int, list[str]]
    postings: dict[str, Edition]
    due: dict[BodyKind, int]

    def due_of(self, bodies: Sequence[BodyKind]) -> int | None:
        """How many are on the roll of the first of these bodies that has one."""
        return next((self.due[kind] for kind in bodies if self.due.get(kind)), None)


@bp.get("/<number>/forms")
@signed_in
def forms(number: str) -> Answer:
    """Everything there is to print for a decision."""
    decision = worked_on(number)
    steps = steps_of(decision)
    step = _votes_next(decision)
    keeps = current_viewer().may(Permission.MEETINGS, decision.place.path)
    shown = _forms(decision, steps, text_of(decision), filled=False)
    return render_template(
        "decisions/forms.html", decision=decision, place=decision.place, forms=shown, voting=step,
        listed=listings_of(decision, step) if keeps else [], postings=[form.posting for form in shown if form.posting],
    )


@bp.get("/<number>/print")
@signed_in
def print_forms(number: str) -> Answer:
    """The forms of every step in one run."""
    return _printed(worked_on(number))


@bp.get("/<number>/print/<step>")
@signed_in
def print_form(number: str, step: str) -> Answer:
    """The form of one step, a sheet for each try."""
    decision = worked_on(number)
    if step not in {rung.step for rung in decision.rungs}:
        return abort(404)
    return _printed(decision, Step(step))


def _printed(decision: Decision, only: Step | None = None) -> Answer:
    text = text_of(decision, asked_number("version"))
    shown = _forms(decision, steps_of(decision), text, only)
    address = lasting_address(url_for("decisions.show", number=decision.number))
    return render_template(
        "decisions/forms_sheet.html", decision=decision, place=decision.place, text=text, forms=shown,
        origins=_origins(decision), address=address, qr=qr_svg_path(address),
    )


def _origins(decision: Decision) -> list[tuple[Any, bool]]:
    kinds = type(decision.came_from)
    return [(one, one is decision.came_from) for one in kinds]


def _forms(
    decision: Decision, steps: Sequence[StepTaken], text: DecisionText, only: Step | None = None, *,
    filled: bool = True,
) -> list[Form]:
    """Every sheet of one version of the text, or those of one step; `filled` with meetings, names and rolls."""
    run = [
        (step, steps[at] if at is not None else None)
        for step, at in sheets.run_of(decision.rungs, [(one.of, one.version) for one in steps], text.version)
        if only is None or step is only
    ]
    taken = [one for _step, one in run if one is not None]
    bodies = {step: _bodies(decision, step) for step, _one in run}
    behind = Behind(
        *meetings_with_names(taken if filled else ()),
        postings_of({number for one in taken if (number := SheetShown(one).disclosure)}),
        _due(decision, bodies) if filled and len(taken) < len(run) else {},
    )
    return [
        _filled(one, text, behind) if one is not None else _empty(step, text, bodies[step], behind)
        for step, one in run
    ]


def _filled(taken: StepTaken, text: DecisionText, behind: Behind) -> Form:
    """The sheet of a step that was taken."""
    figures, shown = taken.figures, SheetShown(taken)
    meeting = behind.meetings.get(taken.meeting_id or 0)
    posting = behind.postings.get(shown.disclosure)
    part, whole = sheets.part_of(text.body, taken.of)
    if posting is not None:
        part, whole = sheets.plain_lines(posting.body), True
    return Form(
        taken.of, (meeting.of,) if meeting is not None else (), shown, meeting, sheets.attendance_in(figures),
        sheets.votes_in(figures), sheets.way_in(figures), part, whole,
        sheets.sign_rows(behind.names.get(taken.meeting_id or 0, [])), posting,
    )


def _empty(step: Step, text: DecisionText, bodies: tuple[BodyKind, ...], behind: Behind) -> Form:
    """The sheet of a step that comes: what is known beforehand, and lines to fill in."""
    part, whole = sheets.part_of(text.body, step)
    due = Attendance(behind.due_of(bodies))
    return Form(step, bodies, None, None, due, [], None, part, whole, sheets.sign_rows([]), None)


def _bodies(decision: Decision, step: Step) -> tuple[BodyKind, ...]:
    matter = matters().get(decision.matter)
    law = matter.law_on(clock.today()) if matter is not None else None
    return bodies_for(decision, step, law) if law is not None else ()


def _due(decision: Decision, bodies: dict[Step, tuple[BodyKind, ...]]) -> dict[BodyKind, int]:
    places = {place_of_meeting(decision, step) for step in bodies}
    kinds = {kind for of_step in bodies.values() for kind in of_step}
    return due_in(places, kinds, clock.today()) if kinds else {}


def _votes_next(decision: Decision) -> Step:
    """The next step that is voted on, or the resolution where none is left."""
    following = decision.next_step
    return following if following is not None and sheets.is_of_meeting(following) else Step.RESOLVE


@bp.get("/<number>/print/ballots")
@signed_in
def print_ballots(number: str) -> Answer:
    """Ballots for the next vote on this very text, as many as are asked for, else one for everybody on the roll."""
    decision = worked_on(number)
    step = _votes_next(decision)
    bodies = _bodies(decision, step)
    roll = Behind({}, {}, {}, _due(decision, {step: bodies})).due_of(bodies)
    return render_template(
        "decisions/ballots_sheet.html", decision=decision, place=decision.place, text=text_of(decision), step=step,
        bodies=bodies, count=sheets.ballots(asked_number("count"), roll or 1),
    )
