"""The words of the questions room."""

from portal.foundation.i18n import N_

from .rules import Standing

REFUSALS = {
    "questions.not_up": N_("这份公开已经不在公开期，不能再提问；有事请到村委会窗口。"),
    "questions.words": N_("请把问题写清楚：至少 {least} 个字，最多 {most} 个字。"),
    "questions.too_often": N_("问得太密了，请过 {minutes} 分钟再提交；您写的还在下面。"),
    "questions.answer_words": N_("答复至少 {least} 个字，最多 {most} 个字。"),
    "questions.looks_private": N_("答复是公开的，第 {lines} 行像是私人号码（{shown}）。请改掉再提交。"),
    "questions.reason": N_("请写明原因，至少 {least} 个字；原因会公开。"),
    "questions.reason_private": N_("原因是公开的，里面像是有私人号码（{shown}）。请改掉再提交。"),
    "questions.is_hidden": N_("这条提问已经隐藏，不能再改。"),
    "questions.already_answered": N_("这条提问已经有人答复了。您写的还在下面；要改，请写更正。"),
    "questions.not_answered": N_("这条提问还没有答复，没有可以更正的。"),
    "questions.own_handling": N_("答复或者代录这条提问的人不能隐藏它，请监督委员会的其他人来办。"),
}

DEEDS = {
    "question.asked": N_("收到村民提问"),
    "question.answered": N_("公开答复提问"),
    "question.answer_corrected": N_("更正对提问的答复"),
    "question.hidden": N_("隐藏不当提问"),
}

LABELS = [
    (Standing.WAITING, N_("等待答复")),
    (Standing.DUE_SOON, N_("快到期限")),
    (Standing.LATE, N_("超期未答")),
    (Standing.ANSWERED, N_("已答复")),
    (Standing.ANSWERED_LATE, N_("超期才答复")),
    (Standing.HIDDEN, N_("已隐藏")),
]
