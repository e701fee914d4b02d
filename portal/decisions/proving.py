"""Whether what is kept is still what was put forward and voted on: texts and steps against the register."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from portal.foundation.codes import check_code
from portal.foundation.deeds import deeds_about
from portal.foundation.i18n import N_, _
from portal.foundation.verifying import verified_by

from .gate import Climb
from .kinds import DecisionStanding
from .proving_records import decisions_after, steps_of_all, texts_of_all
from .records import Decision, DecisionText, StepTaken, climb_of
from .rules import step_hash, text_hash

BATCH = 200
WRITTEN = ("decision.put_forward", "decision.text_changed")
TAKEN = (
    "decision.step_taken", "decision.paper_taken", "decision.published", "decision.sent_back", "decision.refused",
)
TEXT_CHANGED = N_("{number} 第 {version} 版的方案被改过：内容和登记簿里的校验码对不上。")
TEXT_UNKNOWN = N_("{number} 第 {version} 版的方案没有登记：登记簿里没有这一版。")
TEXT_GONE = N_("{number} 第 {version} 版的方案不见了：登记簿里有，库里没有。")
STEP_CHANGED = N_("{number} 的一步（第 {position} 步第 {attempt} 次）被改过：内容和登记簿里的校验码对不上。")
STEP_UNKNOWN = N_("{number} 的一步（第 {position} 步第 {attempt} 次）没有登记：登记簿里没有这一次。")
STEP_GONE = N_("{number} 有一步不见了：登记簿里有，库里没有。")
MARKS_CHANGED = N_("{number} 走到哪一步被改过：和已经走过的步骤对不上。")


@verified_by
def faults() -> list[str]:
    """A sentence for every text and step that differs from the register, and for marks that differ from the steps."""
    found: list[str] = []
    last = 0
    while decisions := decisions_after(last, BATCH):
        last = decisions[-1].id
        found += _compare(decisions)
    return found


def _compare(decisions: list[Decision]) -> list[str]:
    ids = [decision.id for decision in decisions]
    texts, steps = texts_of_all(ids), steps_of_all(ids)
    written: dict[int, dict[int, str]] = {one: {} for one in ids}
    taken: dict[int, dict[int, str]] = {one: {} for one in ids}
    for line in deeds_about((f"decision:{one}" for one in ids), (*WRITTEN, *TAKEN)):
        decision_id, said = int(line.subject.partition(":")[2]), json.loads(line.facts)
        if line.verb in WRITTEN:
            written[decision_id][said["version"]] = said["content"]
        else:
            taken[decision_id] |= {one["id"]: one["content"] for one in said["steps"]}
    found: list[str] = []
    for decision in decisions:
        found += _texts(decision, texts.get(decision.id, []), written[decision.id])
        found += _steps(decision, steps.get(decision.id, []), taken[decision.id])
        found += _marks(decision, steps.get(decision.id, []))
    return found


def text_holds(text: DecisionText) -> bool:
    """Whether a version still says what it said when it was sealed; its decision must be read already."""
    said = text_hash(text.decision.number, text.version, text.title, text.body, text.budget, text.reason)
    return bool(said == text.content_hash and check_code(said) == text.code)


def _texts(decision: Decision, kept: Iterable[DecisionText], said: dict[int, str]) -> list[str]:
    found = []
    for text in kept:
        hashed = text_hash(decision.number, text.version, text.title, text.body, text.budget, text.reason)
        known = said.pop(text.version, None)
        if known is None:
            found.append(_(TEXT_UNKNOWN).format(number=decision.number, version=text.version))
        elif known != hashed or hashed != text.content_hash:
            found.append(_(TEXT_CHANGED).format(number=decision.number, version=text.version))
    return [*found, *(_(TEXT_GONE).format(number=decision.number, version=version) for version in sorted(said))]


def _steps(decision: Decision, kept: Iterable[StepTaken], said: dict[int, str]) -> list[str]:
    found = []
    for step in kept:
        named: dict[str, Any] = {"number": decision.number, "position": step.position, "attempt": step.attempt}
        hashed = step_hash(decision.number, step.said)
        known = said.pop(step.id, None)
        if known is None:
            found.append(_(STEP_UNKNOWN).format(**named))
        elif known != hashed or hashed != step.content_hash:
            found.append(_(STEP_CHANGED).format(**named))
    return found + [_(STEP_GONE).format(number=decision.number) for _one in said]


def _marks(decision: Decision, kept: list[StepTaken]) -> list[str]:
    """The marks lists go by must follow from the steps."""
    climb = climb_of(decision, kept)
    if (decision.at is DecisionStanding.ENDED and not decision.step) or decision.step == _next(climb):
        return []
    return [_(MARKS_CHANGED).format(number=decision.number)]


def _next(climb: Climb) -> str:
    if climb.stopped is not None:
        return str(climb.begins_again)
    following = climb.next
    return str(following.step) if following is not None else ""
