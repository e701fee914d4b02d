"""Provinces by the names their texts are filed under, however a place wrote its own down."""

from __future__ import annotations

from portal.foundation.i18n import N_

PROVINCES = {
    "beijing": N_("北京"), "tianjin": N_("天津"), "hebei": N_("河北"), "shanxi": N_("山西"),
    "neimenggu": N_("内蒙古"), "liaoning": N_("辽宁"), "jilin": N_("吉林"), "heilongjiang": N_("黑龙江"),
    "shanghai": N_("上海"), "jiangsu": N_("江苏"), "zhejiang": N_("浙江"), "anhui": N_("安徽"),
    "fujian": N_("福建"), "jiangxi": N_("江西"), "shandong": N_("山东"), "henan": N_("河南"),
    "hubei": N_("湖北"), "hunan": N_("湖南"), "guangdong": N_("广东"), "guangxi": N_("广西"),
    "hainan": N_("海南"), "chongqing": N_("重庆"), "sichuan": N_("四川"), "guizhou": N_("贵州"),
    "yunnan": N_("云南"), "xizang": N_("西藏"), "shaanxi": N_("陕西"), "gansu": N_("甘肃"),
    "qinghai": N_("青海"), "ningxia": N_("宁夏"), "xinjiang": N_("新疆"),
}
"""In the order of the national codes."""

_FIGURES = (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45,
            46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65)
_BY_FIGURES = dict(zip(map(str, _FIGURES), PROVINCES, strict=True))


def province_code(written: str) -> str:
    """The name a province is filed under, from that name, its Chinese one or its national code; else empty."""
    text = written.strip().lower()
    if text in PROVINCES:
        return text
    if text[:2] in _BY_FIGURES:
        return _BY_FIGURES[text[:2]]
    return next((code for code, name in PROVINCES.items() if text.startswith(name)), "")
