"""What people say about a paper under review: declare, note, object, answer, rule. Each is one deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.drafts.records import paper_from
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.days import Span, deadline
from portal.foundation.deeds import deed
from portal.foundation.special_days import closures

from . import rules, saying, steps
from .reading_records import Whole
from .records import Remark, village_path
from .rules import Facts
from .saying import DECLARED, RULINGS, Part, Said
from .services import held, seen_round

VERBS = {
    Said.CLEAR: "review.declared", Said.RELATED: "review.declared", Said.NOTE: "review.noted",
    Said.OBJECTION: "review.objected", Said.ANSWER: "review.answered", Said.LIFTED: "review.objection_lifted",
    Said.UPHELD: "review.objection_upheld",
}


@dataclass(frozen=True)
class Saying:
    """What somebody wants to say: what kind of words, about which part and line (0: all of it) or which objection."""

    said: Said
    words: str = ""
    part: Part = Part.WHOLE
    line: int = 0
    about: int | None = None


def declare(viewer: Viewer, draft_id: int, seen: int, *, related: bool) -> Remark:
    """Say whether one is a near relative of anybody concerned; a relative takes no part in this review."""
    said = Said.RELATED if related else Said.CLEAR

    def check(whole: Whole, facts: Facts, actor: int | None) -> None:
        rules.check_can_declare(facts, actor, said)

    return _say(viewer, Permission.SUPERVISE, draft_id, seen, Saying(said), check)


def note(viewer: Viewer, draft_id: int, seen: int, one: Saying) -> Remark:
    """Write a note beside a line; it stops nothing."""

    def check(whole: Whole, facts: Facts, actor: int | None) -> None:
        rules.check_can_note(facts, actor)
        saying.check_line(paper_from(whole.draft), one.part, one.line)

    return _say(viewer, Permission.SUPERVISE, draft_id, seen, one, check)


def object_to(viewer: Viewer, draft_id: int, seen: int, one: Saying) -> Remark:
    """Object with a reason; the paper does not go up before it is answered."""

    def check(whole: Whole, facts: Facts, actor: int | None) -> None:
        rules.check_can_object(facts, actor, clock.today())
        saying.check_line(paper_from(whole.draft), one.part, one.line)

    return _say(viewer, Permission.SUPERVISE, draft_id, seen, one, check)


def answer(viewer: Viewer, draft_id: int, seen: int, one: Saying) -> Remark:
    """Answer an objection."""

    def check(whole: Whole, facts: Facts, actor: int | None) -> None:
        rules.check_can_answer(facts, one.about or 0)

    return _say(viewer, Permission.DRAFT, draft_id, seen, one, check)


def rule(viewer: Viewer, draft_id: int, seen: int, one: Saying) -> Remark:
    """Lift one's own objection after its answer, or uphold it; what is upheld is written anew."""

    def check(whole: Whole, facts: Facts, actor: int | None) -> None:
        rules.check_can_rule(facts, one.about or 0, actor)

    return _say(viewer, Permission.SUPERVISE, draft_id, seen, one, check)


def _say(
    viewer: Viewer, permission: Permission, draft_id: int, seen: int, one: Saying,
    check: Callable[[Whole, Facts, int | None], None],
) -> Remark:
    if one.said not in DECLARED and not (one.said in RULINGS and not one.words):
        saying.check_words(one.words)
    with writing():
        whole, facts = held(draft_id)
        place = whole.draft.place
        acting = steps.holding(viewer, permission, place.path, village_path(place))
        last = seen_round(whole, seen)
        check(whole, facts, acting.account_id)
        with deed(acting, VERBS[one.said], place=place.id) as done:
            due = None
            if one.said is Said.OBJECTION:
                due = deadline(clock.village_day(done.at), Span(last.reply_days), closures())
            remark: Remark = Remark.create(
                review=last.review, round=last.number, said=one.said, about=one.about, part=one.part, line=one.line,
                words=one.words.strip(), due_on=due, by_id=acting.account_id, by_name=acting.name,
                by_post=acting.post_words, made_at=done.at,
            )
            done.subject = last.review
            done.facts(draft=draft_id, round=last.number, said=str(one.said), remark=remark.id)
            return remark
