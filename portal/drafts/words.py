"""The words of the writing desk."""

from portal.foundation.i18n import N_

REFUSALS = {
    "drafts.too_many_rows": N_("表格最多 {most} 行，现在有 {now} 行。请分成几份，或者把明细放进附件。"),
    "drafts.too_many_columns": N_("表格最多 {most} 列，现在有 {now} 列。"),
    "drafts.other_kind": N_("选的目录事项属于“{of}”，这份写的是“{kind}”。请改其中一个。"),
    "drafts.already_up": N_("这份稿子已经发布了，编号 {number}。要改，请在那里写更正。"),
    "drafts.thrown_away": N_("这份稿子已经丢弃，不能再改。"),
    "drafts.looks_private": N_("还不能发布：有 {count} 处像是手机号、身份证号或银行卡号。请改掉，或者点“全部遮住”。"),
    "drafts.too_many_files": N_("一份公开最多带 {most} 个附件。"),
    "drafts.other_place": N_("您不能替这个地方写公开。"),
}

DEEDS = {
    "draft.begun": N_("开始写公开稿"),
    "draft.changed": N_("修改公开稿"),
    "draft.masked": N_("遮住稿中号码"),
    "draft.file_removed": N_("去掉稿中附件"),
    "draft.discarded": N_("丢弃公开稿"),
}

PARTS = {
    "title": N_("标题"),
    "body": N_("正文第 {line} 行"),
    "rows": N_("表格第 {line} 行"),
    "files": N_("第 {line} 个附件的文件名"),
}
