"""What the furnished village demands to be published, and a visit to each of those pages."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from makers import Village
from PIL import Image

from portal.demands import counting, services
from portal.demands.rules import Numbers
from portal.demands.services import Started
from portal.disclosures.items import Item
from portal.disclosures.periods import Cadence
from portal.disclosures.rules import DisclosureKind
from portal.duties.services import add_item, note_nothing
from portal.foundation import clock
from portal.foundation.uploads import looked_at


def furnish(village: Village) -> dict[str, Any]:
    """Demands of every kind: signed, reached, refused, hidden; a line of the place's own, a note of nothing."""
    clerk, secretary, supervisor = (village.viewers[who] for who in ("clerk", "secretary", "supervisor"))
    place = village.village
    own = Item(
        code="", kind=DisclosureKind.VILLAGE, words="水电费代收情况", cadence=Cadence.MONTHLY, days=15,
        basis="村民代表会议决定", valid_from=clock.today(),
    )
    add_item(secretary, place, own, reader=None, reason="村民要求多公开")
    note_nothing(secretary, place, "F08", "2026Q4", "本季度没有债权债务变化")
    counting.enter_roll(clerk, place, Numbers(213, 20), date(2026, 11, 1), "2026年选民登记名册")
    made = {name: services.start(place, Started(words=words, why="大家想知道。"))[0] for name, words in (
        ("signing", "公开2025年修路的全部票据"), ("owed", "公开村里的合同台账"), ("rude", "骂人的话在这里"),
        ("refused", "公开还没有开标的标底"),
    )}
    kept = io.BytesIO()
    Image.new("RGB", (200, 280), (240, 236, 220)).save(kept, "JPEG")
    sheet = counting.count_sheet(
        clerk, made["signing"].id, Numbers(12, 1), photo=looked_at(kept.getvalue(), "签名表.jpg"),
    )
    counting.confirm(supervisor, made["signing"].id, sheet.id)
    waiting = counting.count_sheet(clerk, made["signing"].id, Numbers(3, 0))
    for name in ("owed", "refused"):
        counted = counting.count_sheet(clerk, made[name].id, Numbers(30, 2))
        counting.confirm(supervisor, made[name].id, counted.id)
    services.refuse(secretary, made["refused"].id, "招标以前标底依法保密")
    services.hide(supervisor, made["rude"].id, "辱骂他人")
    return {
        "signing": made["signing"].number, "owed": made["owed"].number, "rude": made["rude"].number,
        "demand_refused": made["refused"].number, "sheet": waiting.id,
    }


def crowd(village: Village, turn: int) -> None:
    """One more demand, signed once."""
    clerk = village.viewers["clerk"]
    demand = services.start(village.village, Started(words=f"第{turn}件要求公开的事情"))[0]
    counting.count_sheet(clerk, demand.id, Numbers(1, 0))


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any]]:
    """The pages for everybody, and those of the office."""
    mark, signing, owed = facts["mark"], facts["signing"], facts["owed"]
    return [
        visit("demands", "/demands/"),
        visit("demands-of-a-place", f"/demands/?place={mark}"),
        visit("demand", f"/demands/{signing}"),
        visit("demand-owed", f"/demands/{owed}"),
        visit("demand-was-refused", f"/demands/{facts['demand_refused']}"),
        visit("demand-hidden", f"/demands/{facts['rude']}"),
        visit("demand-sheet", f"/demands/{signing}/sheet"),
        visit("demand-new", f"/demands/new?place={mark}"),
        visit("demand-refused", f"/demands/new?place={mark}", sent={"words": ""}, status=422),
        visit("demand-started", "/demands/started"),
        visit("demand-slip", "/demands/slip"),
        visit("demand-slip-refused", "/demands/slip", sent={"code": "AAAA-AAAA"}, status=422),
    ], [
        visit("demands-as-staff", f"/demands/?place={mark}", "clerk"),
        visit("demands-desk", "/demands/desk", "supervisor"),
        visit("demands-not-mine", "/demands/desk", "grid", status=403),
        visit("demand-as-clerk", f"/demands/{signing}", "clerk"),
        visit("demand-as-supervisor", f"/demands/{signing}", "supervisor"),
        visit("demand-as-secretary", f"/demands/{owed}", "secretary"),
        visit("demand-enter", "/demands/enter", "clerk"),
        visit("demand-enter-refused", "/demands/enter", "clerk", {"words": ""}, 422),
        visit("demand-roll", f"/demands/roll/{mark}", "clerk"),
        visit("demand-roll-refused", f"/demands/roll/{mark}", "clerk", {"villagers": "x"}, 422),
        visit("demand-count-refused", f"/demands/{signing}/count", "clerk", {"villagers": ""}, 422),
        visit("demand-send-back-refused", f"/demands/{signing}/sheets/{facts['sheet']}/send-back", "supervisor",
              {"reason": ""}, 422),
        visit("demand-answer-refused", f"/demands/{owed}/answer", "secretary", {"number": "LP-2026-9999"}, 422),
        visit("demand-refuse-refused", f"/demands/{owed}/refuse", "secretary", {"reason": ""}, 422),
        visit("demand-hide-refused", f"/demands/{signing}/hide", "supervisor", {"why": ""}, 422),
    ]
