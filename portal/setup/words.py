"""The words of the first visit."""

from portal.foundation.i18n import N_

REFUSALS = {
    "setup.wrong_code": N_("一次性号码不对。请看启动程序的那个黑窗口，照着填。"),
    "setup.done_already": N_("这里已经设置过了。"),
    "setup.not_here": N_("第一次设置只能在装程序的这台电脑上做。"),
}

DEEDS = {"portal.set_up": N_("第一次设置")}
