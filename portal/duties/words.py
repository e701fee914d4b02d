"""The words of the duties room."""

from portal.disclosures.periods import Cadence
from portal.foundation.i18n import N_

from .rules import Standing

REFUSALS = {
    "duties.other_cadence": N_("这一项的公开时机是“{law}”，不能改成别的。"),
    "duties.too_seldom": N_("不能比规定的“{law}”更稀；可以更勤。"),
    "duties.not_due": N_("这里没有这样一项要公开的，或者时候还没到。"),
    "duties.answered": N_("这一项已经公开过，或者已经说明过没有。"),
    "duties.no_reason": N_("请写明原因，至少四个字；原因会公开。"),
    "duties.days": N_("至少公开的天数要在 {least} 到 {most} 天之间。"),
    "duties.looks_private": N_("公开目录大家都看得到，里面像是有私人号码（{shown}）。请改掉再提交。"),
    "duties.starts_in_the_past": N_("只能从今天或者以后开始；以前的日子照以前的目录算。"),
    "duties.no_such_item": N_("公开目录里没有这一项。"),
}

DEEDS = {
    "duty.nothing": N_("说明本期没有"),
    "duty.item_added": N_("公开目录增加一项"),
    "duty.item_set": N_("设定公开目录的一项"),
}

LABELS = [
    (Standing.COMING, N_("还没到")),
    (Standing.OPEN, N_("该公开了")),
    (Standing.OVERDUE, N_("过期没公开")),
    (Standing.ON_TIME, N_("按时公开")),
    (Standing.LATE, N_("公开晚了")),
    (Standing.NOTHING, N_("本期没有")),
    (Cadence.STANDING, N_("长期公开")),
    (Cadence.MONTHLY, N_("每月")),
    (Cadence.QUARTERLY, N_("每季度")),
    (Cadence.SEMIANNUAL, N_("每半年")),
    (Cadence.ANNUAL, N_("每年")),
    (Cadence.STAGED, N_("分阶段")),
    (Cadence.IMMEDIATE, N_("随时")),
]
