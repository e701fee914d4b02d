"""The words of the kiosk."""

from portal.foundation.i18n import N_

DEEDS = {
    "kiosk.registered": N_("登记触摸屏"),
    "kiosk.started": N_("启用触摸屏"),
    "kiosk.ended": N_("停用触摸屏"),
}
