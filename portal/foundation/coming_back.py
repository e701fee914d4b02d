"""Coming back with a slip: the code somebody types, and the row it leads to."""

from __future__ import annotations

from .forms import AtMost, Filled, Form, Words
from .i18n import N_
from .slips import subject_of


class SlipForm(Form):
    """The code on somebody's slip."""

    code = Words(N_("纸条上的号码"), [Filled(), AtMost(60)])


def row_behind(kind: str, code: str) -> int:
    """The id of the row a slip was given for; an unknown or worn-out code is refused."""
    return int(subject_of(kind, code).rpartition(":")[2])
