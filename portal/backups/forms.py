"""What somebody types before a restore."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from portal.foundation.forms import Form
from portal.foundation.i18n import N_


class RestoreForm(Form):
    """The number of the very backup that is meant."""

    turn = IntegerField(
        N_("这份备份的编号"),
        [InputRequired(N_("请填编号。")), NumberRange(1, 999_999_999, N_("请填编号。"))],
        description=N_("编号写在上面；填了才恢复，免得点错。"),
    )
