"""A money statement in one plain sentence, for those who would rather hear it than read a table."""

from __future__ import annotations

from portal.foundation.i18n import _
from portal.foundation.numerals import yuan

from .statements import Statement


def plain_words(statement: Statement) -> str:
    """What came in, what went out, what is left, and what most was spent on."""
    told = _("这一期收了 {income} 元，花了 {expense} 元，还剩 {closing} 元。").format(
        income=yuan(statement.income), expense=yuan(statement.expense), closing=yuan(statement.closing),
    )
    most = statement.most
    if most is None:
        return told
    return told + _("花得最多的是“{category}”，{amount} 元。").format(category=most.words, amount=yuan(most.amount))
