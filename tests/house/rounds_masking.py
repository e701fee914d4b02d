"""The rounds of the writing desk's other pages: exceptions, files looked at, other people's eyes, other readers."""

from __future__ import annotations

from typing import Any

from makers import Village, published

from portal.disclosures.rules import DisclosureKind, Reader
from portal.drafts import excusing, services
from portal.drafts.rules import Written
from portal.drafts.verdicts import judge


def furnish(village: Village) -> dict[str, Any]:
    """A draft with an exception asked for and one agreed to, and papers for fewer readers."""
    secretary = village.viewers["secretary"]
    written = Written(
        kind=DisclosureKind.VILLAGE, item="", title="网格员名单", days=15, rows=(),
        body="一组电话 13800138001。\n二组电话 13800138002。\n三组电话 13800138003。",
    )
    draft = services.begin(secretary, village.village.id, written)
    found = judge(draft).found
    asked = [excusing.excuse(secretary, draft.id, 1, one.worry.mark, "网格员的电话按规定公开") for one in found[:2]]
    excusing.agree(village.viewers["supervisor"], asked[0].id)
    looked = {level: published(village, title=f"给{level}看的", reader=level).number for level in Reader}
    return {
        "excused_draft": draft.id, "excuse_id": asked[1].id, "mark_found": found[2].worry.mark,
        "board_number": looked[Reader.BOARD], "villagers_number": looked[Reader.VILLAGERS],
    }


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Pages for strangers, for the staff, and on the touch screen."""
    draft = facts["excused_draft"]
    public = [visit("item-for-the-board", f"/disclosures/{facts['board_number']}", status=404)]
    staff = [
        visit("preview-with-exceptions", f"/drafts/{draft}/preview", "secretary"),
        visit("preview-as-a-villager", f"/drafts/{draft}/preview?as=villagers", "clerk"),
        visit("excuse", f"/drafts/{draft}/excuse/{facts['mark_found']}", "clerk"),
        visit("excuse-refused", f"/drafts/{draft}/excuse/{facts['mark_found']}", "clerk", {"reason": "要"}, 422),
        visit("excuses", "/drafts/excuses", "supervisor"),
        visit("excuses-of-a-draft", f"/drafts/{draft}/excuses", "supervisor"),
        visit("agree-refused", f"/drafts/excuses/{facts['excuse_id']}/agree", "secretary", {"draft": draft}, 422),
        visit("archive-for-the-board", f"/disclosures/archive/{facts['board_number']}", "secretary"),
        visit("poster-for-the-board", f"/disclosures/{facts['board_number']}/poster", "clerk"),
        visit("item-for-villagers", f"/disclosures/{facts['villagers_number']}", "grid"),
    ]
    return public, staff, [visit("kiosk-item-for-villagers", f"/kiosk/items/{facts['villagers_number']}", "screen")]
