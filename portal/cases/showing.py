"""A case as pages show it: its stages by the place's own names, its clocks, and what this viewer may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.days import Unit
from portal.foundation.i18n import label, ngettext

from . import rules
from .kinds import COLUMNS, STAGES, Clock, Column, Naming, Stage, Verb
from .line_records import Photo
from .local_records import replies_for, stage_names
from .records import Case, may_read
from .story_records import HANDLE, handlers_in, hands_at, photos_of, reporter_in, story_of

__all__ = ["HANDLE", "OnBoard", "around", "ladder_of", "on_board", "span_words", "summary"]

MARKS = {
    Clock.RUNNING: "waiting", Clock.DUE_SOON: "warning", Clock.LATE: "late", Clock.PAUSED: "draft",
    Clock.EXTENDED: "waiting", Clock.IN_TIME: "ok", Clock.TOO_LATE: "warning",
}
STAFF_VERBS = (
    Verb.ACCEPT, Verb.ASSIGN, Verb.NOTE, Verb.RESUME, Verb.FINISH, Verb.TELL, Verb.RATE, Verb.CLOSE, Verb.PAUSE,
    Verb.ASK_EXTENSION, Verb.JOIN, Verb.ESCALATE, Verb.SEND_BACK,
)
LEADING = (Verb.EXTEND, Verb.REFUSE_EXTENSION, Verb.SHOW, Verb.HIDE)
LONGEST_TITLE = 36


@dataclass(frozen=True)
class OnBoard:
    """One line of the board."""

    case: Case
    words: str
    stage: str
    late: bool
    mark: str
    clock: Clock

    @property
    def next_due(self) -> date | None:
        """The day that counts now: this level's until it is dealt with, the whole case's until the telling."""
        if not self.case.is_open or self.case.told_at is not None:
            return None
        return self.case.due if self.case.done_at is not None else self.case.level_due

    @property
    def column(self) -> Column:
        """Where it stands."""
        return Column(self.case.board)


@dataclass(frozen=True)
class Rung:
    """One stage of the ladder: the place's name for it, and whether it is behind us, now or ahead."""

    words: str
    step: str
    stages: tuple[Stage, ...] = field(default_factory=tuple)


def stage_words(stage: Stage, names: dict[Stage, str]) -> str:
    """What this place calls a stage."""
    return names.get(stage) or label(stage)


def ladder_of(case: Case, names: dict[Stage, str]) -> list[Rung]:
    """The stages in order; neighbours that a place calls by one name are one rung."""
    here = STAGES.index(case.at)
    rungs: list[Rung] = []
    for at, stage in enumerate(STAGES):
        words = stage_words(stage, names)
        step = "done" if at < here or case.at is Stage.CLOSED else "now" if at == here else ""
        if rungs and rungs[-1].words == words:
            last = rungs.pop()
            step = "now" if "now" in (last.step, step) else step or last.step
            rungs.append(Rung(words, step, (*last.stages, stage)))
        else:
            rungs.append(Rung(words, step, (stage,)))
    return rungs


def shown_clock(case: Case) -> Clock:
    """The one clock a list shows: the worse of the two while it is open, the whole one's after."""
    clocks = (case.level_clock, case.whole_clock)
    if not case.is_open or case.done_at is not None:
        return case.whole_clock
    order = (Clock.LATE, Clock.DUE_SOON, Clock.PAUSED, Clock.EXTENDED, Clock.RUNNING)
    return next((one for one in order if one in clocks), case.whole_clock)


def summary(case: Case) -> str:
    """The first words of a case."""
    line = case.words.split("\n")[0]
    return line if len(line) <= LONGEST_TITLE else line[:LONGEST_TITLE] + "…"


def on_board(case: Case, viewer: Viewer, names: dict[Stage, str]) -> OnBoard:
    """A line of the board; a sealed case shows what it is about, and its words only to those who may read it."""
    words = summary(case) if may_read(viewer, case, case.place.path) else ""
    said = shown_clock(case)
    return OnBoard(case, words, stage_words(case.at, names), said is Clock.LATE, MARKS[said], said)


def span_words(count: int, unit: Unit) -> str:
    """A limit in words."""
    if unit is Unit.WORKING_DAYS:
        return ngettext("{n} 个工作日", "{n} 个工作日", count).format(n=count)
    return ngettext("{n} 天", "{n} 天", count).format(n=count)


def verbs_for(case: Case, viewer: Viewer, handlers: frozenset[int], came_up: bool, reads: bool) -> list[Verb]:
    """What this viewer may do with it just now."""
    path, life = case.body.path, case.life(handlers)
    wanted: list[Verb] = []
    if viewer.may(Permission.CASES, path) and reads:
        wanted += STAFF_VERBS
    if viewer.may(Permission.CASES_LEAD, path) and reads:
        wanted += LEADING
    found = [verb for verb in wanted if rules.may(verb, life)]
    unfit = {Verb.RATE, Verb.CLOSE} if viewer.account_id in handlers else set[Verb]()
    if viewer.account_id == case.extension_by_id:
        unfit |= {Verb.EXTEND, Verb.REFUSE_EXTENSION}
    if case.shown or case.sealed or not case.consent:
        unfit.add(Verb.SHOW)
    if not case.shown:
        unfit.add(Verb.HIDE)
    if not came_up:
        unfit.add(Verb.SEND_BACK)
    return [verb for verb in found if verb not in unfit]


def around(case: Case, viewer: Viewer, *, replies: bool = False, **more: Any) -> dict[str, Any]:
    """Everything the office's page of one case shows."""
    names = stage_names(case.place)
    reads = may_read(viewer, case, case.place.path)
    story = story_of(case)
    handlers = handlers_in(case, story)
    acts = viewer.may(Permission.CASES, case.body.path)
    may_do = verbs_for(case, viewer, handlers, len(case.body.path) < len(case.place.path), reads)
    if case.body.parent_id is None and Verb.ESCALATE in may_do:
        may_do.remove(Verb.ESCALATE)
    photos: list[Photo] = photos_of(case) if reads and case.photos else []
    who = reporter_in(story) if reads and acts and case.naming != Naming.ANONYMOUS else None
    return {
        "case": case, "place": case.place, "reads": reads, "acts": acts, "verbs": may_do,
        "ladder": ladder_of(case, names), "story": story if reads else [], "photos": photos, "who": who,
        "helpers": [one for one in story if one.department],
        "level_mark": MARKS[case.level_clock], "whole_mark": MARKS[case.whole_clock],
        "level_limit": span_words(case.level_days + case.level_extra, Unit.WORKING_DAYS),
        "whole_limit": span_words(case.whole_span.count, case.whole_span.unit),
        "hands": hands_at(case.body, clock.today()) if Verb.ASSIGN in may_do else [],
        "replies": replies_for(case.place) if replies and Verb.FINISH in may_do else [],
        "columns": COLUMNS, **more,
    }
