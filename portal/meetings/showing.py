"""The arithmetic of a meeting in words: who came of how many, what was needed, what the votes came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.charter.rules import Charter
from portal.charter.sources import SOURCES
from portal.charter.wording import share_in_words, source_of
from portal.foundation import clock
from portal.foundation.i18n import _, label

from .agenda_records import MeetingItem
from .counting import Count, Tally
from .health import Lack
from .kinds import Choice, Standing, VerdictKind
from .musters import Muster
from .result_records import Result
from .tallies import Sealed
from .words import SIGNS

MARKS = {
    Standing.PLANNED: "draft", Standing.NOTICED: "waiting", Standing.OPEN: "warning", Standing.CLOSED: "waiting",
    Standing.FINISHED: "ok", Standing.CANCELLED: "ended",
}
VERDICT_MARKS = {
    VerdictKind.PASSED: "ok", VerdictKind.NOT_PASSED: "ended", VerdictKind.NO_QUORUM: "late",
    VerdictKind.NO_RULE: "warning",
}


def text_words(source: str, article: str) -> str:
    """The text behind a verdict, with its article."""
    if not source or source == "product":
        return _("本村的规定（没有法规写明）")
    name = _(SOURCES.get(source, source))
    return _("{name}第{article}条").format(name=name, article=article) if article else name


def muster_words(one: Muster) -> str:
    """Who came of how many, and whether that is enough: 应到 120 人，到会 98 人，要至少 2/3（80 人），够了。"""
    who = label(one.basis)
    if one.share is None:
        return _("{who}到会 {present} 人，没有规定要到多少人。").format(who=who, present=one.present)
    share = share_in_words(one.share)
    if one.of is None or one.least is None:
        return _("{who}一共多少人没有登记，到会 {present} 人够不够{share}算不出来。").format(
            who=who, present=one.present, share=share,
        )
    said = {"who": who, "of": one.of, "present": one.present, "share": share, "least": one.least}
    if one.met:
        return _("{who}一共 {of} 人，到会 {present} 人，要{share}（{least} 人），够了。").format(**said)
    return _("{who}一共 {of} 人，到会 {present} 人，要{share}（{least} 人），还差 {missing} 人。").format(
        **said, missing=one.missing,
    )


def votes_words(tally: Tally) -> str:
    """What the votes came to: 赞成 61 票，按到会的人 98 算，要超过 1/2（50 票），通过。"""
    if tally.kind is VerdictKind.NO_QUORUM:
        return _("赞成 {yes} 票。到会的人不够，这次表决不算数。").format(yes=tally.count.yes)
    if tally.denominator is None or tally.of is None or tally.pass_share is None or tally.least_yes is None:
        return _("赞成 {yes} 票。没有写明要多少票，或者不知道一共多少人，算不出结论。").format(yes=tally.count.yes)
    said = {
        "yes": tally.count.yes, "of": tally.of, "who": label(tally.denominator),
        "share": share_in_words(tally.pass_share), "least": tally.least_yes,
    }
    if tally.kind is VerdictKind.PASSED:
        return _("赞成 {yes} 票，按{who} {of} 算，要{share}（{least} 票），通过。").format(**said)
    return _("赞成 {yes} 票，按{who} {of} 算，要{share}（{least} 票），还差 {missing} 票，没有通过。").format(
        **said, missing=tally.missing_yes,
    )


def count_words(count: Count) -> list[tuple[str, int]]:
    """The votes of each kind with their words; the recused at the end."""
    kinds = [(label(choice), int(getattr(count, str(choice)))) for choice in Choice]
    return [*kinds, (_("回避"), count.recused)]


def law_words(tally: Tally) -> str:
    """By which text it was judged."""
    return _("依据：{text}").format(text=text_words(tally.source, tally.article))


@dataclass(frozen=True)
class Told:
    """A sealed result as a page shows it."""

    result: Result
    sealed: Sealed

    @property
    def mark(self) -> str:
        """The sign beside the verdict."""
        return VERDICT_MARKS[self.result.outcome]

    @property
    def attendance(self) -> list[str]:
        """Who came, by the way of counting used and the further groups it names."""
        return [muster_words(one) for one in (self.sealed.tally.muster, *self.sealed.tally.also)]

    @property
    def votes(self) -> str:
        """What the votes came to."""
        return votes_words(self.sealed.tally)

    @property
    def law(self) -> str:
        """By which text."""
        return law_words(self.sealed.tally)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The votes of each kind."""
        return count_words(self.sealed.tally.count)


@dataclass(frozen=True)
class ItemOnPage:
    """An item of the agenda with its results, the newest first."""

    item: MeetingItem
    results: tuple[Told, ...]

    @property
    def newest(self) -> Told | None:
        """The result that counts."""
        return self.results[0] if self.results else None


def on_page(items: list[MeetingItem], results: dict[int, list[Result]]) -> list[ItemOnPage]:
    """An agenda with what was decided."""
    return [
        ItemOnPage(item, tuple(Told(result, result.sealed) for result in results.get(item.id, ()))) for item in items
    ]


def lack_words(lack: Lack, charter: Charter) -> str:
    """One thing a roll or a year lacks, with the text that asks for it."""
    said = _(SIGNS[lack.sign]).format(have=lack.have, need=lack.need)
    rule = charter.rule(lack.key) if lack.key else None
    source = source_of(rule) if rule is not None else ""
    return f"{said}{_('（{source}）').format(source=source)}" if source else said


def clock_words(moment: datetime | None) -> str:
    """The wall clock of a stored moment: 15:30."""
    return f"{clock.village_time(moment):%H:%M}" if moment is not None else ""
