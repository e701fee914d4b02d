"""The words of the mediation room."""

from __future__ import annotations

from enum import StrEnum

from portal.foundation.i18n import N_

from .rules import End, Field, Form, Kept, Method, Paper, Risk, Role, Side, Source

FORMAL = N_("（{year}）{place}人调字第{count}号")

FIVE_HEARTS = (N_("接待要热心"), N_("倾听要耐心"), N_("调查要细心"), N_("调解要公心"), N_("回访要真心"))
"""五心调解, as long as a place has no list of its own: at the door, in hearing, inquiry, talk, and the visit after."""

REFUSALS = {
    "mediation.no_dispute": N_("只有矛盾纠纷才立调解卷。"),
    "mediation.has_file": N_("这件纠纷已经立了卷，请找卷上的调解员。"),
    "mediation.has_ended": N_("调解已经结束，卷里不能再写；履行和回访另有栏目。"),
    "mediation.words": N_("请写清楚：至少 {least} 个字，最多 {most} 个字。"),
    "mediation.two_sides": N_("协议要有申请人和另一方，请先登记双方当事人。"),
    "mediation.papers_missing": N_("卷里还缺“{paper}”，补上再写协议。"),
    "mediation.agreement_fields": N_("协议要写明事由、争议和责任、协议内容、履行方式和期限，一样都不能少。"),
    "mediation.not_signed": N_("书面协议要双方当事人签字或按手印、调解员签字、加盖调委会印章，才生效。"),
    "mediation.oral_not_recorded": N_("口头协议由调解员记录并签字。"),
    "mediation.write_the_agreement": N_("达成协议的，请填写协议。"),
    "mediation.tell_other_ways": N_("调解不成的，请写明告知了哪些别的办法：仲裁、行政处理或者诉讼。"),
    "mediation.no_agreement": N_("没有协议，不用登记履行和回访。"),
    "mediation.reason": N_("打开密封的卷要写明理由，至少 {least} 个字；理由会登记。"),
    "mediation.not_the_lead": N_("只有主持调解的人可以增减卷上的人。"),
    "mediation.named_already": N_("这个人已经在卷上。"),
    "mediation.nobody_there": N_("这个人在这里没有职务，请从名单里选。"),
    "mediation.lead_stays": N_("主持调解的人不能从卷上去掉。"),
    "mediation.steps": N_("一行写一步，1 到 {most} 步，每步最多 20 个字。"),
    "mediation.danger_told": N_("已经报过险情了。"),
}

DEEDS = {
    "mediation.opened": N_("立调解卷"),
    "mediation.named": N_("调解卷上加人"),
    "mediation.unnamed": N_("调解卷上减人"),
    "mediation.party_written": N_("登记当事人"),
    "mediation.written": N_("调解卷里写一份材料"),
    "mediation.agreed": N_("达成调解协议"),
    "mediation.ended": N_("调解结束"),
    "mediation.kept": N_("登记协议履行"),
    "mediation.followed_up": N_("调解回访"),
    "mediation.confirmed": N_("登记司法确认"),
    "mediation.danger": N_("调解中报告险情"),
    "mediation.unsealed": N_("写明理由打开密封的卷"),
    "mediation.steps_named": N_("定调解步骤"),
}

LABELS: list[tuple[StrEnum, str]] = [
    (Method.PEOPLE, N_("人民调解")), (Method.JUDICIAL, N_("司法调解")), (Method.ADMINISTRATIVE, N_("行政调解")),
    (Method.JOINT, N_("三调联动")),
    (Source.APPLIED, N_("当事人申请")), (Source.OFFERED, N_("主动调解")), (Source.REFERRED, N_("移送")),
    (Source.ENTRUSTED, N_("委托")),
    (Risk.GREEN, N_("绿：平稳")), (Risk.YELLOW, N_("黄：可能激化")), (Risk.RED, N_("红：随时激化")),
    (Field.ORDINARY, N_("一般纠纷")), (Field.SPECIAL, N_("专门领域")),
    (Paper.APPLICATION, N_("调解申请书")), (Paper.INTAKE, N_("受理登记表")), (Paper.RIGHTS, N_("权利义务告知书")),
    (Paper.IDENTITY, N_("身份核对记录")), (Paper.MANDATE, N_("授权委托书")), (Paper.INQUIRY, N_("调查记录")),
    (Paper.EVIDENCE, N_("证据材料")), (Paper.TALK, N_("调解记录")), (Paper.PERFORMANCE, N_("履行记录")),
    (Paper.FOLLOW_UP, N_("回访记录")), (Paper.CONFIRMATION, N_("司法确认材料")), (Paper.REFERRAL, N_("告知其他途径")),
    (Paper.DANGER, N_("险情报告")),
    (Form.WRITTEN, N_("书面协议")), (Form.ORAL, N_("口头协议")),
    (End.AGREED, N_("达成协议")), (End.REFUSED, N_("一方不愿调解")), (End.FAILED, N_("调解不成")),
    (End.WITHDRAWN, N_("撤回申请")),
    (Kept.WHOLE, N_("已经履行")), (Kept.PARTLY, N_("部分履行")), (Kept.NOT, N_("没有履行")),
    (Role.LEAD, N_("主持调解")), (Role.MEDIATOR, N_("调解员")), (Role.REVIEWER, N_("指定审阅人")),
    (Side.APPLICANT, N_("申请人")), (Side.OTHER, N_("另一方")),
]
