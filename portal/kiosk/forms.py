"""What is typed to register and to start a screen."""

from __future__ import annotations

from wtforms import SelectField

from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_


class NewScreen(Form):
    """Where a screen stands and what it is called."""

    place = SelectField(N_("放在哪里"), coerce=int)
    name = Words(N_("叫什么，例如：村委会大厅"), [Filled(), AtMost(60)])


class StartScreen(Form):
    """The slip from the office."""

    code = Words(N_("纸条上的号码"), [Filled(), AtMost(60)])
