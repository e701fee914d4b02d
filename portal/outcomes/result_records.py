"""The money spent on decisions, what came of them, and what supervisors said of it; all of it sealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from peewee import (
    JOIN,
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
    fn,
)

from portal.decisions.kinds import DecisionStanding
from portal.decisions.records import Decision
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, tuples_of
from portal.places.records import Place, reached

from .kinds import Checked, ResultStanding
from .work_rules import result_standing


class Spend(Record):
    """One payment out of the budget of a decision, in 分; sealed. `over_reason` stands on what went beyond it."""

    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    day = DateField()
    words = CharField(120)
    amount = BigIntegerField()
    voucher = CharField(40)
    over_reason = CharField(400)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    class Meta:
        table_name = "outcome_spend"
        indexes = ((("decision", "id"), False),)


class Result(Record):
    """What came of a decision, as it was told; sealed, superseded by the next version."""

    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    turn = IntegerField()
    words = TextField()
    spent = BigIntegerField()
    budget = BigIntegerField(null=True)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        decision_id: int

    class Meta:
        table_name = "outcome_result"
        indexes = ((("decision", "turn"), True),)


class ResultCheck(Record):
    """What a supervisor said of a result; sealed, one for each version."""

    result = ForeignKeyField(Result, backref="+", on_delete="RESTRICT", unique=True)
    verdict = CharField(10)
    words = TextField()
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    class Meta:
        table_name = "outcome_check"

    @property
    def checked(self) -> Checked:
        """What was said."""
        return Checked(self.verdict)


def payments_of(decision: Decision) -> list[Spend]:
    """Every payment, by day."""
    query = Spend.select().where(Spend.decision == decision.id, Spend.version == decision.version)
    return list(query.order_by(Spend.day, Spend.id))


def spent_on(decision: Decision) -> int:
    """What was spent, in 分."""
    query = Spend.select(fn.SUM(Spend.amount))
    return int(query.where(Spend.decision == decision.id, Spend.version == decision.version).scalar() or 0)


def results_of(decision: Decision) -> list[tuple[Result, ResultCheck | None]]:
    """Every version of the result of the present text with what a supervisor said, the newest first."""
    query = (
        Result.select(Result, ResultCheck)
        .join(ResultCheck, JOIN.LEFT_OUTER, on=(ResultCheck.result == Result.id), attr="said")
        .where(Result.decision == decision.id, Result.version == decision.version)
    )
    return [(one, _said(one)) for one in query.order_by(Result.turn.desc())]


def newest_result(decision: Decision) -> tuple[Result | None, ResultStanding]:
    """The newest version of the result of the present text, and where it stands."""
    found = results_of(decision)
    if not found:
        return None, ResultStanding.MISSING
    told, said = found[0]
    return told, result_standing(said.checked if said else None, is_written=True)


def _said(result: Result) -> ResultCheck | None:
    said: ResultCheck | None = getattr(result, "said", None)
    return said if said is not None and said.id is not None else None


def next_turn(decision: Decision) -> int:
    """The number of the next version of a result."""
    return int(Result.select(fn.MAX(Result.turn)).where(Result.decision == decision.id).scalar() or 0) + 1


def paid_or_told(decision: Decision) -> set[int]:
    """The accounts that wrote down payments or the result of the present text."""
    asked = (
        Spend.select(Spend.by_id).where(_of(Spend, decision)), Result.select(Result.by_id).where(_of(Result, decision)),
    )
    return {int(account) for query in asked for (account,) in tuples_of(query.distinct())}


def _of(table: Any, decision: Decision) -> Any:
    return (table.decision == decision.id) & (table.version == decision.version)


def _to_check(viewer: Viewer) -> Any:
    newest = Result.alias()
    later = newest.select(fn.MAX(newest.turn)).where(newest.decision == Result.decision)
    return (
        reached(viewer.paths(Permission.REVIEW)) & ResultCheck.id.is_null() & (Result.turn == later)
        & (Decision.standing == DecisionStanding.CARRYING_OUT) & (Result.version == Decision.version)
    )


def _results() -> Any:
    query = Result.select(Result, Decision, Place).join(Decision).join(Place).switch(Result)
    return query.join(ResultCheck, JOIN.LEFT_OUTER, on=(ResultCheck.result == Result.id))


def to_check_for(viewer: Viewer, most: int = 100) -> list[Result]:
    """The results the viewer's places have to check, the oldest first."""
    return list(_results().where(_to_check(viewer)).order_by(Result.id).limit(most))


def count_to_check(viewer: Viewer) -> int:
    """How many there are."""
    query = Result.select(fn.COUNT(Result.id)).join(Decision).join(Place).switch(Result)
    query = query.join(ResultCheck, JOIN.LEFT_OUTER, on=(ResultCheck.result == Result.id))
    return int(query.where(_to_check(viewer)).scalar())


def spent_about(decisions: Iterable[int]) -> dict[tuple[int, int], int]:
    """What was spent on several decisions, in 分, by the decision's id and version."""
    ids = list(decisions)
    query = Spend.select(Spend.decision, Spend.version, fn.SUM(Spend.amount)).where(Spend.decision.in_(ids))
    rows = tuples_of(query.group_by(Spend.decision, Spend.version)) if ids else []
    return {(int(decision), int(version)): int(fen) for decision, version, fen in rows}
