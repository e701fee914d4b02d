"""Saved ledger forms, and the mediation files that stand beside cases."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort
from peewee import CharField, DateTimeField, ForeignKeyField, TextField

from portal.cases.records import Case
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked
from portal.mediation.records import MediationFile
from portal.places.records import Place, reached

from .rules import Col, Scope, columns_from


class LedgerForm(Record):
    """A ledger as a place or somebody above it wants it: which cases, and the order of the columns."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    title = CharField(60)
    scope = CharField(12)
    columns = TextField()
    made_at = DateTimeField()
    ended_at = DateTimeField(null=True)

    class Meta:
        table_name = "ledger_form"

    @property
    def about(self) -> Scope:
        """Which cases."""
        return Scope(self.scope)

    @property
    def order(self) -> tuple[Col, ...]:
        """The columns in their order."""
        return columns_from(self.columns.split(","))


def forms_for(viewer: Viewer) -> list[LedgerForm]:
    """The forms saved in the viewer's places and above them."""
    paths = viewer.paths(Permission.CASES)
    above = {int(step) for path in paths for step in path.strip("/").split("/")}
    known = reached(paths) | Place.id.in_(list(above))
    query = LedgerForm.select(LedgerForm, Place).join(Place).where(known, LedgerForm.ended_at.is_null())
    return list(query.order_by(LedgerForm.title, LedgerForm.id).limit(100))


def form_or_404(viewer: Viewer, form_id: int) -> LedgerForm:
    """A form the viewer may use."""
    return next((one for one in forms_for(viewer) if one.id == form_id), None) or abort(404)


def locked_form(form_id: int) -> LedgerForm:
    """The form, held against others until the deed ends."""
    form: LedgerForm = locked(LedgerForm.select().where(LedgerForm.id == form_id)).get()
    return form


def files_beside(cases: Iterable[Case]) -> dict[int, MediationFile]:
    """The mediation files of some disputes, by the case: only what may be counted is in them."""
    wanted = [case.id for case in cases if case.kind == "dispute"]
    found: dict[int, MediationFile] = {}
    for at in range(0, len(wanted), 400):
        for file in MediationFile.select().where(MediationFile.case.in_(wanted[at : at + 400])):
            found[file.case_id] = file
    return found
