"""The words of the disclosures room."""

from portal.foundation.i18n import N_

from .masking import What
from .rules import DisclosureKind, Reader, Standing

REFUSALS = {
    "disclosures.too_short": N_("公开 {days} 天太短：这里至少要公开 {least} 天。"),
    "disclosures.too_long": N_("公开期太长：最多 {most} 天；要一直公开，请选“长期”。"),
    "disclosures.no_title": N_("请写一个标题，让人一眼看明白是什么事。"),
    "disclosures.nothing_to_read": N_("还没有内容：请写几句话，贴一张表，或者加一个附件。"),
    "disclosures.not_up": N_("这一条已经不在公开期，不能更正；需要的话请重新发布。"),
    "disclosures.was_taken_down": N_("这一条已经撤下，不能再更正。写好的更正还在稿子里；要公开，请另写一份。"),
    "disclosures.too_wide": N_("这一项只能给“{widest}”，不能选“{reader}”。"),
    "disclosures.no_such_period": N_("没有“{key}”这样一段时间，请重新选。"),
    "disclosures.no_reason": N_("请写明原因，至少四个字；原因会和记录一起公开。"),
    "disclosures.file_gone": N_("附件“{name}”找不到了，请重新上传。"),
}

DEEDS = {
    "disclosure.published": N_("发布公开事项"),
    "disclosure.corrected": N_("更正公开事项"),
    "disclosure.taken_down": N_("撤下公开事项"),
}
DATED = ("disclosure.published", "disclosure.corrected")

LABELS = [
    (DisclosureKind.PARTY, N_("党务公开")),
    (DisclosureKind.VILLAGE, N_("村务公开")),
    (DisclosureKind.FINANCE, N_("财务公开")),
    (Reader.PUBLIC, N_("所有人")),
    (Reader.BOARD, N_("只贴公开栏，不上网")),
    (Reader.VILLAGERS, N_("本村村民（触摸屏和登录的人）")),
    (Reader.INTERNAL, N_("只给办公室")),
    (What.NAME, N_("姓名")),
    (What.HOUSEHOLD, N_("户主姓名")),
    (What.ID, N_("身份证号")),
    (What.PHONE, N_("电话号码")),
    (What.CARD, N_("银行卡号")),
    (What.ADDRESS, N_("住址")),
    (What.HEALTH, N_("病情或残疾")),
    (What.MINOR, N_("未成年人")),
    (What.BIRTH, N_("出生日期")),
    (What.FAMILY, N_("家属")),
    (What.PARTY, N_("纠纷当事人")),
    (Standing.UP, N_("公开中")),
    (Standing.LASTING, N_("长期公开")),
    (Standing.LAST_DAYS, N_("快到期")),
    (Standing.OVER, N_("公开期已过")),
    (Standing.TAKEN_DOWN, N_("已撤下")),
]
