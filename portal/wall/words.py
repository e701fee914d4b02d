"""The words of the wall."""

from portal.foundation.i18n import N_

from .rules import Standing, What

FIRST_BOARD = N_("村口公开栏")
"""What the first board of a place is called until it says otherwise."""

REFUSALS = {
    "wall.internal": N_("这一份只给办公室看，不能上墙。"),
    "wall.already_up": N_("“{board}”上已经登记贴着这一份；要换新版，请先登记揭下旧的。"),
    "wall.after_the_end": N_("这一天公开期已经过了，不能再算上墙；请核对日期。"),
    "wall.not_up": N_("这一份已经撤下，不能再上墙。"),
    "wall.in_the_future": N_("日期不能晚于今天；贴了、揭了再来登记。"),
    "wall.before_publishing": N_("这一版是 {year}年{month}月{day}日 公布的，上墙的日期不能比它早。"),
    "wall.down_before_up": N_("揭下的日期不能早于贴出的日期。"),
    "wall.nobody": N_("请写是谁贴的、谁揭的，写姓名。"),
    "wall.number_in_name": N_("这里会公开，像是写了电话或证件号码，请改成文字。"),
    "wall.void": N_("这一次张贴已经登记作废，不能再改动；请重新登记一次。"),
    "wall.already_down": N_("这一张已经登记揭下了；日期不对，请写更正。"),
    "wall.changed_meanwhile": N_("别人刚登记过这一张，请看看现在的情况再决定。您填的还在下面。"),
    "wall.no_reason": N_("请写明为什么更正，至少 {least} 个字；原来的记录会一直留着。"),
    "wall.no_photo": N_("请选一张照片。"),
    "wall.not_a_photo": N_("“{name}”不是照片；请用 jpg、png 或 webp。"),
    "wall.board_without_name": N_("请给公开栏起个名字，让人知道在哪里。"),
    "wall.board_twice": N_("已经有“{board}”了。"),
    "wall.board_in_use": N_("“{board}”上还登记着贴着的公开榜，先登记揭下才能停用。"),
    "wall.too_many_boards": N_("公开栏太多了：一个地方最多登记 {most} 块。"),
    "wall.no_such_board": N_("没有这块公开栏，请重新选。"),
    "wall.too_many_sheets": N_("一次最多打印 {most} 份，请分几次。"),
}

DEEDS = {
    "posting.up": N_("登记公开榜上墙"),
    "posting.down": N_("登记公开榜揭下"),
    "posting.proved": N_("给上墙登记补照片"),
    "posting.corrected": N_("更正上墙登记"),
    "board.added": N_("登记公开栏"),
    "board.ended": N_("停用公开栏"),
}

LABELS = [
    (Standing.NOT_POSTED, N_("还没有贴到公开栏")),
    (Standing.TOO_SHORT, N_("揭早了")),
    (Standing.OUTDATED, N_("贴的是旧版")),
    (Standing.SOME_BOARDS, N_("有的公开栏还没贴")),
    (Standing.HANGING, N_("正在张贴")),
    (Standing.LONG_ENOUGH, N_("贴够了天数")),
    (Standing.DONE, N_("贴够了，已揭下")),
    (What.UP, N_("贴出")),
    (What.DOWN, N_("揭下")),
    (What.PHOTO, N_("补照片")),
    (What.CORRECTION, N_("更正")),
]
