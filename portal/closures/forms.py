"""A special day as it is typed."""

from __future__ import annotations

from wtforms import DateField, RadioField
from wtforms.validators import InputRequired

from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_, _


class NewDay(Form):
    """Which day, whether it works, what it is called, and the paper it was read in."""

    day = DateField(N_("哪一天"), [InputRequired(N_("请选一天。"))])
    works = RadioField(N_("上班还是放假"), [Filled(N_("请选一个。"))])
    words = Words(N_("叫什么，例如：春节、调休上班、那达慕"), [Filled(), AtMost(80)])
    source = Words(N_("出处，例如：国务院办公厅通知的文号"), [Filled(), AtMost(200)])

    def offer(self) -> NewDay:
        """Fill the choices."""
        self.works.choices = [("no", _("放假")), ("yes", _("上班"))]
        return self
