"""The words of special days."""

from portal.foundation.i18n import N_

REFUSALS = {
    "closures.far_away": N_("年份要在 {first} 到 {last} 之间。"),
    "closures.known": N_("{day} 已经在表里了；要改，请先去掉再加。"),
    "closures.gone": N_("这一天已经不在表里了。"),
}

DEEDS = {
    "closure.added": N_("添加特别日子"),
    "closure.removed": N_("去掉特别日子"),
}
