"""Whether what is kept is still what was published: answers, results and sums against the register."""

from __future__ import annotations

import json

from portal.foundation.deeds import deeds_about
from portal.foundation.i18n import N_, _
from portal.foundation.verifying import verified_by

from .proving_records import decisions_with_money, replies_after, results_after
from .rules import reply_hash
from .work_rules import result_hash

BATCH = 200
REPLY_CHANGED = N_("异议 {number} 第 {turn} 次答复被改过：内容和登记簿里的校验码对不上。")
RESULT_CHANGED = N_("{number} 第 {turn} 版实施结果被改过：内容和登记簿里的校验码对不上。")
SPENT_CHANGED = N_("{number} 第 {version} 版的支出被改过：合计和登记簿里的对不上。")


@verified_by
def faults() -> list[str]:
    """A sentence for every answer and result that differs from the register, and for sums that do."""
    return [*_replies(), *_results(), *_money()]


def _replies() -> list[str]:
    found: list[str] = []
    last = 0
    while replies := replies_after(last, BATCH):
        last = replies[-1].id
        said: dict[tuple[str, int], str] = {}
        subjects = {f"objection:{one.objection_id}" for one in replies}
        for line in deeds_about(subjects, ("objection.answered", "objection.answer_corrected")):
            facts = json.loads(line.facts)
            said[line.subject, facts["turn"]] = facts["content"]
        for one in replies:
            content = reply_hash(one.objection.number, one.turn, one.ruling, one.gist, one.words, one.reason)
            if said.get((f"objection:{one.objection_id}", one.turn)) != content:
                found.append(_(REPLY_CHANGED).format(number=one.objection.number, turn=one.turn))
    return found


def _results() -> list[str]:
    found: list[str] = []
    last = 0
    while results := results_after(last, BATCH):
        last = results[-1].id
        said: dict[tuple[str, int], str] = {}
        for line in deeds_about({f"decision:{one.decision_id}" for one in results}, ("outcome.told",)):
            facts = json.loads(line.facts)
            said[line.subject, facts["turn"]] = facts["content"]
        for one in results:
            number = one.decision.number
            content = result_hash(number, one.turn, one.words, one.spent, one.budget)
            if said.get((f"decision:{one.decision_id}", one.turn)) != content:
                found.append(_(RESULT_CHANGED).format(number=number, turn=one.turn))
    return found


def _money() -> list[str]:
    found: list[str] = []
    last = 0
    while True:
        decisions, kept = decisions_with_money(last, BATCH)
        if not decisions:
            return found
        last = decisions[-1].id
        said: dict[tuple[int, int], int] = {}
        for line in deeds_about((f"decision:{one.id}" for one in decisions), ("outcome.paid",)):
            facts = json.loads(line.facts)
            said[int(line.subject.partition(":")[2]), facts["version"]] = facts["after"]
        numbers = {one.id: one.number for one in decisions}
        for key in sorted(kept.keys() | said.keys()):
            if kept.get(key, 0) != said.get(key, 0):
                found.append(_(SPENT_CHANGED).format(number=numbers[key[0]], version=key[1]))
