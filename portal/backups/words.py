"""What backups say."""

from portal.foundation.i18n import N_

from .rules import Kind

LABELS = [
    (Kind.AUTO, N_("自动")),
    (Kind.HAND, N_("手工")),
    (Kind.UPGRADE, N_("升级以前")),
    (Kind.ASIDE, N_("恢复以前")),
]

SHELVES = {
    "here": N_("这台电脑上"),
    "second": N_("另一个文件夹或硬盘"),
    "stick": N_("U 盘"),
}

REFUSALS = {
    "backups.short_passphrase": N_("备份口令太短：至少 {least} 个字。请改设置 PORTAL_BACKUP_PASSPHRASE。"),
    "backups.no_pyrage": N_("要给备份加口令，先装上程序包 pyrage；没有装，就没有做备份。"),
    "backups.locked": N_("这份备份加了口令。请把当时的口令写到设置 PORTAL_BACKUP_PASSPHRASE 里，或者在命令里输入。"),
    "backups.wrong_passphrase": N_("口令不对，打不开这份备份。现在的数据没有动。"),
    "backups.not_ours": N_("这个文件不是村口的备份。现在的数据没有动。"),
    "backups.damaged": N_("备份 {name} 坏了：缺了一截，或者有的地方被改过。请换一份。现在的数据没有动。"),
    "backups.gone": N_("找不到备份 {name}。"),
    "backups.attachment_gone": N_("备份里少了附件 {name}…：附件文件夹要和备份放在一起。现在的数据没有动。"),
    "backups.attachment_changed": N_("备份里的附件 {name}… 和它的校验码对不上。请换一份备份。现在的数据没有动。"),
    "backups.unsound": N_("数据库里有读不出来的地方。请运行 flask rescue，或者恢复最近的备份。"),
    "backups.counts_differ": N_("表 {table} 应该有 {wanted} 行，实际是 {found} 行。现在的数据没有动。"),
    "backups.register_differs": N_("登记簿应该有 {wanted} 条，读出来 {found} 条，或者校验码对不上。现在的数据没有动。"),
    "backups.newer": N_("这份数据是更新的版本写的（{name}），这个版本不敢动它。请换上新版本。"),
    "backups.another_portal": N_("这是别的村口的备份，不能放进这里。请另选一个空的数据目录。现在的数据没有动。"),
    "backups.other_engine": N_("这份备份是另一种数据库的。请用 flask dump 和 flask load 搬过来。"),
    "backups.in_use": N_("这个数据库里已经有数据。请先建一个空的，再导入。"),
    "backups.running": N_("村口正开着。请先关掉它，再运行这个命令；或者用网页恢复。"),
    "backups.stop_first": N_("现在的数据库读不完整。请先关掉村口，再运行 flask restore；坏的会留在旁边。"),
    "backups.nothing_to_undo": N_("没有可以撤销的恢复。"),
    "backups.not_confirmed": N_("请填这份备份的编号 {turn}，表示看清楚了。"),
    "backups.busy": N_("另一份备份正在做，请过一会儿再试。"),
    "backups.disk": N_("写不进 {place}（{why}）。请看看硬盘或者 U 盘还有没有地方、能不能写。"),
    "backups.no_room": N_("{place} 地方不够，还差 {missing} MB。请换一个大一点的盘，或者少留几份。"),
    "backups.disk_lies": N_("{place} 写进去的和读出来的不一样：这个盘坏了，请换一个。"),
    "backups.no_tool": N_("这台电脑上没有 {name}。请装上和数据库同一版本的 PostgreSQL 工具。"),
    "backups.tool_failed": N_("{name} 没有做成：{why}"),
    "backups.upgrade_failed": N_("升级没有做成（{why}）。数据还是原来的样子，请换回旧版本的程序，照样能用。"),
    "backups.dump_exists": N_("{name} 已经有了，请换一个名字。"),
    "backups.bad_dump": N_("导出的文件读不懂，或者不全（{name}）。现在的数据没有动。"),
}

DEEDS = {
    "backups.made": N_("做了备份"),
    "backups.restored": N_("恢复了备份"),
    "backups.undone": N_("撤销了恢复"),
    "backups.dumped": N_("导出了全部数据"),
    "backups.loaded": N_("导入了全部数据"),
}
