"""What people do with questions: ask, enter for somebody, answer, correct, hide. Each is one deed."""

from __future__ import annotations

from datetime import date, timedelta

from portal.charter.records import charter_on
from portal.disclosures.records import locked_disclosure
from portal.foundation import clock
from portal.foundation.access import STRANGER, Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.days import Span, Unit
from portal.foundation.deeds import Doing, deed
from portal.foundation.masking import mask_text
from portal.foundation.numbers import next_number
from portal.foundation.slips import give_slip
from portal.foundation.special_days import closures
from portal.places.phones import office_phones
from portal.places.records import Place, line_of

from . import rules
from .records import Answer, Question, answers_to, locked_question, question_by_id, same_question

SLIP = "question"
TWICE = timedelta(minutes=10)
LIMIT = "question.reply_days"


def limit_on(place: Place, day: date) -> Span:
    """How long the office has to answer here, by the charter of the place."""
    charter = charter_on(place, day)
    return Span(charter.number(LIMIT), Unit(str(charter.settings[LIMIT].unit)))


def ask(number: str, version: int | None, words: str) -> tuple[Question, str]:
    """Take a villager's question about a publication; returns it and its slip, the only trace of who asked."""
    return _take(STRANGER, number, version, words)


def enter(viewer: Viewer, number: str, version: int | None, words: str) -> tuple[Question, str]:
    """Write in a question for somebody at the counter, under the name of whoever writes."""
    return _take(viewer, number, version, words)


def _take(viewer: Viewer, number: str, version: int | None, words: str) -> tuple[Question, str]:
    rules.check_words(words)
    with writing():
        disclosure = locked_disclosure(number)
        place = disclosure.place
        rules.check_can_ask(disclosure.standing(clock.today()))
        # What looks like a private number is masked before anything is stored.
        kept = mask_text(words, office_phones(line_of(place)))
        clerk = viewer.acting_as(Permission.DRAFT, place.path) if viewer.signed_in else STRANGER
        ends = clock.now() + timedelta(days=rules.SLIP_DAYS)
        same = same_question(disclosure, kept, clock.now() - TWICE)
        if same is not None:
            return same, give_slip(SLIP, f"question:{same.id}", ends)
        with deed(clerk, "question.asked", place=place.id) as done:
            today = clock.village_day(done.at)
            limit = limit_on(place, today)
            counted = next_number(f"{place.mark}-W", today.year)
            question = Question.create(
                number=rules.number_from(counted), disclosure=disclosure, place=place, county=disclosure.county,
                township=disclosure.township, village=disclosure.village,
                version=rules.version_seen(version, disclosure.version), words=kept, asked_at=done.at,
                by_clerk=clerk.signed_in, clerk_id=clerk.account_id, clerk_name=clerk.name,
                clerk_post=clerk.post_words, days=limit.count, unit=limit.unit,
                due_on=rules.due_day(today, limit.count, limit.unit, closures()),
            )
            done.subject = question
            done.facts(number=question.number, disclosure=disclosure.number, version=question.version)
            return question, give_slip(SLIP, f"question:{question.id}", ends)


def answer(viewer: Viewer, question_id: int, words: str) -> Question:
    """Answer in public."""
    place = question_by_id(question_id).place
    acting = viewer.acting_as(Permission.DRAFT, place.path)
    rules.check_answer(words, office_phones(line_of(place)))
    with deed(acting, "question.answered", place=place.id) as done:
        question = locked_question(question_id)
        rules.check_can_answer(question.answers, question.hidden_at is not None)
        question.answered_at = done.at
        return _seal(acting, done, question, words, "")


def correct(viewer: Viewer, question_id: int, seen: int, words: str, reason: str) -> Question:
    """Supersede the newest answer and say why; the old one stays readable."""
    place = question_by_id(question_id).place
    acting = viewer.acting_as(Permission.DRAFT, place.path)
    phones = office_phones(line_of(place))
    rules.check_answer(words, phones)
    rules.check_reason(reason, phones)
    with deed(acting, "question.answer_corrected", place=place.id) as done:
        question = locked_question(question_id)
        rules.check_can_correct(seen, question.answers, question.hidden_at is not None)
        return _seal(acting, done, question, words, reason)


def hide(viewer: Viewer, question_id: int, reason: str) -> Question:
    """Take an abusive question out of sight; it is still counted, and the reason is public."""
    place = question_by_id(question_id).place
    acting = viewer.acting_as(Permission.REVIEW, place.path)
    rules.check_reason(reason, office_phones(line_of(place)))
    with deed(acting, "question.hidden", place=place.id) as done:
        question = locked_question(question_id)
        handlers = {one.by_id for one in answers_to(question)} | {question.clerk_id}
        rules.check_can_hide(acting.account_id, handlers, question.hidden_at is not None)
        question.hidden_at, question.hidden_reason = done.at, reason
        question.hidden_by_name, question.hidden_by_post = acting.name, acting.post_words
        question.save()
        done.subject = question
        done.facts(number=question.number)
        return question


def _seal(acting: Viewer, done: Doing, question: Question, words: str, reason: str) -> Question:
    question.answers += 1
    question.save()
    Answer.create(
        question=question, version=question.answers, words=words, reason=reason, by_id=acting.account_id,
        by_name=acting.name, by_post=acting.post_words, made_at=done.at,
    )
    done.subject = question
    done.facts(number=question.number, version=question.answers)
    return question
