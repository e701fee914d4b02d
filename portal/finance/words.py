"""The words of the finance room."""

from portal.disclosures.statements import Off, Side
from portal.foundation.i18n import N_

from .rules import Column

REFUSALS = {
    "finance.unbalanced": N_(
        "账不平：上期结余加收入减支出应该剩 {expected} 元，写的是 {closing} 元，{off} {difference} 元。改平了才能公开。"
    ),
    "finance.no_lines": N_("还没有一笔收支。请一行写一笔，或者从表格里粘贴。"),
    "finance.too_many_lines": N_("一份最多 {most} 行，现在有 {now} 行。请按旬或者按类别分成几份。"),
    "finance.too_long": N_("表格的字太多，装不下。请删掉用不着的列，或者分成几份。"),
    "finance.nothing_sent": N_("请选一个表格文件，或者把表格粘贴在下面。"),
    "finance.not_a_sheet": N_("“{name}”不是表格。请交 .xlsx、.xls 或 .csv 文件，或者把表格粘贴在下面。"),
    "finance.no_money_column": N_(
        "没认出哪一列是钱：要有“收入”“支出”两列，或者“金额”和“收支”两列。请在下面给每一列选好，再点“重新看看”。"
    ),
    "finance.merged": N_(
        "第 {first} 行到第 {last} 行的金额是合并的单元格，一个数会算好几遍。请取消合并，每行写清金额，再交一次。"
    ),
    "finance.faults": N_("有 {count} 处看不懂，已经在下面标出。改好再做成稿子，一行也不会丢。"),
    "finance.other_item": N_("收支明细要选财务公开目录里的一项。"),
    "finance.other_place": N_("您不能替这个地方写收支。"),
    "finance.bad_amount": N_("第 {line} 行：金额“{typed}”看不懂。"),
    "finance.too_fine": N_("第 {line} 行：金额“{typed}”的小数超过两位，最多到分。"),
    "finance.no_amount": N_("第 {line} 行：没有金额。"),
    "finance.both_sides": N_("第 {line} 行：收入和支出都写了金额，请分成两行。"),
    "finance.bad_side": N_("第 {line} 行：看不出是收还是支，写的是“{typed}”。请写“收”或者“支”。"),
    "finance.no_words": N_("第 {line} 行：没有写明是什么钱。"),
    "finance.red_without_words": N_("第 {line} 行：负数是冲红，要写明冲的是哪一笔。"),
    "finance.words_too_long": N_("第 {line} 行：字太多，最多 {most} 个字。"),
    "finance.plan_row": N_("计划第 {line} 行看不懂：要写“收/支”、类别、金额三样，现在是“{typed}”。"),
    "finance.total_differs": N_("第 {line} 行的合计写的是 {written} 元，各行加起来是 {reckoned} 元。"),
    "finance.balance_differs": N_("从第 {line} 行起余额对不上：写的是 {written} 元，算出来是 {reckoned} 元。"),
    "finance.same_twice": N_("第 {line} 行和第 {first} 行一模一样，是不是记了两遍？"),
    "finance.other_days": N_("有 {count} 行的日期不在这段时间里，第一处是第 {line} 行。"),
    "finance.has_formulas": N_("表格里有公式，取的是上次保存时算好的数。"),
    "finance.opening_differs": N_(
        "上期结余写的是 {opening} 元，上次公开的（{period}）剩 {closing} 元，两个数不一样。请核对，不一样要写明原因。"
    ),
}

DEEDS: dict[str, str] = {}

LABELS = [
    (Side.INCOME, N_("收入")),
    (Side.EXPENSE, N_("支出")),
    (Off.MORE, N_("多了")),
    (Off.LESS, N_("少了")),
    (Column.DAY, N_("日期")),
    (Column.WORDS, N_("摘要")),
    (Column.CATEGORY, N_("类别")),
    (Column.SIDE, N_("收支")),
    (Column.INCOME, N_("收入金额")),
    (Column.EXPENSE, N_("支出金额")),
    (Column.AMOUNT, N_("金额")),
    (Column.BALANCE, N_("余额")),
    (Column.VOUCHER, N_("凭证号")),
    (Column.NOTE, N_("备注")),
]
