"""Certificates as the office works on them: writing, the A4 sheet, issuing after the list, taking back."""

from __future__ import annotations

from functools import partial

from flask import render_template, url_for

from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.qr import qr_svg_path
from portal.foundation.web import Answer, lasting_address, redirect_to

from . import bp, certifying
from .book_views import inside
from .certificate_records import Certificate, certificate_or_404
from .forms import Certify, Reason
from .records import volunteer_or_404
from .showing import minute_words


@bp.post("/volunteers/<int:volunteer_id>/certify")
@needs(Permission.CERTIFY)
def certify(volunteer_id: int) -> Answer:
    """Write a certificate for the hours between two days."""
    viewer = current_viewer()
    found = volunteer_or_404(viewer, volunteer_id)
    form: Certify = Certify.typed()

    def told(made: Certificate) -> Answer:
        if made.list_until is not None:
            return redirect_to("hours.volunteer", volunteer_id=found.id, notice=_("先张榜公示，期满再出具。"))
        return redirect_to("hours.certificate", number=made.number)

    return pressed(
        form, lambda: certifying.propose(
            viewer, found.id, form.first.data, form.last.data, form.head.data or "",
        ),
        again=partial(inside, found, certify=form), then=told,
    )


@bp.get("/certificates/<number>")
@needs(Permission.ACTIVITIES)
def certificate(number: str) -> Answer:
    """The A4 sheet."""
    found = certificate_or_404(current_viewer(), number)
    address = lasting_address(url_for("hours.check", code=found.code or None))
    return render_template(
        "hours/certificate.html", certificate=found, proof=found.proof(), place=found.place,
        standing=found.standing(clock.today()), minute_words=minute_words, address=address, qr=qr_svg_path(address),
    )


@bp.post("/certificates/<number>/issue")
@needs(Permission.CERTIFY)
def issue(number: str) -> Answer:
    """Issue a certificate whose list has hung its time."""
    viewer = current_viewer()
    found = certificate_or_404(viewer, number)
    return pressed(
        None, lambda: certifying.issue(viewer, found.number),
        again=partial(inside, volunteer_or_404(viewer, found.volunteer_id)),
        then=leads_to("hours.certificate", number=found.number),
    )


@bp.post("/certificates/<number>/withdraw")
@needs(Permission.CERTIFY)
def withdraw(number: str) -> Answer:
    """Take a certificate back, saying why."""
    viewer = current_viewer()
    found = certificate_or_404(viewer, number)
    form: Reason = Reason.typed()
    owner = volunteer_or_404(viewer, found.volunteer_id)
    return pressed(
        form, lambda: certifying.withdraw(viewer, found.number, form.reason.data or ""),
        again=partial(inside, owner, taking_back=form),
        then=leads_to("hours.volunteer", volunteer_id=found.volunteer_id, notice=_("收回了，查核对码会看到。")),
    )
