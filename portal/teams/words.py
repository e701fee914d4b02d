"""The words of the teams room."""

from portal.foundation.i18n import N_

from .rules import BasicTask, TeamKind

REFUSALS = {
    "teams.name": N_("请写名称或者姓名，里面不要有电话、身份证号。"),
    "teams.wanted": N_("一个岗位要 1 到 {most} 个人。"),
    "teams.already_in": N_("{name} 已经在队里了。同名的另一位，请在姓名后面加个字区分。"),
    "teams.ended": N_("这支队伍已经解散，不能再改。"),
    "teams.reason": N_("请写明原因，至少 {least} 个字；原因会公开。"),
    "teams.looks_private": N_("这里写的大家都看得到，里面像是有私人号码（{shown}）。请改掉再保存。"),
    "teams.no_such_post": N_("这个岗位已经取消，请重新选一个。"),
}

DEEDS = {
    "team.founded": N_("成立队伍"),
    "team.changed": N_("修改队伍说明"),
    "team.dissolved": N_("解散队伍"),
    "team.post_set_up": N_("设立岗位"),
    "team.post_ended": N_("取消岗位"),
    "team.member_taken_in": N_("队员入队"),
    "team.member_placed": N_("给队员定岗"),
    "team.member_left": N_("队员离队"),
}

LABELS = [
    (TeamKind.PIONEER, N_("先锋服务队")),
    (TeamKind.VOLUNTEER, N_("志愿服务队")),
    (TeamKind.GUARD, N_("护村队")),
    (TeamKind.TIDY, N_("整治小分队")),
    (BasicTask.EPIDEMIC, N_("疫情防控")),
    (BasicTask.CUSTOMS, N_("乡风文明")),
    (BasicTask.DISPUTES, N_("矛盾化解")),
    (BasicTask.SURROUNDINGS, N_("环境治理")),
    (BasicTask.HARDSHIP, N_("帮困扶危")),
    (BasicTask.OTHER, N_("其他")),
]
