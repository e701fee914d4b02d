"""Saving a ledger as a form, and putting it away."""

from __future__ import annotations

from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.places.records import Place

from .records import LedgerForm, locked_form
from .rules import Col, Scope


def save(viewer: Viewer, place: Place, title: str, scope: Scope, columns: tuple[Col, ...]) -> LedgerForm:
    """Save the order of columns somebody above wants."""
    with deed(viewer.acting_as(Permission.CASES, place.path), "ledger.saved", place=place.id) as done:
        done.subject = form = LedgerForm.create(
            place=place, title=title.strip(), scope=scope, columns=",".join(columns), made_at=done.at,
        )
        done.facts(scope=scope, columns=len(columns))
        return form


def put_away(viewer: Viewer, form: LedgerForm) -> None:
    """Put a saved form away."""
    with deed(viewer.acting_as(Permission.CASES, form.place.path), "ledger.put_away", place=form.place.id) as done:
        held = locked_form(form.id)
        held.ended_at = done.at
        held.save()
        done.subject = held
