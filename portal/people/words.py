"""The sentences of this room."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from portal.foundation.i18n import N_

from .kinds import PostKind, PutForward, Standing

POST_NAMES: Mapping[PostKind, str] = {
    PostKind.PARTY_SECRETARY: N_("党支部书记"),
    PostKind.COMMITTEE_DIRECTOR: N_("村委会主任"),
    PostKind.COMMITTEE_MEMBER: N_("村委会成员"),
    PostKind.PARTY_MEMBER: N_("党员"),
    PostKind.SUPERVISOR_CHAIR: N_("村务监督委员会主任"),
    PostKind.SUPERVISOR_MEMBER: N_("村务监督委员会成员"),
    PostKind.ACCOUNTANT: N_("会计"),
    PostKind.CLERK: N_("文书"),
    PostKind.REPRESENTATIVE: N_("村民代表"),
    PostKind.GROUP_LEADER: N_("村民小组长"),
    PostKind.GRID_HEAD: N_("网格长"),
    PostKind.GRID_SUPERVISOR: N_("网格监督员"),
    PostKind.GRID_WORKER: N_("网格员"),
    PostKind.CENTRAL_HOUSEHOLD: N_("中心户"),
    PostKind.VOLUNTEER_LEAD: N_("先锋队长"),
    PostKind.PUBLICIST: N_("宣传员"),
    PostKind.SURVEYOR: N_("调查员"),
    PostKind.TRAINER: N_("培训员"),
    PostKind.MEDIATOR: N_("调解员"),
    PostKind.ATTENDANT: N_("服务员"),
    PostKind.GUIDE: N_("指导员"),
    PostKind.TOWNSHIP_REVIEWER: N_("乡镇审核员"),
    PostKind.ARCHIVIST: N_("档案员"),
    PostKind.SYSTEM_ADMIN: N_("系统管理员"),
}

PUT_FORWARD: Mapping[PutForward, str] = {
    PutForward.ELECTION: N_("选举"),
    PutForward.VILLAGERS: N_("村民推荐"),
    PutForward.BRANCH: N_("支部提名"),
    PutForward.SELF: N_("自荐"),
    PutForward.APPOINTMENT: N_("任命"),
    PutForward.HIRING: N_("聘用"),
    PutForward.OTHER: N_("其他"),
}

STANDINGS: Mapping[Standing, str] = {
    Standing.COMING: N_("还没到任期"),
    Standing.RUNNING: N_("在任"),
    Standing.OVER: N_("已结束"),
}

LABELS: list[tuple[StrEnum, str]] = [*POST_NAMES.items(), *PUT_FORWARD.items(), *STANDINGS.items()]

REFUSALS = {
    "people.wrong_sign_in": N_("登录名或密码不对，或者账号已经停用。忘了密码请找管理员打印一张纸条。"),
    "people.wrong_password": N_("现在的密码不对，什么都没有改。"),
    "people.not_on_kiosk": N_("公用触摸屏上不能登录。请用自己的手机或办公室的电脑。"),
    "people.bad_name": N_("登录名要 2 到 40 个字，只能用汉字、字母和数字。"),
    "people.name_taken": N_("这个登录名已经有人用了，请换一个，比如在后面加上村名。"),
    "people.no_such_account": N_("没有叫“{name}”的账号。"),
    "people.password_short": N_("密码太短：至少 {least} 位。几个词连起来又长又好记。"),
    "people.password_long": N_("密码太长：最多 {most} 位。"),
    "people.password_common": N_("这个密码太多人用，一猜就中，请换一个。"),
    "people.password_is_name": N_("密码不能和登录名一样。"),
    "people.passwords_differ": N_("两次输入的密码不一样，请再输一次。"),
    "people.not_yourself": N_("自己的账号和职务要请别的管理员来改；自己的密码在“账号”页里改。"),
    "people.is_disabled": N_("这个账号已经停用。"),
    "people.is_open": N_("这个账号没有停用。"),
    "people.last_admin": N_("这是这里最后一个管理员，停用以后就没有人能管账号了。请先另设一位，并让他设好密码。"),
    "people.already_holds": N_("这段时间里已经有这个职务：{kind}。"),
    "people.excluded": N_("同一个人不能同时是{held}和{new}（{source}）。请先结束其中一个，或者换一个人。"),
    "people.ends_before_it_begins": N_("结束的日子早于开始的日子。"),
    "people.far_away_day": N_("日期太远了，请核对年份。"),
    "people.post_over": N_("这个职务已经结束了。"),
    "people.place_ended": N_("这个地方已经撤销，不能再任职。"),
}

DEEDS = {
    "account.added": N_("建了账号"),
    "account.changed": N_("改了账号"),
    "account.disabled": N_("停用了账号"),
    "password.changed": N_("换了密码"),
    "password.reset": N_("发了重设密码的纸条"),
    "post.given": N_("任了职务"),
    "post.ended": N_("结束了职务"),
    "sittings.ended": N_("退出了别处的登录"),
    "sittings.purged": N_("到期清除登录记录"),
}


def post_name(kind: PostKind, place_name: str) -> str:
    """A post as the register freezes it, always in Chinese: 大格勒村 党支部书记."""
    return f"{place_name} {POST_NAMES[kind]}"
