"""The words of the writing desk."""

from portal.disclosures.rules import Reader
from portal.foundation.i18n import N_

from .rules import Part

REFUSALS = {
    "drafts.too_many_rows": N_("表格最多 {most} 行，现在有 {now} 行。请分成几份，或者把明细放进附件。"),
    "drafts.too_many_columns": N_("表格最多 {most} 列，现在有 {now} 列。"),
    "drafts.other_kind": N_("选的目录事项属于“{of}”，这份写的是“{kind}”。请改其中一个。"),
    "drafts.already_up": N_("这份稿子已经发布了，编号 {number}。要改，请在那里写更正。"),
    "drafts.thrown_away": N_("这份稿子已经丢弃，不能再改。"),
    "drafts.looks_private": N_(
        "还不能公开：{where}像是有{what}（{shown}），一共 {count} 处。"
        "请点“全部遮住”，或者写明理由，请第二个人同意放行。"
    ),
    "drafts.looks_final": N_(
        "还不能公开：{where}有{what}（{shown}），一共 {count} 处。这一类谁也不能放行，请点“全部遮住”。"
    ),
    "drafts.file_looks_private": N_(
        "还不能公开：{where}有{what}（{shown}），一共 {count} 处。请在文件里遮住，另存一份，换掉原来的附件。"
    ),
    "drafts.never_public": N_("{what}谁也不能放行，只能遮住。"),
    "drafts.not_found_any_more": N_("这一处已经不在稿子里了，不用放行。"),
    "drafts.no_reason": N_("请写明为什么必须原样公开，至少 {least} 个字；理由会一直留着。"),
    "drafts.second_person": N_("要另一个人来同意：自己提的，自己不能点头。"),
    "drafts.excuse_asked_already": N_("{name} 已经提过这一处，正等第二个人同意。"),
    "drafts.excuse_agreed_already": N_("已经有人同意过了。"),
    "drafts.not_looked_at": N_("还不能公开：附件“{name}”程序看不全，请打开看一遍，再点“我看过”。"),
    "drafts.locked_file": N_("还不能公开：附件“{name}”加了密码，别人打不开。请去掉密码另存一份，换掉它。"),
    "drafts.too_many_files": N_("一份公开最多带 {most} 个附件。"),
    "drafts.other_place": N_("您不能替这个地方写公开。"),
}

DEEDS = {
    "drafts.purged": N_("清除扔掉很久的草稿"),
    "draft.begun": N_("开始写公开稿"),
    "draft.changed": N_("修改公开稿"),
    "draft.masked": N_("遮住稿中私人信息"),
    "draft.looked_at": N_("看过附件，没有私人信息"),
    "draft.excuse_asked": N_("申请原样公开一处"),
    "draft.excuse_agreed": N_("同意原样公开一处"),
    "draft.file_removed": N_("去掉稿中附件"),
    "draft.discarded": N_("丢弃公开稿"),
}

PARTS = {
    Part.TITLE: N_("标题"),
    Part.BODY: N_("正文第 {line} 行"),
    Part.SUMMARY: N_("大白话第 {line} 行"),
    Part.ROWS: N_("表格第 {line} 行"),
    Part.LINES: N_("收支第 {line} 笔"),
    Part.OPINION: N_("审核意见第 {line} 行"),
    Part.REASON: N_("更正原因"),
    Part.NAME: N_("第 {line} 个附件的文件名"),
    Part.FILE: N_("附件“{name}”里第 {line} 行"),
}

LOOKERS = {
    Reader.PUBLIC: N_("陌生人"),
    Reader.VILLAGERS: N_("本村村民"),
    Reader.BOARD: N_("看公开栏的人"),
    Reader.INTERNAL: N_("办公室"),
}
