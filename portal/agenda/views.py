"""The public calendar: the year, one day with its agenda, the sheet for the wall, and what may be subscribed to."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Response, abort, render_template, request, url_for

from portal.disclosures.periods import period_words
from portal.foundation import clock, facts
from portal.foundation.access import Permission, current_viewer, public_page
from portal.foundation.i18n import _
from portal.foundation.qr import qr_svg_path
from portal.foundation.showing import short_day
from portal.foundation.web import Answer, asked_number, lasting_address, redirect_to
from portal.places.records import Place, home_place, line_or_404

from . import bp, ics, office_views, proving
from .calendar import DisclosureDay, day_on, days_between
from .office_views import date_or_404
from .records import latest_posted, moved_here
from .rules import Standing

__all__ = ["bp", "office_views", "proving"]
"""Opening this module opens the office's half of the pages too."""

MARKS = {Standing.COMING: "draft", Standing.TODAY: "waiting", Standing.KEPT: "ok", Standing.MISSED: "late"}
EARLIEST = 2000
BACK, YEAR = timedelta(days=100), timedelta(days=366)
ENTRIES = 30


@bp.get("/")
@public_page
def index() -> Answer:
    """The disclosure days of a place in one year."""
    line = line_or_404(request.args.get("place", "") or facts.known().home_mark or home_place().mark)
    place, today = line[-1], clock.today()
    year = asked_number("year")
    year = year if year is not None and EARLIEST <= year <= today.year + 1 else today.year
    days = days_between(place, date(year, 1, 1), date(year, 12, 31), line)
    return render_template(
        "agenda/index.html", place=place, year=year, earliest=EARLIEST, this_year=today.year, marks=MARKS,
        ahead=[day for day in days if day.held >= today], past=[day for day in reversed(days) if day.held < today],
        feed_address=url_for("agenda.feed", mark=place.mark),
    )


@bp.get("/<mark>/<day>")
@public_page
def show(mark: str, day: str) -> Answer:
    """One disclosure day: its agenda, what is due on it, what was published and what was missed."""
    line = line_or_404(mark)
    wanted = date_or_404(day)
    found = day_on(line[-1], wanted, line)
    if found is None:
        return redirect_to("agenda.show", mark=line[-1].mark, day=moved_here_or_404(line[-1], wanted).isoformat())
    return _show(line[-1], found)


@bp.get("/<mark>/<day>/v<int:version>")
@public_page
def version(mark: str, day: str, version: int) -> Answer:
    """The same with an agenda as it was posted earlier."""
    line = line_or_404(mark)
    found = day_on(line[-1], date_or_404(day), line, version) or abort(404)
    if found.agenda is None or not found.agenda.version:
        abort(404)
    return _show(line[-1], found)


def _show(place: Place, found: DisclosureDay) -> Answer:
    viewer, today = current_viewer(), clock.today()
    is_open = found.held >= today
    return render_template(
        "agenda/show.html", place=place, found=found, agenda=found.agenda, marks=MARKS,
        is_old=found.agenda is not None and found.agenda.version < found.version,
        may_write=is_open and viewer.may(Permission.DRAFT, place.path),
        may_move=is_open and viewer.may(Permission.PUBLISH, place.path),
    )


@bp.get("/<mark>/<day>/sheet")
@public_page
def sheet(mark: str, day: str) -> Answer:
    """The posted agenda for the wall."""
    line = line_or_404(mark)
    place, found = line[-1], day_on(line[-1], date_or_404(day), line)
    if found is None or found.agenda is None or not found.version:
        abort(404)
    address = lasting_address(url_for("agenda.show", mark=place.mark, day=found.day.isoformat()))
    return render_template(
        "agenda/sheet.html", place=place, found=found, agenda=found.agenda, qr=qr_svg_path(address), address=address,
    )


@bp.get("/<mark>/calendar.ics")
@public_page
def subscribe(mark: str) -> Answer:
    """The disclosure days as a calendar to subscribe to: the last hundred days and the year ahead."""
    line = line_or_404(mark)
    place, today = line[-1], clock.today()
    events = [
        event for found in days_between(place, today - BACK, today + YEAR, line) for event in _events(place, found)
    ]
    body = ics.calendar(_("{place}公开日").format(place=place.name), events)
    return Response(body, content_type="text/calendar; charset=utf-8")


def _events(place: Place, found: DisclosureDay) -> list[ics.Event]:
    """A day as a whole day of the calendar, and every item of its agenda at its time."""
    address = lasting_address(url_for("agenda.show", mark=place.mark, day=found.day.isoformat()))
    agenda, uid = found.agenda, f"{place.mark}-{found.day.isoformat()}"
    stamp = agenda.made_at if agenda and agenda.made_at else clock.moment_of(clock.today())
    events = [ics.Event(
        uid=f"{uid}@cunkou", summary=f"{place.name} {found.name}", stamp=stamp, day=found.held,
        description=_told(found), address=address, sequence=found.version,
    )]
    for number, point in enumerate(agenda.points if agenda else (), 1):
        begins = clock.moment_of(found.held, point.start.hour, point.start.minute)
        events.append(ics.Event(
            uid=f"{uid}-{number}@cunkou", summary=point.words, description=point.who, stamp=stamp, begins=begins,
            place=place.address or place.name, ends=begins + timedelta(minutes=point.minutes), address=address,
            sequence=found.version,
        ))
    return events


def _told(found: DisclosureDay) -> str:
    """What is due on a day, and why it is held on another."""
    told = [_("原来是{day}，改期原因：{why}").format(day=short_day(found.day), why=found.agenda.why)] if (
        found.agenda and found.is_moved) else []
    told += [f"{cell.duty.item.words}（{period_words(cell.duty.period.key)}）" for cell in found.cells]
    return "\n".join([*told, *(demand.owed.words for demand in found.demands)])


@bp.get("/<mark>/feed.xml")
@public_page
def feed(mark: str) -> Answer:
    """The posted agendas of a place as an Atom feed."""
    place = line_or_404(mark)[-1]
    text = render_template(
        "agenda/feed.xml", place=place, rows=latest_posted(place, ENTRIES), base=lasting_address(""),
        updated=clock.moment_of(clock.today()),
    )
    return Response(text, mimetype="application/atom+xml")


def moved_here_or_404(place: Place, day: date) -> date:
    """The day that is held on this one instead of its own."""
    found = moved_here(place, day)
    return found[0].day if found else abort(404)
