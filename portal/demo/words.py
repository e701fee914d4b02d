"""The words of the demonstration's own deeds and refusals; what the invented villages say stands in the .toml files."""

from portal.foundation.i18n import N_

REFUSALS = {
    "demo.not_empty": N_("这个数据目录里已经有内容。演示数据只能放进空的目录，请用 --data 另选一个。"),
}

DEEDS = {
    "demo.begun": N_("开始准备演示数据"),
    "demo.filled": N_("放进一个演示乡镇"),
    "demo.duties": N_("对好演示的公开目录"),
    "demo.ready": N_("演示数据备好"),
}
