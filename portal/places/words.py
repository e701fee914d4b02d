"""The sentences of the tree of places."""

from __future__ import annotations

from enum import StrEnum

from portal.foundation.i18n import N_

from .planning import Outcome
from .rules import CloseReason, Column, ImportState, PlaceKind

REFUSALS: dict[str, str] = {
    "places.needs_parent": N_("{kind}要挂在上级下面，请先选上级。"),
    "places.wrong_parent": N_("{kind}不能挂在{parent}下面，请核对类别和上级。"),
    "places.bad_code": N_(
        "代码“{code}”不对：要 2 到 20 个数字或字母，例如 12 位区划代码。"
        "表格里变成 6.3E+11 的，请把这一列改成文本格式再填。"
    ),
    "places.bad_name": N_("名称要有字，请填能念出来的名字。"),
    "places.too_long": N_("{column}太长：最多 {most} 个字，现在有 {now} 个。"),
    "places.personal": N_("{column}里像是有个人的号码（身份证、银行卡或手机），这里的内容人人都看得到，请改掉。"),
    "places.code_taken": N_("代码 {code} 已经是“{name}”的，请核对。"),
    "places.code_ended": N_("代码 {code} 是已经关闭的“{name}”的。要重新开放它，请用表格导入。"),
    "places.gone": N_("没有找到，请回到列表再选一次。"),
    "places.ended": N_("这个地方已经关闭，不能再改。"),
    "places.parent_ended": N_("上级“{name}”已经关闭，请先选一个开放的上级。"),
    "places.has_below": N_("下面还有 {count} 个开放的地方，请先关闭或并走它们。"),
    "places.is_home": N_("这是本门户自己所在的地方，不能关闭。"),
    "places.nothing_sent": N_("请选一个表格文件，或者把表格内容贴进来。"),
    "places.sheet_empty": N_("表头下面没有内容，请核对表格。"),
    "places.no_column": N_("没有找到“{column}”这一列。第一行要写列名：类别、代码、名称、上级代码。"),
    "places.column_twice": N_("第 {line} 行有两列都叫“{column}”，请留一列。"),
    "places.unknown_kind": N_("类别“{word}”看不懂，请写县、乡镇、村、组或网格。"),
    "places.code_twice": N_("代码 {code} 在第 {line} 行已经有了。"),
    "places.no_parent": N_("没有代码是 {code} 的上级，表格里也没有。"),
    "places.circle": N_("上级绕了一圈又回到自己，请核对上级代码。"),
    "places.kind_moved": N_("“{name}”登记的是{kind}，导入不能改类别。"),
    "places.parent_moved": N_("“{name}”登记的上级是 {parent}，导入不能换上级。"),
    "places.out_of_reach": N_("这里不归您管，请让管这里的人导入。"),
    "places.plan_moved": N_("您看过以后，登记的内容又有了变化。下面是现在的对照，请重新看一遍再确认。"),
    "places.rows_wrong": N_("还有 {count} 行不对，一行也没有导入。请改好表格再导入一次。"),
    "places.nothing_to_do": N_("表格和登记的完全一样，没有要改的。"),
    "places.import_done": N_("这份表格已经导入过了，没有再做一次。"),
    "places.not_applied": N_("这份表格还没有导入，没有可以撤销的。"),
    "places.undone_already": N_("这次导入已经撤销过了。"),
    "places.changed_since": N_("这些地方在导入以后又改过，不能整批撤销：{names}。"),
    "places.others_below": N_("导入的地方下面又挂了别的，不能整批撤销：{names}。请先处理它们。"),
}

DEEDS: dict[str, str] = {
    "place.added": N_("添加了地方"),
    "place.changed": N_("修改了地方"),
    "place.closed": N_("关闭了地方"),
    "places.import_proposed": N_("交来一份地方表格"),
    "places.imported": N_("导入了一份地方表格"),
    "places.import_undone": N_("撤销了一次地方导入"),
}

LABELS: list[tuple[StrEnum, str]] = [
    (PlaceKind.COUNTY, N_("县")),
    (PlaceKind.TOWNSHIP, N_("乡镇")),
    (PlaceKind.VILLAGE, N_("村")),
    (PlaceKind.GROUP, N_("组")),
    (PlaceKind.GRID, N_("网格")),
    (Column.KIND, N_("类别")),
    (Column.CODE, N_("代码")),
    (Column.NAME, N_("名称")),
    (Column.PARENT, N_("上级代码")),
    (Column.PHONE, N_("电话")),
    (Column.ADDRESS, N_("地址")),
    (Column.HOURS, N_("开放时间")),
    (CloseReason.MERGED, N_("并入了别的地方")),
    (CloseReason.ABOLISHED, N_("撤销了")),
    (CloseReason.MISTAKE, N_("当初录错了")),
    (CloseReason.OTHER, N_("其他原因")),
    (ImportState.PROPOSED, N_("等着确认")),
    (ImportState.APPLIED, N_("已经导入")),
    (ImportState.UNDONE, N_("已经撤销")),
    (Outcome.NEW, N_("新添")),
    (Outcome.CHANGED, N_("要改")),
    (Outcome.SAME, N_("一样")),
    (Outcome.WRONG, N_("不对")),
]
