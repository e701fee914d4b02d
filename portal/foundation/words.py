"""The foundation's own sentences."""

from .i18n import N_
from .masking import Kind

REFUSALS = {
    "slips.unknown": N_("这个号码打不开：可能输错了，已经用过，或者过了期。请核对纸条，或者请窗口的人帮忙。"),
    "form.stale": N_("别人刚刚改过这一份。您填的还在下面，请对照着再存一次。"),
    "form.day": N_("日期看不懂，请写成 2026-11-21 这样。"),
}

LABELS = [
    (Kind.MOBILE, N_("手机号")),
    (Kind.LANDLINE, N_("电话号码")),
    (Kind.ID_NUMBER, N_("身份证号")),
    (Kind.CARD, N_("银行卡号")),
]
