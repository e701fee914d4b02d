"""Whether what is kept is still what was counted and signed: results and minutes against the register."""

from __future__ import annotations

import json
from collections.abc import Iterable

from portal.foundation.deeds import deeds_about
from portal.foundation.i18n import N_, _
from portal.foundation.verifying import verified_by

from .result_records import Minutes, Result, minutes_after, positions_of, results_after
from .tallies import minutes_hash, result_hash

BATCH = 400
COUNTED = ("meeting.counted", "meeting.paper_counted")
FINISHED = ("meeting.minutes_finished",)
CHANGED = N_("{number} 第 {item} 项的表决结果被改过：内容和登记簿里的校验码对不上。")
UNKNOWN = N_("{number} 第 {item} 项的表决结果没有登记：登记簿里没有这一次。")
MINUTES_CHANGED = N_("{number} 第 {version} 版会议记录被改过：内容和登记簿里的校验码对不上。")


@verified_by
def faults() -> list[str]:
    """A sentence for every sealed result and every finished minutes that differ from the register."""
    found: list[str] = []
    last = 0
    while results := results_after(last, BATCH):
        last = results[-1].id
        found += _compare(results)
    last = 0
    while several := minutes_after(last, BATCH):
        last = several[-1].id
        found += _compare_minutes(several)
    return found


def _compare(results: list[Result]) -> list[str]:
    where = positions_of(result.item_id for result in results)
    lines = deeds_about((f"meeting_item:{result.item_id}" for result in results), COUNTED)
    said = {
        (line.subject, facts["version"]): facts["content"]
        for line in lines if "content" in (facts := json.loads(line.facts))
    }
    found = []
    for result in results:
        number, position = where[result.item_id]
        content = said.get((f"meeting_item:{result.item_id}", result.version))
        hashed = result_hash(number, position, result.version, result.facts, result.names, result.reason)
        if content is None:
            found.append(_(UNKNOWN).format(number=number, item=position))
        elif content != hashed or hashed != result.content_hash:
            found.append(_(CHANGED).format(number=number, item=position))
    return found


def _compare_minutes(several: Iterable[Minutes]) -> list[str]:
    kept = list(several)
    lines = deeds_about((f"meeting_minutes:{one.id}" for one in kept), FINISHED)
    said = {line.subject: json.loads(line.facts) for line in lines}
    found = []
    for one in kept:
        facts = said.get(f"meeting_minutes:{one.id}", {})
        number = str(facts.get("number", ""))
        hashed = minutes_hash(number, one.version, one.words, one.reason)
        if facts.get("content") != hashed or hashed != one.content_hash:
            found.append(_(MINUTES_CHANGED).format(number=number or one.id, version=one.version))
    return found
