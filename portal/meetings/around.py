"""Everything one meeting's page shows, and its buttons: what was refused shows the same page again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from portal.charter.records import charter_on
from portal.foundation.access import Permission, Viewer, current_viewer
from portal.foundation.forms import Form
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment

from . import texts
from .body_records import sees
from .forms import ChairForm, FilesForm, NoticeForm, ReasonForm, TimeForm
from .kinds import BodyKind, Standing
from .meeting_records import Meeting, numbered_or_404
from .planning import notice_source
from .result_records import agenda_of, files_of
from .rules import last_notice_day
from .showing import MARKS, on_page


def kept_meeting(number: str) -> Meeting:
    """A meeting the viewer keeps."""
    meeting = numbered_or_404(current_viewer(), number)
    current_viewer().check(Permission.MEETINGS, meeting.place.path)
    return meeting


def around(number: str, **forms: Any) -> dict[str, Any]:
    """A meeting with its agenda and results; the office sees its buttons, files and names besides."""
    viewer = current_viewer()
    meeting = numbered_or_404(viewer, number)
    keeps = viewer.may(Permission.MEETINGS, meeting.place.path)
    shown: dict[str, Any] = {
        "meeting": meeting, "place": meeting.place, "standing": meeting.standing, "mark": MARKS[meeting.standing],
        "items": on_page(*agenda_of(meeting)),
        "keeps": keeps, "looks_in": sees(viewer, meeting.place),
    }
    if shown["looks_in"]:
        shown["files"] = files_of(meeting)
    if keeps:
        shown |= _acts(meeting, forms)
    return shown


def _acts(meeting: Meeting, forms: dict[str, Any]) -> dict[str, Any]:
    """The forms that fit where the meeting stands, and what its notice has to keep to."""
    at = meeting.standing
    shown: dict[str, Any] = {
        "files_form": forms.get("files_form") or FilesForm().offer(), "notice": None, "opening": None,
        "closing": None, "chairing": None, "calling_off": None,
    }
    if at in (Standing.PLANNED, Standing.NOTICED):
        charter = charter_on(meeting.place, meeting.day)
        days = texts.notice_days(meeting.of, charter)
        shown |= {
            "notice_days": days, "notice_last": last_notice_day(meeting.day, days),
            "notice_source": notice_source(meeting.of, charter),
            "in_writing": meeting.of is BodyKind.REPRESENTATIVES and charter.flag("representatives.notice_in_writing"),
            "may_be_short": texts.short_notice_allowed(meeting.of, charter),
            "opening": forms.get("opening") or TimeForm(),
            "calling_off": forms.get("calling_off") or ReasonForm(prefix="off-"),
        }
    if at is Standing.PLANNED and not meeting.is_practice:
        shown["notice"] = forms.get("notice") or NoticeForm(data={"revision": meeting.revision})
    if at is Standing.OPEN:
        shown["closing"] = forms.get("closing") or TimeForm()
        shown["chairing"] = forms.get("chairing") or ChairForm(prefix="chair-")
    return shown


def acted(
    number: str, name: str, form: Form, verb: Callable[[Viewer, Meeting], object], notice: str,
    to: str = "meetings.show",
) -> Answer:
    """A button on a meeting's page, then on to a page of it; a refusal keeps what was typed in the form `name`."""
    meeting = kept_meeting(number)
    return pressed(
        form, lambda: verb(current_viewer(), meeting), again=partial(shown_again, number, **{name: form}),
        then=leads_to(to, number=number, notice=notice),
    )


def shown_again(number: str, *, refusal: Refused | None = None, wrong: bool = False, **forms: Any) -> Answer:
    """The same page after a button was refused, with what was typed."""
    return page_or_fragment(
        "meetings/show.html", "meetings/_acts.html", refusal=refusal, wrong=wrong, **around(number, **forms),
    )
