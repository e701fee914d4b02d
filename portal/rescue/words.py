"""What the register and the commands say of a rescue."""

from portal.foundation.i18n import N_, _

DEEDS = {"portal.rescued": N_("从坏了的数据库里抢救")}

TOLD = {
    "whole": N_("数据库是好的，不用抢救。"),
    "gone": N_("数据库文件不见了，没有可以抢救的。请用备份恢复：flask restore"),
    "server": N_("数据在 PostgreSQL 里，请按它自己的办法恢复。"),
    "running": N_("村口还开着。请先在它的窗口里按 Ctrl+C 关掉，再抢救。"),
    "nothing": N_("一行也读不出来。请用备份恢复：flask restore。坏的文件原样没动。"),
    "done": N_("救出 {rows} 行，其中 {from_backup} 行取自备份；少了 {missing} 行。"),
    "table": N_("{table}：救出 {rows} 行，取自备份 {from_backup} 行，少了 {missing} 行{numbers}"),
    "numbers": N_("（编号 {numbers}）"),
    "register_holds": N_("登记簿 {lines} 条从头到尾对得上，末条校验码 {head}。请同墙上打印的那一页对一对。"),
    "kept": N_("坏的文件和这份清单留在 {folder}，请先不要删。"),
}


def told(key: str, **facts: object) -> str:
    """A sentence of the rescue with its facts filled in."""
    return _(TOLD[key]).format(**facts)
