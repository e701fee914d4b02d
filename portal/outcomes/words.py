"""The words of the outcomes room."""

from portal.foundation.i18n import N_

from .kinds import Checked, Move, ObjectionStanding, ResultStanding, Ruling, Stage, TaskStanding, What

REFUSALS = {
    "outcomes.not_posted": N_("这件事的决议还没有公告，公告以后才能提异议、才能落实。"),
    "outcomes.withdrawn": N_("决议公告已经撤下，异议期停了；重新公告以后，天数从头算。"),
    "outcomes.too_late": N_(
        "异议期到 {last} 为止，已经过了，不能再提交；您写的还在下面。还可以找{office}："
        "决定违法或者侵害了您的权益，可以请乡镇责令改正，也可以请人民法院撤销（村民委员会组织法第三十一条、第四十一条）。"
    ),
    "outcomes.other_version": N_(
        "您看的是第 {seen} 版，现在公告的是第 {version} 版。请看过新版再提交，您写的还在下面。"
    ),
    "outcomes.words": N_("请写清楚对哪一点有异议：至少 {least} 个字，最多 {most} 个字。"),
    "outcomes.too_often": N_("交得太密了，请过 {minutes} 分钟再提交；您写的还在下面。"),
    "outcomes.says_nothing": N_("公开的文字至少 {least} 个字。"),
    "outcomes.looks_private": N_("这里写的会公开，里面像是有私人号码（{shown}）。请改掉再提交。"),
    "outcomes.names_objector": N_("这里写的会公开，里面有提异议的人的姓名。请改掉再提交。"),
    "outcomes.reason": N_("请写明原因，至少 {least} 个字；原因会公开。"),
    "outcomes.no_ruling": N_("请选异议成立还是不成立。"),
    "outcomes.already_answered": N_("这条异议已经有人答复了。您写的还在下面；要改，请写更正。"),
    "outcomes.not_answered": N_("这条异议还没有答复，没有可以更正的。"),
    "outcomes.went_back": N_("这件事已经退回重议，这条异议针对的是原来的文本，不用再答复。"),
    "outcomes.stays_upheld": N_("认定成立的异议不能改成不成立：事项已经因此退回重议。"),
    "outcomes.ruling_fixed": N_("决议已经不在公告期，异议成立不成立不能再改；文字可以更正。"),
    "outcomes.no_more": N_("这件事已经退回重议或者终止，现在不用提异议；重新决议、公告以后还可以提。"),
    "outcomes.not_resolved": N_("决议这一步还没有通过，不能公告。"),
    "outcomes.already_posted": N_("这一步的公告已经在公开栏上。"),
    "outcomes.tells_too_little": N_("公告里少了“{words}”。编号、表决票数要照决议写，请补上再公开。"),
    "outcomes.other_item": N_("决议和结果公告要归在公开目录里原来那一项，请把目录项改回来再公开。"),
    "outcomes.not_for_readers": N_("公告至少要贴上公开栏给村民看，不能只给办公室看。"),
    "outcomes.old_text": N_("这份公告写的是第 {drafted} 版文本，现在是第 {now} 版。请作废它，重新起草。"),
    "outcomes.still_open": N_("异议期到 {last} 为止，过了这一天才能开始落实。"),
    "outcomes.unanswered": N_("还有 {count} 条异议没有答复，答复完才能开始落实。"),
    "outcomes.not_carrying_out": N_("这件事现在不在落实阶段。"),
    "outcomes.no_title": N_("请写清楚要办什么，至少 2 个字。"),
    "outcomes.no_owner": N_("请写明由哪个单位负责，至少 2 个字。"),
    "outcomes.no_day": N_("请选日期。"),
    "outcomes.due_past": N_("最晚办完的日子（{day}）已经过去了，请选今天或以后的一天。"),
    "outcomes.due_far": N_("最晚办完的日子（{day}）太远了，请选十年以内的一天。"),
    "outcomes.too_many_tasks": N_("一件事最多写 {most} 项任务，请合并几项。"),
    "outcomes.percent": N_("进度按 {step}% 一档填，从 0 到 100。"),
    "outcomes.task_dropped": N_("这项任务已经取消，不能再改。"),
    "outcomes.task_done": N_("这项任务已经办完，不用再改日期。"),
    "outcomes.same_day": N_("新的日子和原来一样（{day}）。"),
    "outcomes.only_photos": N_("这里只收照片（JPEG、PNG、WEBP）。"),
    "outcomes.too_many_photos": N_("一次最多传 {most} 张照片，现在有 {now} 张。"),
    "outcomes.no_lines": N_("请写花了哪些钱，一笔一行。"),
    "outcomes.too_many_lines": N_("一次最多 {most} 行，现在有 {now} 行，请分几次登记。"),
    "outcomes.line_cells": N_("第 {line} 行有 {now} 格，要写 3 或 4 格：日期、用途、金额（元）、凭证号。"),
    "outcomes.line_day": N_("第 {line} 行的日期看不懂，或者还没到：{typed}。请写成 2026-11-20 这样。"),
    "outcomes.line_words": N_("第 {line} 行要写用途，2 到 120 个字。"),
    "outcomes.line_money": N_("第 {line} 行的金额看不懂：{typed}。请写成 1200.00 这样，冲回的写负数。"),
    "outcomes.line_private": N_("第 {line} 行会公开，里面像是有私人号码（{shown}）。请改掉再提交。"),
    "outcomes.less_than_nothing": N_("冲回的比花出去的（{spent} 元）还多，请核对。"),
    "outcomes.over_budget": N_(
        "登记以后一共花 {after} 元，比预算 {budget} 元多出 {over} 元。要登记，请在下面写明超出的原因，原因会公开。"
    ),
    "outcomes.tasks_left": N_("还有 {count} 项任务没有办完，也没有取消，现在不能写结果。"),
    "outcomes.no_result": N_("还没有人写结果，没有可以核查的。"),
    "outcomes.already_checked": N_("结果已经核查通过，不能再改写。"),
    "outcomes.was_checked": N_("这一版结果已经有人核查过了。"),
    "outcomes.no_verdict": N_("请选核查结论。"),
    "outcomes.changed_since": N_("写结果以后又登记了支出或者任务，请先重写结果，再来核查。"),
    "outcomes.own_work": N_("写任务、进度、支出或结果的人不能核查自己的工作，请监督委员会的其他人来查。"),
    "outcomes.not_checked": N_("结果要先由村务监督委员会核查通过，才能公开。"),
}

DEEDS = {
    "outcome.drafted": N_("起草决议或结果公告"),
    "outcome.posted": N_("决议或结果公告上栏"),
    "outcome.withdrawn": N_("决议或结果公告撤下"),
    "objection.made": N_("收到对决议的异议"),
    "objection.answered": N_("公开答复异议"),
    "objection.answer_corrected": N_("更正对异议的答复"),
    "objection.forgotten": N_("清除提异议人的姓名电话"),
    "outcome.task_added": N_("写下落实任务"),
    "outcome.task_reported": N_("登记任务进度"),
    "outcome.task_moved": N_("更改任务期限"),
    "outcome.task_dropped": N_("取消任务"),
    "outcome.paid": N_("登记决议支出"),
    "outcome.told": N_("写下决议实施结果"),
    "outcome.checked": N_("核查决议实施结果"),
    "outcome.photo_covered": N_("盖住落实照片里的人脸和车牌"),
}

DATED = ("outcome.posted", "objection.answered")
"""From the first the days for objections count; the second moves the day a resolution takes effect.

An objection itself is taken in by any clock: whoever objects cannot put it right.
"""

LABELS = [
    (What.POSTED, N_("已公告")),
    (What.CORRECTED, N_("更正过")),
    (What.WITHDRAWN, N_("已撤下")),
    (Stage.NOT_POSTED, N_("还没有公告")),
    (Stage.WITHDRAWN, N_("公告已撤下")),
    (Stage.OPEN, N_("公告中，可以提异议")),
    (Stage.ANSWERING, N_("异议期已过，还有异议要答复")),
    (Stage.EFFECTIVE, N_("异议期已过，决议生效")),
    (Stage.WENT_BACK, N_("事项已退回重议或终止")),
    (Ruling.UPHELD, N_("异议成立，退回重议")),
    (Ruling.REJECTED, N_("异议不成立")),
    (ObjectionStanding.WAITING, N_("等待答复")),
    (ObjectionStanding.DUE_SOON, N_("快到期限")),
    (ObjectionStanding.LATE, N_("超期未答")),
    (ObjectionStanding.UPHELD, N_("异议成立")),
    (ObjectionStanding.REJECTED, N_("异议不成立，已答复")),
    (ObjectionStanding.MOOT, N_("事项已退回重议")),
    (Move.BEGUN, N_("写下任务")),
    (Move.REPORTED, N_("进度")),
    (Move.MOVED, N_("改了期限")),
    (Move.DROPPED, N_("取消")),
    (TaskStanding.UNDER_WAY, N_("正在办")),
    (TaskStanding.DUE_SOON, N_("快到期限")),
    (TaskStanding.LATE, N_("超期未办完")),
    (TaskStanding.DONE, N_("已办完")),
    (TaskStanding.DONE_LATE, N_("超期才办完")),
    (TaskStanding.DROPPED, N_("已取消")),
    (Checked.AGREED, N_("核查通过")),
    (Checked.RETURNED, N_("退回重写")),
    (ResultStanding.MISSING, N_("还没有写结果")),
    (ResultStanding.TO_CHECK, N_("等待监督委员会核查")),
    (ResultStanding.RETURNED, N_("核查退回，要重写")),
    (ResultStanding.CHECKED, N_("核查通过")),
]
