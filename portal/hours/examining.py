"""What people do with the five rounds of tests, and with points where a place uses them. Each is one deed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.places.records import Place

from . import rules
from .exam_records import Exam, exam_or_404, locked_exam, replace_results
from .point_records import PointEntry, PointRule, balance, rule_or_404
from .records import locked_volunteer, volunteer_or_404
from .rules import Round

POINTS = "volunteer.points"


def hold_exam(
    viewer: Viewer, place: Place, kind: Round, title: str, held_on: date, pass_mark: int,
    results: Iterable[tuple[str, int]],
) -> Exam:
    """Enter a test with what everybody reached; the names stay inside the office."""
    acting = viewer.acting_as(Permission.ACTIVITIES, place.path)
    rules.check_exam(title, held_on, clock.today())
    several = list(results)
    with deed(acting, "exam.entered", place=place.id) as done:
        exam = Exam.create(
            place=place, kind=kind, title=title, held_on=held_on, pass_mark=pass_mark, made_at=done.at,
            by_name=acting.name, by_post=acting.post_words,
        )
        replace_results(exam, several)
        done.subject = exam
        done.facts(kind=kind, took=len(several), passed=rules.passed((score for _name, score in several), pass_mark))
        return exam


def enter_results(viewer: Viewer, exam_id: int, results: Iterable[tuple[str, int]]) -> Exam:
    """Put the results of a test right."""
    place = exam_or_404(viewer, exam_id).place
    several = list(results)
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "exam.corrected", place=place.id) as done:
        exam = locked_exam(exam_id)
        replace_results(exam, several)
        done.subject = exam
        done.facts(took=len(several), passed=rules.passed((score for _name, score in several), exam.pass_mark))
        return exam


def points_are_on(place: Place) -> bool:
    """Whether the place uses points at all; the product does not."""
    return charter_on(place, clock.today()).flag(POINTS)


def set_rule(viewer: Viewer, place: Place, words: str, points: int) -> PointRule:
    """Say in public what something is worth."""
    rules.check_points(points, points, points_are_on(place))
    rules.check_open_words(words)
    with deed(viewer.acting_as(Permission.CERTIFY, place.path), "points.rule_set", place=place.id) as done:
        rule = PointRule.create(place=place, words=words, points=points, made_at=done.at)
        done.subject = rule
        done.facts(points=points, words=words)
        return rule


def end_rule(viewer: Viewer, place: Place, rule_id: int) -> None:
    """Take a line out of the table; what was given by it stays."""
    with deed(viewer.acting_as(Permission.CERTIFY, place.path), "points.rule_ended", place=place.id) as done:
        rule = rule_or_404(place, rule_id)
        rule.ended_at = done.at
        rule.save()
        done.subject = rule


def give_points(viewer: Viewer, volunteer_id: int, rule_id: int) -> PointEntry:
    """Give a volunteer the points of one line of the table."""
    place = volunteer_or_404(viewer, volunteer_id).place
    rule = rule_or_404(place, rule_id)
    return _write(viewer, volunteer_id, rule.points, rule.words, "points.given", rule)


def spend_points(viewer: Viewer, volunteer_id: int, points: int, words: str) -> PointEntry:
    """A volunteer spends points."""
    rules.check_spending(points, words)
    return _write(viewer, volunteer_id, -points, words, "points.spent", None)


def _write(
    viewer: Viewer, volunteer_id: int, points: int, words: str, verb: str, rule: PointRule | None,
) -> PointEntry:
    place = volunteer_or_404(viewer, volunteer_id).place
    acting = viewer.acting_as(Permission.CERTIFY, place.path)
    with deed(acting, verb, place=place.id) as done:
        volunteer = locked_volunteer(volunteer_id)
        rules.check_points(points, balance(volunteer_id), points_are_on(place))
        entry = PointEntry.create(
            volunteer=volunteer, rule=rule, points=points, words=words, by_id=acting.account_id,
            by_name=acting.name, by_post=acting.post_words, made_at=done.at,
        )
        done.subject = entry
        done.facts(points=points)
        return entry
