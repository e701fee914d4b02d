"""Minutes and months as a page writes them."""

from __future__ import annotations

from portal.foundation.i18n import _, ngettext, spoken
from portal.foundation.showing import MONTHS


def minute_words(minutes: int) -> str:
    """Whole minutes as hours and minutes: 2 小时 30 分, never rounded."""
    hours, rest = divmod(abs(minutes), 60)
    parts = []
    if hours:
        parts.append(ngettext("{n} 小时", "{n} 小时", hours).format(n=hours))
    if rest or not hours:
        parts.append(ngettext("{n} 分", "{n} 分", rest).format(n=rest))
    return ("−" if minutes < 0 else "") + " ".join(parts)


def month_words(month: int) -> str:
    """A month of the year."""
    return MONTHS[month - 1] if spoken() == "en" else _("{n} 月").format(n=month)
