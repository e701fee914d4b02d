"""Decisions, texts and steps in batches, for checking them against the register."""

from __future__ import annotations

from collections.abc import Sequence

from .records import Decision, DecisionText, StepTaken


def decisions_after(last: int, count: int) -> list[Decision]:
    """So many decisions after an id."""
    return list(Decision.select().where(Decision.id > last).order_by(Decision.id).limit(count))


def texts_of_all(ids: Sequence[int]) -> dict[int, list[DecisionText]]:
    """Every version of several decisions, the oldest first."""
    found: dict[int, list[DecisionText]] = {}
    for text in DecisionText.select().where(DecisionText.decision.in_(ids)).order_by(DecisionText.version):
        found.setdefault(text.decision_id, []).append(text)
    return found


def steps_of_all(ids: Sequence[int]) -> dict[int, list[StepTaken]]:
    """Every step of several decisions, the oldest first."""
    found: dict[int, list[StepTaken]] = {}
    for step in StepTaken.select().where(StepTaken.decision.in_(ids)).order_by(StepTaken.id):
        found.setdefault(step.decision_id, []).append(step)
    return found
