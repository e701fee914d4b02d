"""The words of the decisions room: refusals, deeds, the matters, and what its closed sets are called."""

from __future__ import annotations

from enum import StrEnum

from portal.foundation.i18n import N_

from .kinds import DecisionStanding, Origin, Outcome, Step

REFUSALS = {
    "decisions.no_such_place": N_("请选一个村或者组；别的地方不走四议两公开。"),
    "decisions.no_such_matter": N_("{day} 没有这一类事项的规定，请另选一类。"),
    "decisions.title": N_("题目要有 {least} 到 {most} 个字，现在有 {now} 个。"),
    "decisions.text": N_("方案要有 {least} 到 {most} 个字，现在有 {now} 个。"),
    "decisions.private": N_("这里大家都看得到，里面像是有私人号码（{shown}）。请改掉再存。"),
    "decisions.reason": N_("请写明原因，至少 {least} 个字，最多 {most} 个字；原因会公开。"),
    "decisions.long_note": N_("说明太长了：最多 {most} 个字。"),
    "decisions.budget": N_("预算要写成元，不能小于零。"),
    "decisions.origin": N_("请选一个动议事由。"),
    "decisions.not_theirs": N_("这类事项不能由{body}决定（{article}）。请另选决定的机构。"),
    "decisions.put_forward_already": N_("刚才已经提出过一样的，编号 {number}，没有重复。"),
    "decisions.same_text": N_("题目、方案和预算都没有改，不用开新的一版。"),
    "decisions.changed_meanwhile": N_(
        "您看的是第 {seen} 版，现在已经是第 {now} 版。您填的还在下面，请对照着再存一次。"
    ),
    "decisions.other_standing": N_("这件事现在{standing}，不能这样办。"),
    "decisions.is_over": N_("这件事{standing}，不能再走下一步。"),
    "decisions.no_such_step": N_("这件事的步骤里没有“{step}”。"),
    "decisions.needs_new_text": N_(
        "第 {version} 版在“{step}”这一步{outcome}，同一份方案不能再往下走。请改成新的一版，或者写明原因终止。"
    ),
    "decisions.taken_already": N_("“{step}”这一步第 {version} 版已经走过，没有重复。"),
    "decisions.before_is_missing": N_("还不能走“{step}”：前面的“{before}”还没有有效完成。"),
    "decisions.before_lacks_people": N_(
        "还不能走“{step}”：前面的“{before}”上次还差 {missing} 人到会，不算数，要再开一次（{article}）。"
    ),
    "decisions.not_carried_out": N_("决议还没有生效实施，不能公开结果。"),
    "decisions.not_in_effect": N_("决议 {day} 起才生效。"),
    "decisions.in_the_future": N_("{day} 还没到。"),
    "decisions.back_dated": N_("{day} 早于前一步的 {before}，一步不能排在前一步之前。"),
    "decisions.vote_before_the_last": N_("这次表决的时间早于前一步的表决，一步不能排在前一步之前。"),
    "decisions.practice": N_("这是练习，不能用来走步骤。"),
    "decisions.other_place": N_("这不是本村（组）的会议。"),
    "decisions.not_by_vote": N_("“{step}”这一步不靠开会表决。"),
    "decisions.not_by_paper": N_("“{step}”这一步要开会表决，不能只凭一张纸。"),
    "decisions.not_by_publishing": N_("“{step}”不是公开的步骤。"),
    "decisions.wrong_body": N_("“{step}”这一步要由{wanted}来定，{body}定了不算（{article}）。"),
    "decisions.withdrawn": N_("这次会取消了，或者这一项撤下了，没有表决。"),
    "decisions.meeting_runs": N_("会议还没有散会，请散会以后再记这一步。"),
    "decisions.not_on_agenda": N_("这一项不是为这件事列入议程的。请先把这件事列入会议的议程。"),
    "decisions.other_version": N_(
        "表决的是第 {voted} 版，现在的方案是第 {version} 版。票只算在当时的那一版上，要重新表决。"
    ),
    "decisions.other_step": N_("这一项列入议程时不是为了“{step}”这一步。"),
    "decisions.wrong_rule": N_("这次表决用的算法不对：这类事项要按{article}算。请按规定重新表决。"),
    "decisions.no_result": N_("这一项还没有表决结果。"),
    "decisions.no_verdict": N_("这次表决算不出结论（人数没有登记，或者没有写明要多少票），不能用来走步骤。"),
    "decisions.no_such_item": N_("没有这一项议程。"),
    "decisions.no_such_meeting": N_("没有这次会议。"),
    "decisions.vote_used": N_("这次表决已经记在这一步上，没有重复。"),
    "decisions.needs_a_vote": N_("这一步要表决，请选一种表决方式。"),
    "decisions.on_agenda_already": N_("已经列入 {number} 的议程，没有重复。"),
    "decisions.plan_not_sent": N_("方案要提前 {days} 天发给全体党员，还没有记下发的日子。"),
    "decisions.plan_sent_late": N_("方案要提前 {days} 天发给全体党员，实际提前了 {given} 天，还差 {missing} 天。"),
    "decisions.plan_sent_already": N_("已经记下 {day} 发给了全体党员，没有重复。"),
    "decisions.not_authorised": N_(
        "村民会议没有授权村民代表会议决定这类事项，代表会议定了不算（村民委员会组织法第27-29条）。请先登记授权，"
        "或者开村民会议。"
    ),
    "decisions.authorisation_over": N_("村民会议的授权在 {day} 不在期限内，代表会议定了不算。"),
    "decisions.authorisation_endless": N_("本地要求授权写明期限，这份授权没有写到哪天为止。"),
    "decisions.authorisation_hidden": N_("本地要求授权先张榜并报乡镇备案，这份授权还没有记下这两个日子。"),
    "decisions.authorises_nothing": N_("请选授权的事项。"),
    "decisions.not_to_authorise": N_("“{matter}”不是可以授权村民代表会议决定的事项（{article}）。"),
    "decisions.reach": N_("请写明授权的范围，{least} 到 {most} 个字。"),
    "decisions.no_such_assembly": N_("没有找到 {number}：要是本村已经散会、有决议通过的村民会议。"),
    "decisions.other_assembly_day": N_("那次村民会议是 {day} 开的，请把授权的日子写对。"),
    "decisions.begins_before_given": N_("授权不能早于村民会议的那一天开始。"),
    "decisions.term_backwards": N_("授权结束的日子早于开始的日子。"),
    "decisions.no_day": N_("请写张榜或者备案的日子。"),
    "decisions.shown_on_no_day": N_("张榜和备案的日子要在 {given} 以后，也不能是以后的日子。"),
    "decisions.authorisation_ended_already": N_("这份授权已经终止。"),
    "decisions.ends_in_the_past": N_("不能终止在过去的日子，已经作出的决定不受影响。"),
    "decisions.paper_needs_words": N_("请写明是什么文书、文号或者谁提的，至少 {least} 个字。"),
    "decisions.many_files": N_("一步最多挂 {most} 个文件。"),
    "decisions.needs_stamped_paper": N_("乡镇的审核由乡镇自己记；乡镇没有用本系统的，请上传盖章的批复。"),
    "decisions.nothing_to_refuse": N_("这一版还没有可以不予认可的结论。"),
}

DEEDS = {
    "decision.put_forward": N_("提出一件要决定的事"),
    "decision.text_changed": N_("方案改成新的一版"),
    "decision.plan_sent": N_("方案发给全体党员"),
    "decision.put_on_agenda": N_("把要决定的事列入议程"),
    "decision.step_taken": N_("按表决结果记下一步"),
    "decision.paper_taken": N_("按文书记下一步"),
    "decision.published": N_("决议或者结果公开了"),
    "decision.sent_back": N_("异议成立，退回重议"),
    "decision.refused": N_("不认可一次结论"),
    "decision.carrying_out": N_("决议生效，开始实施"),
    "decision.ended": N_("终止一件要决定的事"),
    "decision.authorised": N_("登记村民会议的授权"),
    "decision.authorisation_shown": N_("记下授权张榜和备案的日子"),
    "decision.authorisation_ended": N_("终止村民会议的授权"),
}

DATED = (
    "decision.plan_sent", "decision.step_taken", "decision.paper_taken", "decision.published",
    "decision.carrying_out", "decision.authorised", "decision.authorisation_shown", "decision.authorisation_ended",
)
"""Steps, notices and powers stand in the order of their days, and none of them may lie ahead of today."""

MATTERS = (
    N_("村庄规划、建设等乡村建设重要事项"),
    N_("享受误工补贴的人员和标准"),
    N_("从集体经济所得钱物的使用"),
    N_("公益事业的兴办和建设承包方案"),
    N_("一事一议筹资筹劳方案"),
    N_("重点帮扶人员和帮扶方案"),
    N_("村民自治章程和村规民约"),
    N_("发展规划和年度工作计划"),
    N_("低保和救灾救助款物的评议发放"),
    N_("宅基地的使用方案"),
    N_("土地承包方案和承包地调整"),
    N_("把土地发包给本集体以外的人"),
    N_("集体经营性建设用地的出让和出租"),
    N_("征地补偿费的使用和分配"),
    N_("集体资产的购置、处置、借贷和企业改制"),
    N_("集体收益的分配方案"),
    N_("集体经济组织的章程、成员确认、合并分立"),
    N_("其他涉及村民利益的重要事项"),
)
"""The names of matters.toml, marked here so that they are translated."""

LABELS: list[tuple[StrEnum, str]] = [
    (Step.SUGGEST, N_("合理化建议")),
    (Step.PROPOSE, N_("提议")),
    (Step.CONSULT, N_("商议")),
    (Step.TOWNSHIP_REVIEW, N_("乡镇审核")),
    (Step.REVIEW, N_("审议")),
    (Step.APPRAISE, N_("评议")),
    (Step.RESOLVE, N_("决议")),
    (Step.TOWNSHIP_FILING, N_("乡镇备案")),
    (Step.PUBLISH_RESOLUTION, N_("决议公开")),
    (Step.PUBLISH_RESULT, N_("实施结果公开")),
    (Outcome.PASSED, N_("通过")),
    (Outcome.NOT_PASSED, N_("没有通过")),
    (Outcome.NO_QUORUM, N_("到会人数不够")),
    (Outcome.DONE, N_("已办")),
    (Outcome.SENT_BACK, N_("退回重议")),
    (DecisionStanding.GOING, N_("正在议")),
    (DecisionStanding.POSTED, N_("决议公开中")),
    (DecisionStanding.CARRYING_OUT, N_("正在实施")),
    (DecisionStanding.FINISHED, N_("已经办结")),
    (DecisionStanding.ENDED, N_("已经终止")),
    (Origin.MEMBERS_AND_VILLAGERS, N_("党员群众建议")),
    (Origin.VILLAGE_OFFICERS, N_("村干部提议")),
    (Origin.HIGHER_LEVEL, N_("上级安排")),
]
