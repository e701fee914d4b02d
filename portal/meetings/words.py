"""The words of the meetings room: refusals, deeds, and what its closed sets are called."""

from __future__ import annotations

from enum import StrEnum

from portal.foundation.i18n import N_

from .kinds import Away, BodyKind, Came, Choice, Denominator, FileKind, Sex, Sign, Standing, VerdictKind, VoteWay

REFUSALS = {
    "meetings.no_such_place": N_("没有这个地方，或者它已经停用。"),
    "meetings.other_place": N_("您不负责这个地方的会议。"),
    "meetings.body_is_over": N_("这个机构已经停用。"),
    "meetings.term_backwards": N_("任期结束的日子早于开始的日子。"),
    "meetings.nobody": N_("一个名字也没有看到，请一行写一个人。"),
    "meetings.too_many_members": N_("名册太长了：最多 {most} 人。"),
    "meetings.twice_on_roll": N_(
        "第 {number} 行的{name}已经在名册上。真是两个人的，请用组别或户分开写；其余的行都没有存。"
    ),
    "meetings.line_unclear": N_("第 {number} 行看不懂：{text}。请按“姓名，性别，组，户”写，其余的行都没有存。"),
    "meetings.left_already": N_("这个人已经不在名册上。"),
    "meetings.left_before_joining": N_("离开的日子早于列入名册的日子。"),
    "meetings.reason": N_("请写明原因，至少 {least} 个字，最多 {most} 个字。"),
    "meetings.private": N_("这里大家都看得到，里面像是有私人号码（{shown}）。请改掉再存。"),
    "meetings.no_agenda": N_("议程是空的，至少写一项。"),
    "meetings.long_agenda": N_("议程太长了：一次会最多 {most} 项。"),
    "meetings.minutes_of_an_item": N_("议程第 {number} 项的时间要写成整分钟，1 到 480。"),
    "meetings.teller_serves_twice": N_("{name}主持或者记录这次会，不能同时计票。请另选计票人。"),
    "meetings.one_teller": N_("两位计票人都是{name}，要有两个人。"),
    "meetings.tellers_missing": N_("议程里有无记名投票，要先写明两位计票人。"),
    "meetings.changed_meanwhile": N_("别人刚刚改过。您填的还在下面，请对照着再存一次。"),
    "meetings.plan_stands": N_("这次会{standing}，议程和安排不能再改。"),
    "meetings.notice_after": N_("通知的日子晚于开会的日子。"),
    "meetings.notice_in_the_future": N_("通知的日子还没到。"),
    "meetings.notice_late": N_(
        "通知提前了 {given} 天，{source}要求提前 {days} 天，最晚 {last} 就要发出，不能缩短。请改开会的日子。"
    ),
    "meetings.short_needs_reason": N_(
        "通知提前了 {given} 天，{source}要求提前 {days} 天。遇特殊情况可以缩短，但要写明理由。"
    ),
    "meetings.notice_missing": N_("还没有发通知：{source}要求提前 {days} 天。请先发通知，已经贴过的也补记上。"),
    "meetings.noticed_already": N_("通知已经发出。改了时间、地点或议程以后才要再发。"),
    "meetings.open_already": N_("会议已经开过场了，没有重复。"),
    "meetings.empty_roll": N_("开会那天名册上一个人也没有，请先写好名册。"),
    "meetings.opens_in_the_future": N_("开会的时间还没到，请按实际开始的时间写。"),
    "meetings.not_its_day": N_("开会的时间和安排的时间差得太远。改期要先改安排，再发通知。"),
    "meetings.not_open_yet": N_("会议还没有开场。"),
    "meetings.is_closed": N_("会议已经散会，不能再记了。"),
    "meetings.is_cancelled": N_("这次会已经取消。"),
    "meetings.close_first": N_("请先散会，再定稿会议记录。"),
    "meetings.ends_before_it_begins": N_("散会的时间要晚于开会的时间。"),
    "meetings.ends_in_the_future": N_("散会的时间还没到。"),
    "meetings.undecided": N_("议程第 {numbers} 项还没有表决结果，不能散会。不再表决的，请在那一项撤下。"),
    "meetings.clock_unreadable": N_("时间看不懂，请写成 15:30 这样。"),
    "meetings.clock_back": N_("电脑的时间比开会的时间还早，请先把电脑的时间调准。"),
    "meetings.vote_before_opening": N_("表决的时间早于开会的时间。"),
    "meetings.vote_in_the_future": N_("表决的时间还没到。"),
    "meetings.vote_after_closing": N_("有一项的表决时间晚于散会的时间。"),
    "meetings.no_vote": N_("这一项不表决。"),
    "meetings.other_way": N_("议程上写的是{way}。"),
    "meetings.counted_already": N_("这一项已经有表决结果，没有重复记。要重新清点，请写明原因。"),
    "meetings.below_zero": N_("票数不能小于零。"),
    "meetings.more_than_present": N_(
        "票数合起来是 {counted}，可是能投票的到会人只有 {present} 人。请核对票数或者签到。"
    ),
    "meetings.fewer_than_present": N_("票数合起来是 {counted}，能投票的到会人有 {present} 人，少了的请记成没有投票。"),
    "meetings.voter_not_here": N_("名册第 {number} 号{name}这一项没有到会，或者没有表决权，不能记他的票。"),
    "meetings.voter_recused": N_("名册第 {number} 号{name}这一项回避，不能记他的票。"),
    "meetings.chair_recused": N_("主持人{name}在这一项回避。{source}要求另选主持人，请先换人主持并写明原因。"),
    "meetings.not_a_teller": N_("{name}不是这次会的计票人。"),
    "meetings.teller_counted": N_("{name}这一轮已经报过数，请由另一位计票人报。"),
    "meetings.counts_differ": N_(
        "两位计票人数得不一样：{one}数的是 {first}，{other}数的是 {second}。两次都留着，请两个人重新清点。"
    ),
    "meetings.presence_sealed": N_(
        "第 {number} 项表决时记下的到会人数是 {sealed}，这样一改就成了 {now}。已经表决的不能再改。"
    ),
    "meetings.came_after_the_end": N_("名册第 {number} 号{name}到会的时间晚于散会的时间。"),
    "meetings.left_before_coming": N_("名册第 {number} 号{name}离开的时间要晚于到会的时间。"),
    "meetings.not_online": N_(
        "名册第 {number} 号{name}：这个会议不能用即时通讯参加（只有集体经济组织成员大会可以，农村集体经济组织法第27条）"
        "。"
    ),
    "meetings.no_proxies": N_(
        "名册第 {number} 号{name}：这个会议不能委托（只有集体经济组织成员大会可以书面委托同户成员，"
        "农村集体经济组织法第27条）。"
    ),
    "meetings.proxy_not_of_the_house": N_("名册第 {number} 号{name}：只能书面委托名册上同一户的成员。"),
    "meetings.proxy_not_here": N_("名册第 {number} 号{name}委托的{proxy}没有到会。"),
    "meetings.proxy_over": N_("名册第 {number} 号{name}的委托书到 {day} 为止，已经过期。"),
    "meetings.away_not_here": N_("{name}没有到会，用不着回避或者离场。"),
    "meetings.away_unclear": N_("名册上没有第 {number} 号。"),
    "meetings.recusal_reason": N_("{name}回避，请写明原因。"),
    "meetings.same_chair": N_("现在就是{name}主持。"),
    "meetings.is_practice": N_("这是练习，不能发通知，也不能定稿。"),
    "meetings.not_practice": N_("这是真正的会议，不能丢弃。"),
    "meetings.invented_people": N_("练习的人数要在 3 到 {most} 之间。"),
    "meetings.minutes_empty": N_("会议记录是空的。"),
    "meetings.minutes_long": N_("会议记录太长了：最多 {most} 个字。"),
    "meetings.no_file": N_("请选一个文件或者照片。"),
    "meetings.many_files": N_("一次会最多挂 {most} 个文件。"),
}

DEEDS = {
    "meeting.body_founded": N_("写下一个会议机构"),
    "meeting.body_changed": N_("改了会议机构的资料"),
    "meeting.body_ended": N_("停用一个会议机构"),
    "meeting.members_added": N_("往名册上添人"),
    "meeting.member_left": N_("从名册上去掉一个人"),
    "meeting.ties_declared": N_("登记亲属和利害关系"),
    "meeting.planned": N_("安排一次会议"),
    "meeting.plan_changed": N_("改了会议的安排"),
    "meeting.noticed": N_("发出会议通知"),
    "meeting.called_off": N_("取消一次会议"),
    "meeting.opened": N_("会议开场，名册定下"),
    "meeting.attendance_written": N_("记下到会情况"),
    "meeting.item_begun": N_("开始一项议程"),
    "meeting.item_withdrawn": N_("撤下一项议程"),
    "meeting.stepped_back": N_("记下回避和离场"),
    "meeting.chair_changed": N_("换人主持"),
    "meeting.counted": N_("记下表决结果"),
    "meeting.paper_counted": N_("计票人报数"),
    "meeting.closed": N_("散会"),
    "meeting.minutes_written": N_("写会议记录"),
    "meeting.minutes_finished": N_("会议记录定稿"),
    "meeting.file_added": N_("给会议挂上文件"),
}
DATED = (
    "meeting.noticed", "meeting.opened", "meeting.counted", "meeting.paper_counted", "meeting.closed",
    "meeting.minutes_finished",
)

LABELS: list[tuple[StrEnum, str]] = [
    (BodyKind.VILLAGERS, N_("村民会议")),
    (BodyKind.REPRESENTATIVES, N_("村民代表会议")),
    (BodyKind.GROUP, N_("村民小组会议")),
    (BodyKind.COMMITTEE, N_("村民委员会")),
    (BodyKind.BRANCH_COMMITTEE, N_("党支部委员会")),
    (BodyKind.TWO_COMMITTEES, N_("村“两委”")),
    (BodyKind.PARTY_MEMBERS, N_("党员大会")),
    (BodyKind.SUPERVISION, N_("村务监督委员会")),
    (BodyKind.COLLECTIVE, N_("集体经济组织成员大会")),
    (BodyKind.COLLECTIVE_DELEGATES, N_("集体经济组织成员代表大会")),
    (BodyKind.COLLECTIVE_BOARD, N_("集体经济组织理事会")),
    (BodyKind.COUNCIL, N_("村民议事会")),
    (BodyKind.MEDIATION, N_("人民调解委员会")),
    (BodyKind.WEDDINGS, N_("红白理事会")),
    (BodyKind.MORALS, N_("道德评议会")),
    (BodyKind.JOINT, N_("联席会议")),
    (Sex.WOMAN, N_("女")),
    (Sex.MAN, N_("男")),
    (Sex.UNKNOWN, N_("没写")),
    (VoteWay.NONE, N_("不表决")),
    (VoteWay.HANDS, N_("举手表决")),
    (VoteWay.ROLL_CALL, N_("唱名表决")),
    (VoteWay.PAPER, N_("无记名投票")),
    (Came.ABSENT, N_("未到")),
    (Came.EXCUSED, N_("请假")),
    (Came.HERE, N_("到会")),
    (Came.ONLINE, N_("线上")),
    (Came.PROXY, N_("委托")),
    (Away.RECUSED, N_("回避")),
    (Away.OUT, N_("离场")),
    (Choice.YES, N_("赞成")),
    (Choice.NO, N_("反对")),
    (Choice.ABSTAIN, N_("弃权")),
    (Choice.INVALID, N_("废票")),
    (Choice.NOT_VOTING, N_("没有投票")),
    (Standing.PLANNED, N_("在安排")),
    (Standing.NOTICED, N_("已通知")),
    (Standing.OPEN, N_("正在开")),
    (Standing.CLOSED, N_("已散会，记录没定稿")),
    (Standing.FINISHED, N_("已散会")),
    (Standing.CANCELLED, N_("已取消")),
    (VerdictKind.PASSED, N_("通过")),
    (VerdictKind.NOT_PASSED, N_("没有通过")),
    (VerdictKind.NO_QUORUM, N_("到会人数不够，表决无效")),
    (VerdictKind.NO_RULE, N_("算不出结论")),
    (Denominator.PRESENT, N_("到会的人")),
    (Denominator.DUE, N_("应到的人")),
    (Denominator.ALL_MEMBERS, N_("全体成员")),
    (Denominator.HOUSEHOLDS, N_("全部户代表")),
    (Denominator.CAST, N_("投出的票")),
    (FileKind.SIGNED_MINUTES, N_("签好字的会议记录")),
    (FileKind.SIGN_IN, N_("签到表")),
    (FileKind.BALLOTS, N_("计票单和选票")),
    (FileKind.NOTICE, N_("张贴通知的照片")),
    (FileKind.OTHER, N_("其他")),
]

SIGNS = {
    Sign.FEW_REPRESENTATIVES: N_("村民代表 {have} 人，按现在的组成人员要 {need} 人以上。"),
    Sign.FEW_WOMEN: N_("妇女村民代表 {have} 人，要 {need} 人以上。"),
    Sign.TERM_OVER: N_("任期已经过了 {have} 天，该换届了。"),
    Sign.TERM_ENDS: N_("任期还有 {have} 天结束，请准备换届。"),
    Sign.VACANT: N_("应有 {need} 人，现有 {have} 人，有空缺要补选。"),
    Sign.SIZE: N_("现有 {have} 人，不在规定的人数之内。"),
    Sign.NO_TOTALS: N_("没有写本村（组）十八周岁以上的人数和户数，到会人数没法算够不够。"),
    Sign.SELDOM: N_("今年到现在应开 {need} 次，开了 {have} 次。"),
    Sign.SELDOM_LAST_YEAR: N_("去年应开 {need} 次，开了 {have} 次。"),
}
"""What each lack says; the article comes from the setting that asks for it."""
