"""How a case begins: reported by a villager, written in by the office, joined by a neighbour, taken further up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import STRANGER, Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import deed
from portal.foundation.masking import mask_text
from portal.foundation.numbers import next_number
from portal.foundation.refusal import Refused
from portal.foundation.slips import give_slip
from portal.foundation.special_days import closures
from portal.foundation.uploads import PHOTOS, Received, keep
from portal.places.phones import office_phones
from portal.places.records import Place, line_of, place_by_id, scope_of
from portal.places.rules import PlaceKind
from portal.questions.rules import number_from

from . import rules
from .board_records import like_it, sent_twice
from .kinds import PATHS, Category, Channel, Naming, Nature, Verb
from .line_records import Photo, Reporter
from .moving import Moving, begin_level, begin_whole, body_above, moving, rungs, settle
from .records import Case, case_by_id
from .ringing import stir
from .story_records import reporter_of

SLIP = "case"
SLIP_DAYS = 730
TWICE = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """A report as somebody gave it."""

    category: Category
    words: str
    spot: str = ""
    naming: Naming = Naming.UNNAMED
    name: str = ""
    phone: str = ""
    consent: bool = False
    channel: Channel = Channel.PHONE
    nature: Nature | None = None
    photos: Sequence[Received] = ()


def report(place: Place, new: NewCase) -> tuple[Case, str]:
    """Take a villager's report; the slip's code is the only way back, and for an anonymous one the only trace."""
    return _begin(STRANGER, place, new)


def enter(viewer: Viewer, place: Place, new: NewCase) -> tuple[Case, str]:
    """Write in a case at the counter, on the round or for another body, under the name of whoever writes."""
    return _begin(viewer.acting_as(Permission.CASES, place.path), place, new)


def lookalikes(place: Place, category: Category) -> list[Case]:
    """Open cases about the same thing in the same village lately, where the matter belongs to everybody."""
    if not PATHS[category].common:
        return []
    days = charter_on(place, clock.today()).number("case.duplicate_days")
    line = [*place.above, place.id] if place.level is not PlaceKind.VILLAGE else [place.id]
    village = place.id if place.level is PlaceKind.VILLAGE else None
    if village is None and place.level in (PlaceKind.GROUP, PlaceKind.GRID):
        above = [place_by_id(step) for step in reversed(line)]
        village = next((one.id for one in above if one is not None and one.level is PlaceKind.VILLAGE), None)
    return like_it(place, category, clock.now() - timedelta(days=days), village)


def me_too(number_id: int) -> Case:
    """Somebody has the same trouble: one more is counted, and no second case begins."""
    with moving(STRANGER, Verb.ME_TOO, "case.joined", number_id, needs=None) as move:
        case = move.case
        if case.sealed or not PATHS[case.about].common:
            raise Refused("cases.not_common")
        case.others += 1
        return case


def appeal(case_id: int, words: str) -> tuple[Case, str]:
    """Ask the next level to look again, as a case of its own that is linked to this one."""
    old = case_by_id(case_id)
    rules.check_words(words)
    above = body_above(old, old.place, old.body)
    if above is None:
        raise Refused("cases.at_the_top")
    reporter = reporter_of(old)
    new = NewCase(
        category=old.about, words=words, spot=old.spot, naming=Naming(old.naming),
        name=reporter.name if reporter else "", phone=reporter.phone if reporter else "", channel=Channel.APPEAL,
    )
    with writing():
        with moving(STRANGER, Verb.APPEAL, "case.appealed", case_id, needs=None):
            pass
        return _begin(STRANGER, old.place, new, old=old, body=above)


def _begin(
    writer: Viewer, place: Place, new: NewCase, *, old: Case | None = None, body: Place | None = None,
) -> tuple[Case, str]:
    rules.check_words(new.words)
    if len(new.photos) > rules.MOST_PHOTOS:
        raise Refused("cases.many_photos", most=rules.MOST_PHOTOS)
    if any(photo.kind not in PHOTOS for photo in new.photos):
        raise Refused("cases.only_photos")
    if new.naming is Naming.NAMED and not new.name.strip():
        raise Refused("cases.no_name")
    with writing():
        line = line_of(place)
        phones = office_phones(line)
        # What looks like a private number is masked before anything is stored.
        words = mask_text(new.words, phones)
        again = sent_twice(place, words, clock.now() - TWICE) if old is None else None
        if again is not None:
            return again, _slip(again)
        today = clock.today()
        charter = charter_on(place, today, line)
        steps, carrying = rungs(place, charter)
        kind, nature = rules.path_of(new.category, new.nature)
        levels = [step.kind for step in steps]
        first = steps[rules.first_rung(levels, carrying, nature, charter.text("case.urgent_level"))]
        seat = next((step for step in line if step.level is PlaceKind.VILLAGE), place)
        counted = next_number(f"{seat.mark}-C", today.year)
        with deed(writer, "case.raised", place=place.id) as done:
            case = Case(
                number=number_from(counted), kind=kind, nature=nature, category=new.category, channel=new.channel,
                naming=new.naming, sealed=rules.sealed_by(kind, new.naming), place=place, year=today.year,
                words=words, spot=mask_text(new.spot, phones), raised_at=done.at, entered_by_id=writer.account_id,
                entered_by_name=writer.name, stage="raised", appeal_of=old,
                photos=len(new.photos),
                consent=new.consent and not rules.sealed_by(kind, new.naming),
                **scope_of(line),
            )
            stir()
            begin_level(case, charter, body or first, today)
            begin_whole(case, charter, today)
            settle(case, closures())
            case.save()
            _keep_who(case, new)
            for photo in new.photos:
                add_photo(case, photo, proof=False)
            Moving(case, Verb.RAISE, writer, done, body or first).note(Verb.RAISE)
            done.subject = case
            done.facts(number=case.number, category=case.category, nature=case.nature, body=case.body_id)
            return case, _slip(case)


def _keep_who(case: Case, new: NewCase) -> None:
    if new.naming is not Naming.ANONYMOUS and (new.name.strip() or new.phone.strip()):
        Reporter.create(case=case, name=new.name.strip(), phone=new.phone.strip())


def add_photo(case: Case, photo: Received, *, proof: bool) -> None:
    """Hang a photo on a case; call inside a deed."""
    Photo.create(case=case, attachment=keep(photo).attachment_id, is_proof=proof, made_at=clock.now())


def _slip(case: Case) -> str:
    return give_slip(SLIP, f"case:{case.id}", clock.now() + timedelta(days=SLIP_DAYS))
