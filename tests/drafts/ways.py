"""Short ways to a draft with something in it."""

from __future__ import annotations

import io
from typing import Any

from makers import Village
from werkzeug.datastructures import FileStorage

from portal.disclosures.rules import DisclosureKind
from portal.drafts import services
from portal.drafts.records import Draft
from portal.drafts.rules import Written
from portal.drafts.verdicts import Judged, judge

PHONE = "13800138000"
ID = "11010519491231002X"


def written(**changes: Any) -> Written:
    """A draft that may go up as it is."""
    return Written(**({
        "kind": DisclosureKind.VILLAGE, "item": "", "title": "防汛值班安排", "body": "值班的人都在下面。",
        "rows": (), "days": 15,
    } | changes))


def file(contents: bytes, name: str) -> FileStorage:
    """A file as a browser sends it."""
    return FileStorage(io.BytesIO(contents), name)


def begun(village: Village, *files: FileStorage, who: str = "secretary", **changes: Any) -> Draft:
    """A draft of the village."""
    return services.begin(village.viewers[who], village.village.id, written(**changes), files)


def only(draft: Draft) -> Judged:
    """The one thing found in a draft."""
    judged, = judge(draft).found
    return judged
