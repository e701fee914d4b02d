"""What is typed about duties."""

from __future__ import annotations

from wtforms import BooleanField, DateField, IntegerField, SelectField

from portal.charter.wording import choice_words
from portal.disclosures.items import Item
from portal.disclosures.periods import Cadence
from portal.disclosures.rules import DisclosureKind, Reader
from portal.foundation import clock
from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_, _, label


class Nothing(Form):
    """Why there is nothing to publish this time."""

    reason = Words(N_("为什么没有，例如：本季度没有发放"), [Filled(), AtMost(400)])


class SetItem(Form):
    """How a place keeps one line of its catalogue."""

    is_on = BooleanField(N_("这里有这一项，要按时公开"))
    cadence = SelectField(N_("多久公开一次"))
    reader = SelectField(N_("谁可以看"), default="")
    reason = Words(N_("为什么这样定"), [Filled(), AtMost(400)])

    def offer(self, cadences: list[Cadence], usual: Reader) -> SetItem:
        """Fill the choices; `usual` is who reads it by the charter."""
        self.cadence.choices = [(str(cadence), label(cadence)) for cadence in cadences]
        self.reader.choices = readers(usual)
        return self


class SetOwnItem(SetItem):
    """The same for a line of the place's own, which may also be reworded."""

    words = Words(N_("公开什么"), [Filled(), AtMost(120)])
    days = IntegerField(N_("至少公开几天"))


class NewItem(Form):
    """A line of the place's own."""

    kind = SelectField(N_("哪一类"))
    words = Words(N_("公开什么"), [Filled(), AtMost(120)])
    cadence = SelectField(N_("多久公开一次"))
    days = IntegerField(N_("至少公开几天"))
    reader = SelectField(N_("谁可以看"), default="")
    basis = Words(N_("依据，例如：村民代表会议决定"), [Filled(), AtMost(200)])
    valid_from = DateField(N_("从哪天起"))
    reason = Words(N_("为什么要加这一项"), [Filled(), AtMost(400)])

    def offer(self, usual: Reader) -> NewItem:
        """Fill the choices; `usual` is who reads it by the charter."""
        self.kind.choices = [(str(kind), label(kind)) for kind in DisclosureKind]
        self.cadence.choices = [(str(cadence), label(cadence)) for cadence in Cadence]
        self.reader.choices = readers(usual)
        return self

    def item(self) -> Item:
        """What was typed; its code is given later."""
        return Item(
            code="", kind=DisclosureKind(self.kind.data), words=self.words.data or "",
            cadence=Cadence(self.cadence.data), days=self.days.data or 0, basis=self.basis.data or "",
            valid_from=self.valid_from.data or clock.today(),
        )


def readers(usual: Reader) -> list[tuple[str, str]]:
    """Everybody who may be chosen to read an item, and first of all whoever the charter says."""
    follow = _("照本地的规定（{who}）").format(who=choice_words(usual))
    return [("", follow), *((str(reader), choice_words(reader)) for reader in Reader)]
