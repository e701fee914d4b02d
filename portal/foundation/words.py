"""The foundation's own sentences."""

from .clock import Doubt
from .i18n import N_
from .masking import Kind

REFUSALS = {
    "slips.unknown": N_("这个号码打不开：可能输错了，已经用过，或者过了期。请核对纸条，或者请窗口的人帮忙。"),
    "form.stale": N_("别人刚刚改过这一份。您填的还在下面，请对照着再存一次。"),
    "form.day": N_("日期看不懂，请写成 2026-11-21 这样。"),
    "covering.no_such_cell": N_("格子的号码只有 1 到 {most}。"),
    "clock.doubted": N_(
        "电脑的时钟显示 {shown}，信不过。表决、通知和公开要按真的日子算："
        "请先在“时钟”页上说明现在是什么时间，再提交一次。"
    ),
    "clock.is_sure": N_("电脑的时钟信得过，不用另外说明。"),
    "clock.cannot_be": N_("这个版本是 {built} 做出来的，现在不会比它还早，也不会在一百年以后。请再看看日历。"),
    "disk.full": N_(
        "硬盘快满了，这一次没有记下来，也没有改动任何内容。您填的还在："
        "请先不要关掉这一页，请管理员腾出地方再提交。"
    ),
    "disk.no_uploads": N_("硬盘剩下的地方不多了，先不收文件；文字还能提交。请管理员腾出地方，再传这个文件。"),
    "disk.failed": N_(
        "硬盘这一次没有写成，没有改动任何内容。您填的还在：请再提交一次；还是不行，请管理员看看硬盘。"
    ),
}

DEEDS = {
    "clock.told": N_("说明现在是什么时间"),
    "files.swept": N_("清除没有用上的附件"),
}

LABELS = [
    (Kind.MOBILE, N_("手机号")),
    (Kind.LANDLINE, N_("电话号码")),
    (Kind.ID_NUMBER, N_("身份证号")),
    (Kind.CARD, N_("银行卡号")),
    (Doubt.TOO_OLD, N_("比村口这个版本做出来还早")),
    (Doubt.BACK, N_("比已经记下的还早")),
    (Doubt.AHEAD, N_("比最后一次记下的晚了一个多月")),
]
