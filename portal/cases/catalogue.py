"""What each category asks, and what whoever writes should know before writing."""

from __future__ import annotations

from dataclasses import dataclass

from portal.foundation.i18n import N_

from .kinds import Category


@dataclass(frozen=True)
class Advice:
    """A note to read before writing, and the question the report should answer."""

    note: str
    question: str


ADVICE: dict[Category, Advice] = {
    Category.EMERGENCY: Advice(
        N_("有人受伤、着火、被困，先打 120、119、110，再来这里报。报了马上响铃，村里会先去看。"),
        N_("出了什么险情，有没有人受伤"),
    ),
    Category.ROAD: Advice(N_("能拍照最好，照片里不要有人脸和车牌。"), N_("哪段路、哪座桥，坏成什么样")),
    Category.WATER: Advice(N_("停水先看看公开栏有没有检修通知。"), N_("从什么时候起，几户受影响")),
    Category.POWER: Advice(N_("电线落地不要靠近，请选“紧急险情”。"), N_("哪里没电、哪盏灯不亮，从什么时候起")),
    Category.WASTE: Advice(N_("写清楚是什么垃圾、有多少。"), N_("什么垃圾，在哪里，多久了")),
    Category.HAZARD: Advice(N_("马上会出事的请选“紧急险情”。"), N_("哪里不安全，可能出什么事")),
    Category.ERRAND: Advice(
        N_("请人代办的材料不要在这里拍照上传，代办员会上门来取，办完交还给您并请您确认。"),
        N_("想办什么事，什么时候方便"),
    ),
    Category.AID: Advice(N_("不用写病情和收入，工作人员会单独联系您。"), N_("家里遇到什么困难")),
    Category.LAND: Advice(N_("有协议或者证的，办理的人会请您拿给他看，不用上传。"), N_("哪块地、哪处房，什么问题")),
    Category.NEIGHBOURS: Advice(
        N_("只有调解员看得到，永远不公开。不用写对方的号码；调解要双方自愿，不收钱。"),
        N_("因为什么事，想怎么解决"),
    ),
    Category.IDEA: Advice(N_("好的建议会带到会上议，结果告诉您。"), N_("您有什么建议")),
    Category.CONDUCT: Advice(N_("可以不留姓名。写时间、地点和事情，办理的人会核实。"), N_("什么时候，什么事")),
    Category.OTHER: Advice(N_("一次写一件事，办得快。"), N_("什么事")),
}
