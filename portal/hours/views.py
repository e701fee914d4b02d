"""Hours as everybody may see them: the year in numbers, the thanks, the lists, and whether a certificate is true."""

from __future__ import annotations

from flask import Flask, render_template, request

from portal.activities.rules import TrainingKind
from portal.activities.signup_records import Signup
from portal.foundation import brake, clock
from portal.foundation.access import Permission, current_viewer, open_to_all, public_page
from portal.foundation.beside import Panel, beside
from portal.foundation.codes import tidy
from portal.foundation.masking import mask_name
from portal.foundation.web import Answer, asked_number
from portal.places.records import place_or_404
from portal.teams.records import team_names

from . import book_views, bp, certificate_views, certifying, exam_views, point_views
from .certificate_records import certificate_with, posted_at
from .exam_records import exams_in
from .figure_records import Sums, thanked, year_of
from .records import lines_beside
from .rules import CertificateStanding, GivenAs
from .showing import minute_words, month_words

__all__ = ["book_views", "bp", "certificate_views", "exam_views", "point_views"]
"""Opening this module opens the other halves of the pages too."""

FIRST_YEAR = 2000


@bp.get("/figures/<mark>")
@public_page
def figures(mark: str) -> Answer:
    """A year in numbers: by kind, by team, by month; no names, no ranking."""
    place, year = place_or_404(mark), _asked_year()
    found = year_of(place, year)
    names = team_names(team for team in found.by_team if team)
    return render_template(
        "hours/figures.html", place=place, year=year, this_year=clock.today().year, whole=found.whole,
        kinds=[(GivenAs(kind), found.by_kind[kind]) for kind in GivenAs if kind in found.by_kind],
        teams=[(names.get(team, ""), found.by_team[team]) for team in sorted(found.by_team)],
        months=[(month_words(month), found.by_month[month]) for month in sorted(found.by_month)],
        minute_words=minute_words, may_lead=current_viewer().may(Permission.ACTIVITIES),
    )


@bp.get("/training/<mark>")
@public_page
def training(mark: str) -> Answer:
    """四培五考 of a year in numbers: sessions and person-times by kind, tests with how many passed."""
    place, year = place_or_404(mark), _asked_year()
    found = year_of(place, year)
    rows = [(kind, found.by_training[kind]) for kind in TrainingKind if kind in found.by_training]
    return render_template(
        "hours/training.html", place=place, year=year, this_year=clock.today().year, rows=rows,
        whole=sum((sums for _kind, sums in rows), Sums()), exams=exams_in(place, year),
        may_lead=current_viewer().may(Permission.ACTIVITIES, place.path),
    )


@bp.get("/plaque/<mark>")
@public_page
def plaque(mark: str) -> Answer:
    """The yearly thanks for the wall: the sums, and the names of those who agreed."""
    place, year = place_or_404(mark), _asked_year()
    whole = year_of(place, year).whole
    return render_template(
        "hours/plaque.html", place=place, year=year, whole=whole, names=thanked(place, year),
        minute_words=minute_words,
    )


@bp.get("/proofs/<mark>")
@open_to_all
def proofs(mark: str) -> Answer:
    """The list that hangs before certificates are issued; a name only where somebody agreed."""
    place = place_or_404(mark)
    return render_template(
        "hours/proofs.html", place=place, rows=posted_at(place, clock.today()), minute_words=minute_words,
    )


@bp.get("/check")
@open_to_all
def check() -> Answer:
    """Whether a certificate is true: by its code only, never by a name."""
    typed = request.args.get("code", "").strip()[:60]
    found = None
    if typed:
        brake.check("check", request.remote_addr or "-")
        brake.count("check", request.remote_addr or "-")
        code = tidy(typed)
        found = certificate_with("-".join(code[step:step + 4] for step in range(0, len(code), 4)))
    return render_template(
        "hours/check.html", typed=typed, found=found, place=found.place if found else None,
        holds=found is not None and certifying.still_holds(found), minute_words=minute_words,
        withdrawn=found is not None and found.standing(clock.today()) is CertificateStanding.WITHDRAWN,
    )


@beside("activities.own", "hours")
def own_minutes(signup: Signup) -> Panel | None:
    """What the book says beside somebody's own sign-up: their minutes for it, and all that counts."""
    lines = lines_beside(signup.id)
    if not lines:
        return None
    here = sum(entry.minutes for entry, counts in lines if counts and entry.activity_id == signup.activity_id)
    return Panel("hours/own.html", {
        "here": minute_words(here), "whole": minute_words(sum(entry.minutes for entry, counts in lines if counts)),
        "waiting": not any(counts for entry, counts in lines if entry.activity_id == signup.activity_id),
    })


def _asked_year() -> int:
    year = asked_number("year")
    return year if year is not None and FIRST_YEAR <= year <= clock.today().year else clock.today().year


def init_app(app: Flask) -> None:
    """Give templates a name's masked form, for whoever holds a certificate in their hand."""
    app.jinja_env.filters["masked_name"] = mask_name
