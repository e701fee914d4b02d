"""What was thrown away is forgotten a month later: its words and files may name people; that there was one stays."""

from __future__ import annotations

from datetime import timedelta

from portal.foundation import clock
from portal.foundation.access import PORTAL
from portal.foundation.deeds import deed
from portal.foundation.i18n import N_
from portal.foundation.purges import Purge, purges_by
from portal.foundation.ticks import due_every

from .records import forget_discarded, has_discarded

DAYS = 30
BATCH = 500

purges_by(Purge(
    verb="drafts.purged", what=N_("扔掉的草稿里写的内容和附件"), counted="drafts",
    kept=N_("扔掉以后 {days} 天"), days=DAYS,
))


@due_every(timedelta(days=1), "purge_drafts")
def purge() -> None:
    """Empty the drafts that were thrown away long ago."""
    moment = clock.now() - timedelta(days=DAYS)
    if not has_discarded(moment):
        return
    with deed(PORTAL, "drafts.purged") as done:
        done.facts(drafts=forget_discarded(moment, BATCH), days=DAYS)
