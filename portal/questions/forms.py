"""What is typed to ask, to answer, to correct, to hide, and to come back."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import Optional

from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_

from .rules import MOST_ANSWER, MOST_REASON, MOST_WORDS


class Ask(Form):
    """A question, and the edition it was asked about; the form has no field for a name or a phone."""

    words = Paragraphs(N_("您想问什么"), [Filled(), AtMost(MOST_WORDS)])
    version = IntegerField(validators=[Optional()])


class Reply(Form):
    """The office's answer."""

    words = Paragraphs(N_("公开的答复"), [Filled(), AtMost(MOST_ANSWER)])


class Correction(Form):
    """A better answer, why, and the answer that was read before."""

    words = Paragraphs(N_("更正后的答复"), [Filled(), AtMost(MOST_ANSWER)])
    reason = Words(N_("更正原因"), [Filled(), AtMost(MOST_REASON)])
    seen = IntegerField(validators=[Optional()])


class Hide(Form):
    """Why a question is hidden."""

    why = Words(N_("隐藏的原因"), [Filled(), AtMost(MOST_REASON)])
