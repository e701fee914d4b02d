"""The words of the agenda room."""

from portal.foundation.i18n import N_

from .rules import Standing

REFUSALS = {
    "agenda.start": N_("第 {number} 项的时间看不懂，请写成 9:00 这样。"),
    "agenda.minutes": N_("第 {number} 项要多少分钟？请填 1 到 {most} 的整数。"),
    "agenda.no_words": N_("第 {number} 项没有写内容；不要这一项，就把时间也空着。"),
    "agenda.empty": N_("议程里一项也没有，请至少写一项。"),
    "agenda.too_many": N_("议程太长了，最多 {most} 项。"),
    "agenda.too_long": N_("第 {number} 项写得太长，请写短些。"),
    "agenda.looks_private": N_("议程是公开的，第 {number} 项像是有私人号码（{shown}）。请改掉，要记就记在内部备注里。"),
    "agenda.two_at_once": N_("第 {number} 项还没完，第 {other} 项就开始了，请改时间。"),
    "agenda.over": N_("这一天已经过去，议程不能再改。"),
    "agenda.too_far": N_("这一天太远，一年以内的公开日才能安排议程。"),
    "agenda.changed_meanwhile": N_("别人刚改过这份议程。您写的还在下面，请打开新的一页对一对再存。"),
    "agenda.nothing_changed": N_("和已经贴出的一模一样，不用再贴。"),
    "agenda.has_one": N_("这一天已经有议程，不能再照抄；直接改就行。"),
    "agenda.nothing_to_copy": N_("以前没有贴出过议程，没有可以照抄的。"),
    "agenda.moved_where": N_("请选今天或者以后的另一天，离原来的日子不超过 {most} 天。"),
    "agenda.reason": N_("请写明原因，至少 {least} 个字；原因会公开。"),
    "agenda.reason_private": N_("原因是公开的，里面像是有私人号码（{shown}）。请改掉再提交。"),
}

DEEDS = {
    "agenda.written": N_("起草公开日议程"),
    "agenda.copied": N_("照抄上次的议程"),
    "agenda.posted": N_("贴出公开日议程"),
    "agenda.moved": N_("公开日改期"),
}

LABELS = [
    (Standing.COMING, N_("还没到")),
    (Standing.TODAY, N_("就是今天")),
    (Standing.KEPT, N_("已经公开")),
    (Standing.MISSED, N_("有没公开的")),
]
