"""The words of the hours room."""

from portal.foundation.i18n import N_

from .rules import CertificateStanding, EntryStanding, GivenAs, Round

REFUSALS = {
    "hours.minutes": N_("分钟数请写 1 到 {most}；全部冲掉写 0。"),
    "hours.words": N_("请写明做了什么，不要写电话、身份证号。"),
    "hours.looks_private": N_("里面像是有私人号码，请改掉再保存。"),
    "hours.tomorrow": N_("日期还没到，请核对。"),
    "hours.name": N_("请写姓名，里面不要有电话、身份证号。"),
    "hours.already_corrected": N_("这一条已经冲销过，请改新的那一条。"),
    "hours.same_minutes": N_("分钟数和原来一样，不用改。"),
    "hours.reason": N_("请写明原因，至少 {least} 个字。"),
    "hours.not_waiting": N_("有一条已经确认过，或者已经冲销。请刷新再看。"),
    "hours.own_entry": N_("自己记的不能自己确认，请另一个人来核对。"),
    "hours.nothing_to_confirm": N_("没有选要确认的。"),
    "hours.nobody_to_take": N_("没有可以记入的：先在“登记到场”里记下谁来了、多少分钟。"),
    "hours.same_name": N_("同一个组已经有这个姓名，请在姓名后面加个字区分。"),
    "hours.forgotten": N_("这位志愿者的姓名已经按本人要求清除。"),
    "hours.days": N_("日期不对：开始要在结束之前，结束不能晚于今天。"),
    "hours.nothing_to_certify": N_("这段时间没有已经确认的时长，不能出证明。"),
    "hours.still_posted": N_("公示还没满，{until} 之后才能出具。"),
    "hours.not_ready": N_("这份证明已经出具或者收回。"),
    "hours.changed_since": N_("公示以后时长改过，请收回这一份，重新写一份。"),
    "hours.already_withdrawn": N_("这份证明已经收回了。"),
    "hours.result_line": N_("成绩第 {line} 行看不懂。请一行写一个人：姓名 分数。"),
    "hours.result_twice": N_("{name} 写了两次，同名的请加个字区分。"),
    "hours.results": N_("成绩要有 1 到 {most} 个人。"),
    "hours.no_points_here": N_("这里没有使用积分。要用，先在村规里打开。"),
    "hours.points": N_("积分请写 1 到 {most}。"),
    "hours.too_few_points": N_("积分不够，现在有 {have} 分。"),
}

DEEDS = {
    "hours.taken": N_("把活动到场记入时长簿"),
    "hours.entered": N_("记一条服务时长"),
    "hours.corrected": N_("冲销更正服务时长"),
    "hours.confirmed": N_("第二人确认服务时长"),
    "hours.handed_on": N_("导出服务时长"),
    "volunteer.changed": N_("修改志愿者登记"),
    "volunteer.forgotten": N_("按本人要求清除志愿者姓名"),
    "certificate.proposed": N_("拟出志愿服务证明"),
    "certificate.issued": N_("出具志愿服务证明"),
    "certificate.withdrawn": N_("收回志愿服务证明"),
    "exam.entered": N_("登记考试成绩"),
    "exam.corrected": N_("更正考试成绩"),
    "points.rule_set": N_("定下积分标准"),
    "points.rule_ended": N_("取消积分标准"),
    "points.given": N_("记积分"),
    "points.spent": N_("用积分"),
}

LABELS = [
    (GivenAs.SERVICE, N_("志愿服务")),
    (GivenAs.TRAINING, N_("培训")),
    (GivenAs.STUDY, N_("学习")),
    (GivenAs.THEME_DAY, N_("主题日")),
    (GivenAs.CULTURE, N_("文化活动")),
    (GivenAs.OTHER, N_("平时帮忙")),
    (Round.MONTH, N_("月考")),
    (Round.QUARTER, N_("季考")),
    (Round.HALF_YEAR, N_("半年考")),
    (Round.APPRAISAL, N_("民主测评")),
    (Round.YEAR, N_("年度考")),
    (EntryStanding.WAITING, N_("等第二人确认")),
    (EntryStanding.COUNTS, N_("算数")),
    (EntryStanding.VOID, N_("确认前已冲销")),
    (CertificateStanding.POSTED, N_("正在公示")),
    (CertificateStanding.READY, N_("公示期满，可以出具")),
    (CertificateStanding.ISSUED, N_("已出具")),
    (CertificateStanding.WITHDRAWN, N_("已收回")),
]
