"""The words of the ledgers room."""

from __future__ import annotations

from enum import StrEnum

from portal.foundation.i18n import N_

from .rules import Col, Scope

REFUSALS = {
    "ledgers.columns": N_("请至少选一栏，最多 {most} 栏：在要用的栏后面写上第几。"),
    "ledgers.number": N_("“{typed}”不是顺序号，请写 1、2、3 这样的数字。"),
    "ledgers.days": N_("起止日期不对：结束的日子要在开始的后面，最多十年。"),
}

DEEDS = {
    "ledger.saved": N_("存一种台账"),
    "ledger.put_away": N_("停用一种台账"),
}

LABELS: list[tuple[StrEnum, str]] = [
    (Col.LINE, N_("序号")), (Col.NUMBER, N_("编号")), (Col.RAISED, N_("提出日期")),
    (Col.CHANNEL, N_("怎样来的")), (Col.KIND, N_("种类")), (Col.NATURE, N_("事务类型")),
    (Col.CATEGORY, N_("类别")), (Col.PLACE, N_("地方")), (Col.WORDS, N_("事由")), (Col.BODY, N_("承办单位")),
    (Col.HANDLER, N_("承办人")), (Col.STAGE, N_("环节")), (Col.DUE, N_("期限")),
    (Col.EXTENDED, N_("批准延期天数")), (Col.OUTCOME, N_("办理结果")), (Col.DONE, N_("办结日期")),
    (Col.TOLD, N_("告知日期")), (Col.TOLD_HOW, N_("怎样告知的")), (Col.RATING, N_("评价")),
    (Col.CLOSED, N_("销号日期")), (Col.DAYS, N_("用了几天")), (Col.IN_TIME, N_("是否按时")),
    (Col.REOPENED, N_("重办次数")), (Col.OTHERS, N_("附议户数")), (Col.FILE, N_("协议编号")),
    (Col.METHOD, N_("调解方式")), (Col.SOURCE, N_("来源")), (Col.RISK, N_("风险等级")),
    (Col.AGREED, N_("调解结果")), (Col.FORM, N_("协议形式")), (Col.KEPT, N_("履行情况")),
    (Col.FOLLOWED, N_("回访日期")), (Col.CONFIRMED, N_("司法确认日期")), (Scope.ALL, N_("全部诉求")),
    (Scope.REQUESTS, N_("求助诉求")), (Scope.DISPUTES, N_("矛盾纠纷")), (Scope.SAFETY, N_("安全隐患")),
    (Scope.SERVICE, N_("点单服务")),
]
