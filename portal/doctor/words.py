"""The words of the doctor and of what is taken out of the portal."""

from __future__ import annotations

from enum import StrEnum

from portal.foundation.checkups import Level
from portal.foundation.i18n import N_

DEEDS = {"export.taken": N_("导出文件")}

LABELS: list[tuple[StrEnum, str]] = [
    (Level.WELL, N_("正常")), (Level.WARNING, N_("留意")), (Level.BAD, N_("要处理")),
]
