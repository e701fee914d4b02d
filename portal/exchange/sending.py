"""What waits for a partner, and the same as values that go into a parcel."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, timedelta
from typing import Any

from portal.cases.kinds import Category, Channel, Naming, Stage, Verb
from portal.cases.line_records import Note, Step
from portal.cases.records import Case
from portal.cases.story_records import reporter_of
from portal.cases.sums_records import year_of
from portal.cases.tallies import Tally
from portal.disclosures.records import archived_or_404, kept_edition_or_404, paper_of
from portal.foundation import clock
from portal.foundation.uploads import path_of

from .belonging import Ours, bodies_above, lines_by_place, parcel_line
from .carried_records import (
    Carried,
    cases_between,
    last_own_lines,
    own_lines,
    own_photos,
    pauses_whole,
)
from .contents import Began, Counts, Filed, Line, Now, Picture, SentCase, SentFigures, SentPaper, Told
from .kinds import ItemKind
from .records import Partner, last_sent
from .rules import LOCAL
from .shelf_records import confirmed_since, unread_filings

ANSWERED = timedelta(days=180)
"""How long the answer to a filed paper is offered again."""


@dataclass(frozen=True)
class Offer:
    """One thing that may go into a parcel: what, its name and how far it is; `again` when it was sent before.

    `about` and `where` are for the list somebody reads first; a sealed case says no more than its number.
    """

    kind: ItemKind
    name: str
    sequence: int
    place: str
    about: Category | None = None
    record: int = 0
    again: bool = False

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.name}"


def offers(here: Ours, partner: Partner) -> list[Offer]:
    """Everything that may go to a partner now, in the order of the list."""
    sent = last_sent(partner.installation)
    found = [*_case_offers(here, partner)]
    if here.is_above(partner.code):
        year = str(clock.today().year)
        found += [
            Offer(
                ItemKind.DISCLOSURE, number, version, here.home.name,
                again=_went(sent, ItemKind.DISCLOSURE, number) >= version,
            )
            for number, version in unread_filings(here.home)
        ]
        taken = int(clock.now().replace(tzinfo=UTC).timestamp())
        found.append(Offer(ItemKind.FIGURES, year, taken, here.home.name, again=(str(ItemKind.FIGURES), year) in sent))
        return found
    return found + [
        Offer(
            ItemKind.FILED, paper.name, paper.sequence, paper.place_name, record=paper.id,
            again=_went(sent, ItemKind.FILED, paper.name) >= paper.sequence,
        )
        for paper in confirmed_since(partner.installation, clock.now() - ANSWERED)
    ]


def _went(sent: Mapping[tuple[str, str], int], kind: ItemKind, name: str) -> int:
    return sent.get((str(kind), name), 0)


def _case_offers(here: Ours, partner: Partner) -> list[Offer]:
    cases = cases_between(here.home, bodies_above(here, partner), partner.installation)
    newest = last_own_lines([case.id for case, _known in cases], partner.installation)
    found = []
    for case, known in cases:
        last = newest.get(case.id, 0)
        if known is None or last > known.acked:
            found.append(Offer(
                ItemKind.CASE, case.number, last, case.place.name, Category(case.category), case.id,
                again=known is not None and last <= known.sent,
            ))
    return found


def sent_case(
    case: Case, partner: Partner, known: Carried | None, own: str, bodies: Collection[int],
) -> tuple[SentCase, dict[str, bytes]]:
    """A case as it goes to a partner, with the photos the partner does not have.

    Of a sealed case only the office that handles it reads words, photos and names: the one it stands with, or below
    us the one it began in.
    """
    open_to_them = not case.sealed or not bodies or case.body_id in bodies
    acked, acked_photo = (known.acked, known.acked_photo) if known else (0, 0)
    lines = own_lines(case.id, partner.installation, acked)
    codes = lines_by_place({step.body_id for step, _note in lines} | {
        step.to_id for step, _note in lines if step.to_id and _names_a_place(step)
    } | {case.body_id, case.place_id})
    photos, pictures = {}, []
    for photo in own_photos(case.id, partner.installation, acked_photo) if open_to_them else ():
        contents = path_of(photo.attachment.sha256).read_bytes()
        photos[photo.attachment.sha256] = contents
        pictures.append(Picture(
            seq=photo.id, sha256=photo.attachment.sha256, name=f"photo.{photo.attachment.kind}",
            is_proof=photo.is_proof,
        ))
    began_here = known is None or known.origin == own
    # The name goes along once: a township that purged it when its time was over does not get it again.
    first_time = began_here and open_to_them and not acked
    who = reporter_of(case) if first_time and case.naming != Naming.ANONYMOUS else None
    sent = SentCase(
        origin=known.origin if known else own, number=known.number if known else case.number,
        called=case.number,
        place=codes[case.place_id], began=_began(case, open_to_them), now=_now(case, codes, open_to_them), after=acked,
        last=max([step.position for step, _note in lines], default=acked),
        last_photo=max([one.seq for one in pictures], default=acked_photo),
        seen=known.applied if known else 0, seen_photo=known.applied_photo if known else 0,
        lines=tuple(
            _told(step, note if open_to_them else None, codes) for step, note in lines if Verb(step.verb) not in LOCAL
        ),
        photos=tuple(pictures), reporter=(who.name, who.phone) if who else None,
    )
    return sent, photos


def _names_a_place(step: Step) -> bool:
    return Verb(step.verb) in (Verb.ESCALATE, Verb.SEND_BACK)


def _told(step: Step, note: Note | None, codes: dict[int, Line]) -> Told:
    to = codes[step.to_id][-1].code if step.to_id in codes and _names_a_place(step) else ""
    body = codes[step.body_id][-1].code if step.body_id in codes else ""
    return Told(
        seq=step.position, verb=Verb(step.verb), stage=Stage(step.stage), at=step.at, who=step.who_name,
        post=step.who_post, body=body, body_name=step.body_name, to=to, to_name=step.to_name, code=step.code,
        days=step.days, words=note.words if note else "", for_reporter=bool(note and note.for_reporter),
    )


def _began(case: Case, open_to_them: bool) -> Began:
    return Began(
        kind=case.of_kind, nature=case.of_nature, category=case.about, channel=Channel(case.channel),
        naming=Naming(case.naming),
        sealed=bool(case.sealed), words=case.words if open_to_them else "",
        spot=case.spot if open_to_them else "", raised_at=case.raised_at, year=case.year,
        consent=bool(case.consent),
    )


def _now(case: Case, codes: dict[int, Line], open_to_them: bool) -> Now:
    as_they_are = {
        name: getattr(case, name) for name in (
            "handler_name", "handler_post", "level_since", "level_days", "level_extra", "whole_since", "whole_days",
            "whole_unit", "whole_extra", "paused_on", "pause_reason", "extension_days", "extension_reason",
            "accepted_at", "done_at", "outcome", "sent_to", "next_on", "told_at", "told_how",
            "rating", "rated_by", "closed_at", "reopened", "others", "days_taken",
        )
    }
    return Now(
        body=codes[case.body_id][-1].code, stage=case.at, in_time=None if case.in_time is None else bool(case.in_time),
        pauses=pauses_whole(case.id), outcome_words=case.outcome_words if open_to_them else "", **as_they_are,
    )


def sent_paper(number: str, version: int) -> SentPaper:
    """A filed edition as it goes to the township."""
    disclosure = archived_or_404(number)
    edition = kept_edition_or_404(disclosure, version)
    paper: dict[str, Any] = asdict(paper_of(edition))
    paper["statement"] = edition.statement
    return SentPaper(
        number=number, version=version, place=parcel_line(disclosure.place), place_words=edition.place_words,
        paper=paper, since=edition.since, until=edition.until, reason=edition.reason, by_name=edition.by_name,
        by_post=edition.by_post, made_at=edition.made_at, content_hash=edition.content_hash, code=edition.code,
    )


def sent_figures(here: Ours, year: int, taken: int) -> SentFigures:
    """A year's figures of our place, by kind, as counts; nobody is in them."""
    kinds: dict[str, Tally] = {}
    for (_village, kind), figures in year_of(here.home, year).items():
        kinds[kind] = kinds.get(kind, Tally()) + figures
    counts = tuple(
        Counts(
            kind=str(kind), cases=one.cases, closed=one.closed, settled=one.settled, in_time=one.in_time,
            asked=one.asked, content=one.content, middle=one.middle,
        )
        for kind, one in sorted(kinds.items())
    )
    return SentFigures(year=year, taken=taken, place=parcel_line(here.home), counts=counts)


def sent_answers(partner: Partner, names: Collection[str]) -> tuple[Filed, ...]:
    """The answers to filed papers that were chosen."""
    return tuple(
        Filed(number=one.name, version=one.sequence, at=one.confirmed_at or one.came_at, name=one.confirmed_name,
              post=one.confirmed_post)
        for one in confirmed_since(partner.installation, clock.now() - ANSWERED) if one.name in names
    )
