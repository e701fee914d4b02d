"""What is written into a file, from the application to the visit afterwards, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import abort

from portal.cases import ending as case_ending
from portal.cases import services as cases
from portal.cases.handling import join
from portal.cases.kinds import Category, Channel, Department, Naming, Nature, Verb
from portal.cases.kinds import Outcome as CaseOutcome
from portal.cases.records import Case, case_by_id
from portal.cases.rules import may
from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import Doing, deed
from portal.foundation.i18n import N_
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.special_days import closures

from . import rules
from .paper_records import FilePaper, Party, Settlement, next_position, papers_of, parties_of
from .records import MediationFile, file_by_id, locked_file, opens, writes
from .rules import Agreement, End, File, Kept, Paper, Side


@contextmanager
def _in(viewer: Viewer, said: str, file_id: int) -> Iterator[tuple[MediationFile, Doing]]:
    """Write in a file: only somebody to whom it is open, under a deed that names the file and nothing else."""
    place_id = file_by_id(file_id).place_id
    with deed(viewer, said, place=place_id) as done:
        file = locked_file(file_id)
        if not opens(viewer, file, done.at):
            abort(404)
        if not writes(viewer, file):
            raise Forbidden(said)
        yield file, done
        file.turn += 1
        file.save()
        done.subject = file
        done.facts(number=file.number, turn=file.turn)


def _facts(file: MediationFile) -> File:
    parties = parties_of(file.id)
    papers = frozenset(one.of_kind for one in papers_of(file.id))
    return File(
        len(parties), frozenset(one.stands for one in parties), papers, bool(file.ending),
        file.ended_as is End.AGREED,
    )


def write_party(viewer: Viewer, file_id: int, side: Side, name: str, phone: str, address: str) -> Party:
    """Write down a party."""
    with _in(viewer, "mediation.party_written", file_id) as (file, _done):
        rules.check_open(_facts(file))
        return Party.create(file=file, side=side, name=name.strip(), phone=phone.strip(), address=address.strip())


def write(viewer: Viewer, file_id: int, kind: Paper, day: date, words: str, step: str = "") -> FilePaper:
    """Write one paper."""
    rules.check_words(words)
    with _in(viewer, "mediation.written", file_id) as (file, done):
        rules.check_open(_facts(file))
        done.facts(kind=kind)
        return _paper(viewer, file, done, kind, day, words, step)


def _paper(
    viewer: Viewer, file: MediationFile, done: Doing, kind: Paper, day: date, words: str, step: str = "",
) -> FilePaper:
    return FilePaper.create(
        file=file, position=next_position(file.id), kind=kind, step=step if kind is Paper.TALK else "", day=day,
        words=words.strip(), by_name=viewer.name, by_post=viewer.post_words, made_at=done.at,
    )


def agree(viewer: Viewer, file_id: int, said: Agreement) -> MediationFile:
    """Write down the agreement; the dispute's case is dealt with by it, so nothing is typed twice."""
    with writing(), _in(viewer, "mediation.agreed", file_id) as (file, done):
        rules.check_can_agree(_facts(file), said)
        today = clock.village_day(done.at)
        Settlement.create(
            file=file, form=said.form, matter=said.matter, issue=said.issue, content=said.content, way=said.way,
            until=said.until, signed_on=today, stamped=said.stamped,
        )
        days = charter_on(file_by_id(file_id).place, today).number("case.court_confirmation_days")
        file.ended_at, file.ending, file.form = done.at, str(End.AGREED), str(said.form)
        file.court_until = rules.court_until(today, days, closures())
        done.facts(form=said.form)
        words = N_("经调解达成协议：{formal}").format(formal=file.formal)
        _finish(viewer, file.case_id, case_ending.Ending(outcome=CaseOutcome.FIXED, words=words))
        return file


def end(viewer: Viewer, file_id: int, how: End, referral: str) -> MediationFile:
    """End without an agreement; whoever is not reconciled is told of the other ways, and that stands in the file."""
    with writing(), _in(viewer, "mediation.ended", file_id) as (file, done):
        rules.check_can_end(_facts(file), how, referral)
        if referral.strip():
            _paper(viewer, file, done, Paper.REFERRAL, clock.village_day(done.at), referral)
        file.ended_at, file.ending = done.at, str(how)
        done.facts(end=how)
        _finish(viewer, file.case_id, case_ending.Ending(
            outcome=CaseOutcome.ELSEWHERE, words=N_("调解没有成，已经告知其他途径。"),
            sent_to=N_("仲裁、行政处理或者诉讼"),
        ))
        return file


def _finish(viewer: Viewer, case_id: int, outcome: case_ending.Ending) -> None:
    """End the case with its file, where the mediator may and it has not ended yet."""
    case = case_by_id(case_id)
    if viewer.may(Permission.CASES, case.body.path) and may(Verb.FINISH, case.life()):
        case_ending.finish(viewer, case_id, case.turn, outcome)


def keep(viewer: Viewer, file_id: int, kept: Kept, words: str) -> MediationFile:
    """Write down how far the agreement was kept."""
    rules.check_words(words)
    with _in(viewer, "mediation.kept", file_id) as (file, done):
        rules.check_after_agreement(_facts(file))
        _paper(viewer, file, done, Paper.PERFORMANCE, clock.village_day(done.at), words)
        file.kept = str(kept)
        done.facts(kept=kept)
        return file


def follow_up(viewer: Viewer, file_id: int, words: str) -> MediationFile:
    """Write down the visit afterwards."""
    rules.check_words(words)
    with _in(viewer, "mediation.followed_up", file_id) as (file, done):
        rules.check_after_agreement(_facts(file))
        _paper(viewer, file, done, Paper.FOLLOW_UP, clock.village_day(done.at), words)
        file.followed_on = clock.village_day(done.at)
        return file


def confirm(viewer: Viewer, file_id: int, day: date) -> MediationFile:
    """Write down that a court confirmed the agreement."""
    with _in(viewer, "mediation.confirmed", file_id) as (file, _done):
        rules.check_after_agreement(_facts(file))
        file.confirmed_on = day
        return file


def danger(viewer: Viewer, file_id: int, words: str) -> Case:
    """Tell of danger at once (art. 25): an urgent case that rings everywhere, and names nobody."""
    rules.check_words(words)
    with writing(), _in(viewer, "mediation.danger", file_id) as (file, done):
        if file.danger_at is not None:
            raise Refused("mediation.danger_told")
        place = file_by_id(file_id).place
        _paper(viewer, file, done, Paper.DANGER, clock.village_day(done.at), words)
        file.danger_at, file.risk = done.at, str(rules.Risk.RED)
        case, _code = cases.enter(viewer, place, cases.NewCase(
            category=Category.EMERGENCY, nature=Nature.URGENT, naming=Naming.UNNAMED, channel=Channel.BODY,
            words=N_("一起正在调解的纠纷可能激化，请马上联系主持调解的人：{name}（{number}）").format(
                name=viewer.name, number=file.number,
            ),
        ))
        join(viewer, case.id, case.turn, Department.POLICE, "")
        return case
