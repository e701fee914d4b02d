"""The ten fields of the first visit."""

from __future__ import annotations

from wtforms import PasswordField, RadioField, SelectField
from wtforms.validators import Optional

from portal.charter.provinces import PROVINCES
from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_, _, label
from portal.places.rules import PlaceKind

KINDS = (PlaceKind.VILLAGE, PlaceKind.TOWNSHIP, PlaceKind.COUNTY)


class SetUp(Form):
    """Which place this is, who looks after the portal, and the office's phone."""

    code = Words(N_("黑窗口里的一次性号码"), [Filled(), AtMost(40)])
    kind = RadioField(N_("这是哪一级"), [Filled(N_("请选一级。"))])
    place_name = Words(N_("地方的名称"), [Filled(), AtMost(60)])
    place_code = Words(N_("地方的代码"), [Filled(), AtMost(20)])
    province = SelectField(N_("哪个省（用它的实施办法）"), validators=[Optional()])
    address = Words(N_("办公地址"), [AtMost(120)])
    phone = Words(N_("办公电话"), [Filled(), AtMost(40)])
    shown_name = Words(N_("管理员姓名"), [Filled(), AtMost(40)])
    sign_in_name = Words(N_("管理员登录名"), [Filled(), AtMost(40)])
    password = PasswordField(N_("管理员密码"), [Filled()])

    def offer(self) -> SetUp:
        """Fill the choices."""
        self.kind.choices = [(str(kind), label(kind)) for kind in KINDS]
        named = [(code, _(name)) for code, name in PROVINCES.items()]
        self.province.choices = [("", _("不选，只用国家的规定")), *named]
        return self
