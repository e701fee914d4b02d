"""The words of the review room."""

from collections.abc import Mapping

from portal.foundation.i18n import N_

from .rules import Phase
from .saying import Part, Said
from .steps import Procedure, Step, Verdict

REFUSALS = {
    "reviews.not_sent": N_("这份稿子还没有送审。"),
    "reviews.already_sent": N_("这一稿已经送审了，不用再送。"),
    "reviews.sent_back": N_("这一稿已经退回。请改好稿子，重新送审。"),
    "reviews.changed": N_("稿子改过，审核从头来：请先重新送审。"),
    "reviews.not_ordered": N_("这份公开的程序里没有“{step}”这一步。"),
    "reviews.already_taken": N_("“{step}”已经办过了，没有重复办。"),
    "reviews.not_yet": N_("还轮不到“{step}”：先要办“{before}”。"),
    "reviews.not_at_once": N_("只有目录里要求随时公开的事项，才能先公开、后审核。"),
    "reviews.no_return": N_("“{step}”这一步不能退回；有不同意见，请提出异议。"),
    "reviews.own_work": N_("您写过或者改过这份稿子，不能审自己的，请别的人来办。"),
    "reviews.checked_it": N_("这份稿子是您审核的，审批要请另一个人。"),
    "reviews.related": N_("您声明和本事项的当事人或经手人有近亲属关系，这份稿子您已经回避。"),
    "reviews.not_declared": N_("请先声明和本事项的当事人、经手人有没有近亲属关系。"),
    "reviews.already_declared": N_("您已经声明过了。"),
    "reviews.unanswered": N_("还有 {count} 条异议没有答复，先答复再往下办。"),
    "reviews.too_late": N_("提异议的期限到 {day} 为止，已经过了。您可以写批注；没有同意，这一稿就不能公开。"),
    "reviews.already_answered": N_("这条异议已经答复过了。您写的还在下面。"),
    "reviews.already_ruled": N_("这条异议已经有了结果。"),
    "reviews.not_your_objection": N_("撤回或者坚持异议，要由提出的人来办。"),
    "reviews.no_such_objection": N_("这一稿没有这条异议，请重新打开页面看看。"),
    "reviews.no_such_line": N_("“{part}”没有第 {now} 行，一共 {most} 行；写 0 就是说整个部分。"),
    "reviews.say_why": N_("请写清楚：至少 {least} 个字，最多 {most} 个字。"),
    "reviews.meeting_day": N_("请写两委联席会议是哪一天开的，不能是以后的日子。"),
    "reviews.meeting_reference": N_("请写会议记录的编号或者页码，最多 {most} 个字，别人好查。"),
}

DEEDS = {
    "review.sent_in": N_("公开稿送审"),
    "review.proposed": N_("提出党务公开"),
    "review.agreed": N_("监委会审查同意"),
    "review.meeting_approved": N_("两委联席会议审定"),
    "review.township_agreed": N_("乡镇审核同意"),
    "review.put_up": N_("审核后公开"),
    "review.put_up_first": N_("先公开、后审核"),
    "review.carried_out": N_("实施党务公开"),
    "review.checked": N_("审核党务公开稿"),
    "review.approved": N_("审批党务公开稿"),
    "review.filed": N_("报乡镇备案"),
    "review.received": N_("乡镇收到备案"),
    "review.returned": N_("退回公开稿"),
    "review.declared": N_("声明有没有近亲属关系"),
    "review.noted": N_("在公开稿旁批注"),
    "review.objected": N_("对公开稿提出异议"),
    "review.answered": N_("答复对公开稿的异议"),
    "review.objection_lifted": N_("撤回异议"),
    "review.objection_upheld": N_("坚持异议"),
}

LABELS = [
    (Procedure.ORDINARY, N_("村务、财务公开程序")),
    (Procedure.PARTY, N_("党务公开程序")),
    (Step.DRAFT, N_("拟稿送审")),
    (Step.SUPERVISORY_REVIEW, N_("监委会审查")),
    (Step.JOINT_MEETING, N_("两委联席会议审定")),
    (Step.TOWNSHIP_REVIEW, N_("乡镇审核")),
    (Step.PUBLISH, N_("公开")),
    (Step.FILE, N_("报乡镇备案")),
    (Step.RECEIVE, N_("乡镇收到备案")),
    (Step.PROPOSE, N_("提出")),
    (Step.CHECK, N_("审核")),
    (Step.APPROVE, N_("审批")),
    (Step.CARRY_OUT, N_("实施公开")),
    (Verdict.DONE, N_("已办")),
    (Verdict.AGREED, N_("同意")),
    (Verdict.RETURNED, N_("退回")),
    (Verdict.FIRST, N_("先公开、后审核")),
    (Phase.NOT_SENT, N_("还没有送审")),
    (Phase.CHANGED, N_("稿子改过，审核从头来")),
    (Phase.UNDER_WAY, N_("正在审核")),
    (Phase.SENT_BACK, N_("已退回，等改稿")),
    (Phase.FINISHED, N_("程序办完")),
    (Part.WHOLE, N_("整份")),
    (Part.TITLE, N_("标题")),
    (Part.SUMMARY, N_("大白话")),
    (Part.BODY, N_("正文")),
    (Part.ROWS, N_("表格")),
    (Part.MONEY, N_("收支明细")),
    (Part.FILES, N_("附件")),
    (Said.NOTE, N_("批注")),
    (Said.OBJECTION, N_("异议")),
    (Said.ANSWER, N_("答复")),
    (Said.LIFTED, N_("撤回异议")),
    (Said.UPHELD, N_("坚持异议")),
    (Said.CLEAR, N_("声明没有近亲属关系")),
    (Said.RELATED, N_("声明有近亲属关系，已回避")),
]

WHO: Mapping[Step, str] = {
    Step.DRAFT: N_("由写稿的人办：文书、会计、书记、村主任"),
    Step.SUPERVISORY_REVIEW: N_("由本村监委会成员办，写过稿子的、有近亲属关系的除外"),
    Step.JOINT_MEETING: N_("由书记或村主任登记"),
    Step.TOWNSHIP_REVIEW: N_("由乡镇审核员办"),
    Step.PUBLISH: N_("由书记或村主任按"),
    Step.FILE: N_("由写稿的人办：文书、会计、书记、村主任"),
    Step.RECEIVE: N_("由乡镇审核员确认"),
    Step.PROPOSE: N_("由写稿的人办：文书、会计、书记、村主任"),
    Step.CHECK: N_("由村主任或村委会成员办，写过稿子的除外"),
    Step.APPROVE: N_("由党支部书记办，写过稿子的、审核的除外"),
    Step.CARRY_OUT: N_("由书记或村主任按"),
}
"""Who takes a step, for whoever waits for it."""

BUTTONS: Mapping[Step, str] = {
    Step.DRAFT: N_("送审"),
    Step.SUPERVISORY_REVIEW: N_("同意公开"),
    Step.JOINT_MEETING: N_("会议审定，同意公开"),
    Step.TOWNSHIP_REVIEW: N_("乡镇审核同意"),
    Step.PUBLISH: N_("就这样公开"),
    Step.FILE: N_("已报乡镇备案"),
    Step.RECEIVE: N_("确认收到备案"),
    Step.PROPOSE: N_("提出公开"),
    Step.CHECK: N_("审核同意"),
    Step.APPROVE: N_("批准公开"),
    Step.CARRY_OUT: N_("就这样公开"),
}
"""What the button of a step says."""
