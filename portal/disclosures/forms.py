"""What is typed about a publication that is already up."""

from __future__ import annotations

from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_


class TakeDown(Form):
    """Why the public copy comes down."""

    reason = Words(N_("为什么撤下"), [Filled(), AtMost(400)])
