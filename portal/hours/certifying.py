"""What people do with certificates: propose, issue, withdraw; and whether they still are what was issued."""

from __future__ import annotations

import json
import secrets
from datetime import date

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import Doing, deed, deeds_about
from portal.foundation.i18n import N_, _
from portal.foundation.numbers import next_number
from portal.foundation.refusal import Refused
from portal.foundation.verifying import verified_by
from portal.places.records import Place

from . import rules
from .certificate_records import Certificate, certificate_or_404, issued_after, locked_certificate
from .records import certified_lines, locked_volunteer, volunteer_or_404

LIST, DAYS = "volunteer.proof_list", "volunteer.proof_notice_days"
CHANGED = N_("志愿服务证明 {number} 被改过：内容和登记簿里的校验码对不上。")
UNKNOWN = N_("志愿服务证明 {number} 没有登记：登记簿里没有出具它的那一条。")
BATCH = 400


def propose(viewer: Viewer, volunteer_id: int, first: date, last: date, head: str) -> Certificate:
    """Write a certificate; where the place posts a list first it hangs there, otherwise it is issued at once."""
    place = volunteer_or_404(viewer, volunteer_id).place
    acting = viewer.acting_as(Permission.CERTIFY, place.path)
    with deed(acting, "certificate.proposed", place=place.id) as done:
        volunteer = locked_volunteer(volunteer_id)
        if not volunteer.name:
            raise Refused("hours.forgotten")
        lines = certified_lines(volunteer_id, first, last)
        minutes = sum(line[2] for line in lines)
        today = clock.village_day(done.at)
        rules.check_can_certify(first, last, minutes, today)
        charter = charter_on(place, today)
        until = rules.list_days(today, charter.number(DAYS)) if charter.flag(LIST) else None
        certificate = Certificate.create(
            number=_number(place, today), place=place, volunteer=volunteer, name=volunteer.name, first=first, last=last,
            minutes=minutes, lines=json.dumps([[str(day), words, count] for day, words, count in lines],
                                              ensure_ascii=False),
            issuer=place.name, head=head, handler=f"{acting.name} {acting.post_words}", salt=secrets.token_hex(16),
            proposed_at=done.at, list_until=until,
        )
        done.subject = certificate
        done.facts(number=certificate.number, minutes=minutes)
        if until is None:
            _issue(acting, certificate)
        return certificate


def issue(viewer: Viewer, number: str) -> Certificate:
    """Issue a certificate whose list has hung its time."""
    place = certificate_or_404(viewer, number).place
    acting = viewer.acting_as(Permission.CERTIFY, place.path)
    with writing():
        certificate = locked_certificate(number)
        rules.check_can_issue(certificate.standing(clock.today()), certificate.list_until)
        return _issue(acting, certificate)


def withdraw(viewer: Viewer, number: str, reason: str) -> Certificate:
    """Take a certificate back, saying why; whoever checks its code is told."""
    rules.check_reason(reason)
    place = certificate_or_404(viewer, number).place
    acting = viewer.acting_as(Permission.CERTIFY, place.path)
    with deed(acting, "certificate.withdrawn", place=place.id) as done:
        certificate = locked_certificate(number)
        if certificate.withdrawn_at is not None:
            raise Refused("hours.already_withdrawn")
        certificate.withdrawn_at, certificate.reason = done.at, reason
        certificate.save()
        done.subject = certificate
        done.facts(number=number, reason=reason)
        return certificate


def still_holds(certificate: Certificate) -> bool:
    """Whether a certificate still says what it was issued with."""
    proof = certificate.proof()
    return proof.content == certificate.content and proof.code == certificate.code


@verified_by
def faults() -> list[str]:
    """A sentence for every issued certificate that differs from the register, or is not in it."""
    found: list[str] = []
    last = 0
    while several := issued_after(last, BATCH):
        last = max(one.id for one in several)
        lines = deeds_about((f"hours_certificate:{one.id}" for one in several), ["certificate.issued"])
        said = {facts["number"]: facts["content"] for facts in (json.loads(line.facts) for line in lines)}
        for one in several:
            if one.number not in said:
                found.append(_(UNKNOWN).format(number=one.number))
            elif said[one.number] != one.content or not still_holds(one):
                found.append(_(CHANGED).format(number=one.number))
    return found


def _issue(acting: Viewer, certificate: Certificate) -> Certificate:
    with deed(acting, "certificate.issued", place=certificate.place_id) as done:
        _check_unchanged(done, certificate)
        proof = certificate.proof()
        certificate.content, certificate.code, certificate.issued_at = proof.content, proof.code, done.at
        certificate.save()
        done.subject = certificate
        done.facts(number=certificate.number, content=proof.content)
        return certificate


def _check_unchanged(done: Doing, certificate: Certificate) -> None:
    """What was taken back since the list went up is not certified."""
    lines = certified_lines(certificate.volunteer_id, certificate.first, certificate.last)
    rules.check_can_certify(
        certificate.first, certificate.last, sum(line[2] for line in lines), clock.village_day(done.at),
    )
    if sum(line[2] for line in lines) != certificate.minutes:
        raise Refused("hours.changed_since")


def _number(place: Place, day: date) -> str:
    mark, letter, year, count = next_number(f"{place.mark}-Z", day.year).rsplit("-", 3)
    return f"{mark}-{year}-{letter}{count}"
