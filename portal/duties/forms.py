"""What is typed about duties."""

from __future__ import annotations

from wtforms import BooleanField, SelectField

from portal.disclosures.periods import Cadence
from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_, label


class Nothing(Form):
    """Why there is nothing to publish this time."""

    reason = Words(N_("为什么没有，例如：本季度没有发放"), [Filled(), AtMost(400)])


class SetItem(Form):
    """How a place keeps one line of its catalogue."""

    is_on = BooleanField(N_("这里有这一项，要按时公开"))
    cadence = SelectField(N_("多久公开一次"))
    reason = Words(N_("为什么这样定"), [Filled(), AtMost(400)])

    def offer(self, cadences: list[Cadence]) -> SetItem:
        """Fill the choices."""
        self.cadence.choices = [(str(cadence), label(cadence)) for cadence in cadences]
        return self
