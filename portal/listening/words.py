"""The words of the listening room."""

from __future__ import annotations

from enum import StrEnum

from portal.foundation.i18n import N_

from .rules import Part, Referred, Standing

REFUSALS = {
    "listening.day": N_("请选明天以后、{most} 天以内的日子。"),
    "listening.past": N_("约的时间已经过了，请另选。"),
    "listening.over": N_("这件事已经结束，不能再改。"),
    "listening.receipt": N_("转交要写清内容和对方的收件号或者收件人。"),
    "listening.too_often": N_("约得太密了，请过 {minutes} 分钟再提交；您写的还在下面。"),
}

DEEDS = {
    "listening.asked": N_("预约倾听室"),
    "listening.agreed": N_("约定谈话时间"),
    "listening.ended": N_("倾听室谈话结束"),
    "listening.cancelled": N_("取消倾听室预约"),
    "petition.referred": N_("转交信访事项"),
    "petition.answered": N_("登记信访答复"),
    "listening.purged": N_("到期清除倾听室和信访里的话"),
}

LABELS: list[tuple[StrEnum, str]] = [
    (Part.MORNING, N_("上午")), (Part.AFTERNOON, N_("下午")), (Part.EVENING, N_("晚上")),
    (Standing.ASKED, N_("等约时间")), (Standing.AGREED, N_("约好了")), (Standing.CAME, N_("来过了")),
    (Standing.MISSED, N_("没有来")), (Standing.CANCELLED, N_("取消了")),
    (Referred.PETITIONS, N_("信访局")), (Referred.JUSTICE, N_("司法所")), (Referred.CIVIL, N_("民政")),
    (Referred.DISCIPLINE, N_("纪检监察")), (Referred.LAND, N_("自然资源")), (Referred.LABOUR, N_("劳动监察")),
    (Referred.COURT, N_("法院")), (Referred.OTHER, N_("其他单位")),
]
