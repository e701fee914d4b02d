"""Answers, results and sums in batches, for checking them against the register."""

from __future__ import annotations

from portal.decisions.records import Decision

from .objection_records import Objection, ObjectionReply
from .result_records import Result, spent_about


def replies_after(last: int, count: int) -> list[ObjectionReply]:
    """So many answers after an id, each with its objection."""
    query = ObjectionReply.select(ObjectionReply, Objection).join(Objection).where(ObjectionReply.id > last)
    return list(query.order_by(ObjectionReply.id).limit(count))


def results_after(last: int, count: int) -> list[Result]:
    """So many versions of results after an id, each with its decision."""
    query = Result.select(Result, Decision).join(Decision).where(Result.id > last)
    return list(query.order_by(Result.id).limit(count))


def decisions_with_money(last: int, count: int) -> tuple[list[Decision], dict[tuple[int, int], int]]:
    """So many decisions after an id, and what was spent on them in 分, by id and version."""
    decisions = list(Decision.select().where(Decision.id > last).order_by(Decision.id).limit(count))
    return decisions, spent_about(one.id for one in decisions)
