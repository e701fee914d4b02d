"""The pages of one file: reading it, printing it whole, and each button that writes into it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from flask import render_template

from portal.cases.forms import set_apart
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.forms import Form
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, page_or_fragment

from . import bp, forms, rules, services, writing_down
from .paper_records import papers_of, parties_of, settlement_of, talk_steps
from .people import hands
from .records import MediationFile, file_or_404, named_on, openings_of
from .words import FIVE_HEARTS

Typed = TypeVar("Typed", bound=Form)


@bp.get("/files/<number>")
@needs(Permission.ACCOUNT)
def show(number: str) -> Answer:
    """One file, for those it is open to."""
    return _page(file_or_404(current_viewer(), number))


@bp.get("/files/<number>/print")
@needs(Permission.ACCOUNT)
def printed(number: str) -> Answer:
    """The whole numbered file on paper."""
    file = file_or_404(current_viewer(), number)
    return render_template("mediation/printed.html", **_shown(file))


def _shown(file: MediationFile) -> dict[str, Any]:
    order = list(rules.Paper)
    named = named_on(file.id)
    mine = [one.serves for one in named if one.ended_at is None and one.account_id == current_viewer().account_id]
    return {
        "file": file, "place": file.place, "case": file.case, "parties": parties_of(file.id),
        "papers": sorted(papers_of(file.id), key=lambda one: (order.index(one.of_kind), one.position)),
        "settlement": settlement_of(file.id) if file.ended_as is rules.End.AGREED else None, "named": named,
        "leads": rules.Role.LEAD in mine, "writes": bool({rules.Role.LEAD, rules.Role.MEDIATOR} & set(mine)),
    }


KINDS: dict[str, type[Form]] = {
    "party": forms.PartyForm, "paper": forms.PaperForm, "agreement": forms.AgreementForm, "end": forms.EndForm,
    "kept": forms.KeptForm, "follow": forms.FollowForm, "danger": forms.DangerForm, "confirmed": forms.ConfirmedForm,
}


def _page(file: MediationFile, did: str = "", typed: Form | None = None, **more: Any) -> Answer:
    opened: dict[str, Any] = {
        name: set_apart(typed if typed is not None and name == did else kind(), name) for name, kind in KINDS.items()
    }
    if not opened["paper"].day.data:
        opened["paper"].day.data = clock.today()
    shown = _shown(file)
    steps = talk_steps(file.place) if shown["writes"] and not file.ending else ()
    opened["paper"].step.choices = [
        ("", "—"), *((step, step) for step in steps or tuple(_(step) for step in FIVE_HEARTS)),
    ]
    return page_or_fragment("mediation/show.html", "mediation/_file.html", opened=opened, did=did, **shown, **more)


@bp.get("/files/<number>/people")
@needs(Permission.ACCOUNT)
def people(number: str) -> Answer:
    """Who may open the file, and who opened it with a reason."""
    return _people(file_or_404(current_viewer(), number), forms.NameForm())


def _people(file: MediationFile, form: forms.NameForm, **more: Any) -> Answer:
    named = named_on(file.id)
    held = {one.account_id: one.serves for one in named if one.ended_at is None}
    leads = held.get(current_viewer().account_id or 0) is rules.Role.LEAD
    form.account.choices = [
        (one.account_id, f"{one.name} {one.post}") for one in (hands(file.place) if leads else [])
        if one.account_id not in held
    ]
    return page_or_fragment(
        "mediation/people.html", "mediation/_naming.html", file=file, place=file.place, named=named, leads=leads,
        openings=openings_of(file.id), form=form, **more,
    )


def _do(
    number: str, did: str, kind: type[Typed], notice: str, verb: Callable[[MediationFile, Typed], object],
) -> Answer:
    viewer = current_viewer()
    file = file_or_404(viewer, number)
    form: Typed = kind.typed()
    if "step" in form:
        form["step"].choices = []
    return pressed(
        form, lambda: verb(file, form),
        again=lambda **said: _page(file_or_404(viewer, number), did, form, **said),
        then=leads_to("mediation.show", number=file.number, notice=notice),
    )


@bp.post("/files/<number>/parties")
@needs(Permission.ACCOUNT)
def write_party(number: str) -> Answer:
    """Write down a party."""
    return _do(number, "party", forms.PartyForm, _("登记了。"), lambda file, form: writing_down.write_party(
        current_viewer(), file.id, rules.Side(str(form.side.data)), form.name.data or "", form.phone.data or "",
        form.address.data or ""))


@bp.post("/files/<number>/papers")
@needs(Permission.ACCOUNT)
def write(number: str) -> Answer:
    """Write one paper."""
    return _do(number, "paper", forms.PaperForm, _("写进卷里了。"), lambda file, form: writing_down.write(
        current_viewer(), file.id, rules.Paper(str(form.kind.data)), form.day.data or clock.today(),
        form.words.data or "", str(form.step.data or "")[:20]))


@bp.post("/files/<number>/agreement")
@needs(Permission.ACCOUNT)
def agree(number: str) -> Answer:
    """Write down the agreement."""
    return _do(number, "agreement", forms.AgreementForm, _("协议记下了，可以打印全卷。"),
               lambda file, form: writing_down.agree(current_viewer(), file.id, rules.Agreement(
        rules.Form(str(form["form"].data)), form.matter.data or "", form.issue.data or "", form.content.data or "",
        form.way.data or "", form.until.data, bool(form.signed_by_parties.data), bool(form.signed_by_mediator.data),
        bool(form.stamped.data))))


@bp.post("/files/<number>/end")
@needs(Permission.ACCOUNT)
def end(number: str) -> Answer:
    """End without an agreement."""
    return _do(number, "end", forms.EndForm, _("调解结束，记下了。"), lambda file, form: writing_down.end(
        current_viewer(), file.id, rules.End(str(form.end.data)), form.words.data or ""))


@bp.post("/files/<number>/kept")
@needs(Permission.ACCOUNT)
def keep(number: str) -> Answer:
    """Write down how far the agreement was kept."""
    return _do(number, "kept", forms.KeptForm, _("记下了。"), lambda file, form: writing_down.keep(
        current_viewer(), file.id, rules.Kept(str(form.kept.data)), form.words.data or ""))


@bp.post("/files/<number>/follow-up")
@needs(Permission.ACCOUNT)
def follow_up(number: str) -> Answer:
    """Write down the visit afterwards."""
    return _do(number, "follow", forms.FollowForm, _("记下了。"), lambda file, form: writing_down.follow_up(
        current_viewer(), file.id, form.words.data or ""))


@bp.post("/files/<number>/confirmed")
@needs(Permission.ACCOUNT)
def confirm(number: str) -> Answer:
    """Write down the court's confirmation."""
    return _do(number, "confirmed", forms.ConfirmedForm, _("记下了。"), lambda file, form: writing_down.confirm(
        current_viewer(), file.id, form.day.data or clock.today()))


@bp.post("/files/<number>/danger")
@needs(Permission.ACCOUNT)
def danger(number: str) -> Answer:
    """Tell of danger at once."""
    return _do(number, "danger", forms.DangerForm, _("已经报告，各级工作人员的页面上都在响铃。"),
               lambda file, form: writing_down.danger(current_viewer(), file.id, form.words.data or ""))


@bp.post("/files/<number>/named")
@needs(Permission.ACCOUNT)
def name(number: str) -> Answer:
    """Name somebody on the file."""
    viewer = current_viewer()
    file = file_or_404(viewer, number)
    form: forms.NameForm = forms.NameForm.typed()
    form.account.choices = []
    return pressed(
        form, lambda: services.name(viewer, file, int(form.account.data or 0), rules.Role(str(form.role.data))),
        again=partial(_people, file, form),
        then=leads_to("mediation.people", number=file.number, notice=_("加上了。")),
    )


@bp.post("/files/<number>/named/<int:named_id>/end")
@needs(Permission.ACCOUNT)
def unname(number: str, named_id: int) -> Answer:
    """Take somebody off the file."""
    viewer = current_viewer()
    file = file_or_404(viewer, number)
    return pressed(
        None, lambda: services.unname(viewer, file, named_id), again=partial(_people, file, forms.NameForm()),
        then=leads_to("mediation.people", number=file.number, notice=_("去掉了。")),
    )
