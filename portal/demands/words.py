"""The words of the demands room."""

from portal.foundation.i18n import N_

from .rules import Signers, Standing

REFUSALS = {
    "demands.words": N_("请写清楚要求公开什么：至少 {least} 个字，最多 {most} 个字。"),
    "demands.too_often": N_("提得太密了，请过 {minutes} 分钟再提交；您写的还在下面。"),
    "demands.not_open": N_("这件要求已经办结或者隐藏了，不能再改。"),
    "demands.sheet": N_("一张表上的人数要在 0 到 {most} 之间。"),
    "demands.not_among": N_("村民代表也是村民：签名的成年村民不能比其中的村民代表少。"),
    "demands.nobody": N_("这张表上一个人也没有，请数一数再填。"),
    "demands.no_such_sheet": N_("没有这一张表，或者它已经被别的一张替换了。"),
    "demands.no_photo": N_("请拍一张签名表的照片上传；别的文件这里不收。"),
    "demands.already_confirmed": N_("这张表已经有人核对过了。"),
    "demands.own_count": N_("谁数的谁不能核对，请监督委员会的另一个人来核对。"),
    "demands.no_roll": N_("还没有填本地的成年村民和村民代表人数，算不出够不够。请先填人数。"),
    "demands.more_than_roll": N_("{who}一共 {of} 人，加上这张就成了 {count} 人：请查一查有没有重复签名。"),
    "demands.roll": N_("人数要是整数：成年村民至少 1 人，村民代表不能比村民多。"),
    "demands.roll_in_future": N_("人数是哪天的，不能填以后的日子。"),
    "demands.not_owed": N_("这件要求还没有达到法定人数，谈不上不公开；人数不够也可以先公开。"),
    "demands.not_hidden_any_more": N_("已经达到法定人数或者办结的要求不能隐藏。"),
    "demands.no_such_publication": N_("公开栏上没有本地的“{number}”，或者它不是谁都能看的。请填正在公开的编号。"),
    "demands.reason": N_("请写明原因，至少 {least} 个字；原因会公开。"),
    "demands.looks_private": N_("这里的话会公开，里面像是有私人号码（{shown}）。请改掉再提交。"),
}

DEEDS = {
    "demand.started": N_("收到联名公开要求"),
    "demand.counted": N_("登记一张签名表"),
    "demand.confirmed": N_("核对签名表"),
    "demand.sent_back": N_("退回签名表"),
    "demand.answered": N_("按联名要求公开"),
    "demand.refused": N_("答复联名要求：不公开"),
    "demand.hidden": N_("隐藏不当的联名要求"),
    "demand.roll_entered": N_("登记村民和代表人数"),
}

LABELS = [
    (Standing.COUNTING, N_("正在签名")),
    (Standing.REACHED, N_("已达到法定人数")),
    (Standing.LATE, N_("达到人数、过期没公开")),
    (Standing.ANSWERED, N_("已经公开")),
    (Standing.ANSWERED_LATE, N_("过期才公开")),
    (Standing.REFUSED, N_("答复不公开")),
    (Standing.HIDDEN, N_("已隐藏")),
    (Signers.VILLAGERS, N_("成年村民")),
    (Signers.REPRESENTATIVES, N_("村民代表")),
]
