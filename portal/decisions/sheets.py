"""What the paper forms say: which sheet each step has, its figures, its part of the text, its lines to sign on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.meetings.kinds import Choice, VoteWay

from .gate import Rung
from .kinds import BY_PAPER, PUBLISHING, Step

TOWNSHIP_SIGNS = frozenset({Step.REVIEW, Step.RESOLVE})
"""Sheets with a column for those who came from the township."""

TOWNSHIP_STAMPS = frozenset({Step.TOWNSHIP_REVIEW, Step.TOWNSHIP_FILING})
WHOLE_TEXT = frozenset({Step.PROPOSE, Step.RESOLVE})
"""Sheets that carry the whole text however long it is; the others refer to it."""

MOST_TEXT = 600
MOST_SIGNERS = 60
LEAST_SIGNERS = 9
IN_A_ROW = 3
MOST_BALLOTS = 400


@dataclass(frozen=True)
class Attendance:
    """应到, 实到 and 比例 of one sheet; `least` is how many had to be there, None where nobody counted."""

    due: int | None = None
    present: int | None = None
    least: int | None = None

    @property
    def share(self) -> str:
        """The present of the due in percent to one place, never rounded up; empty where it cannot be said."""
        if not self.due or self.present is None:
            return ""
        tenths = self.present * 1000 // self.due
        return f"{tenths // 10}.{tenths % 10}%"


def attendance_in(figures: Mapping[str, Any]) -> Attendance:
    """Who was due and who came, from the sealed figures of a vote."""
    due = figures.get("expected") or figures.get("due")
    return Attendance(due, figures.get("present"), figures.get("least_present"))


def votes_in(figures: Mapping[str, Any]) -> list[tuple[Choice, int]]:
    """The votes of each kind; none where nothing was counted."""
    return [(choice, int(figures[choice])) for choice in Choice if choice in figures]


def way_in(figures: Mapping[str, Any]) -> VoteWay | None:
    """How it was voted; None where it was not."""
    said = figures.get("way", "")
    return VoteWay(said) if said in set(VoteWay) else None


def is_of_meeting(step: Step) -> bool:
    """Whether a meeting takes the step, so that its sheet has a roll to sign."""
    return step not in BY_PAPER and step not in PUBLISHING


def part_of(body: str, step: Step) -> tuple[str, bool]:
    """What of the text a step's sheet carries, and whether that is all of it; cut at the end of a line."""
    if step in WHOLE_TEXT or len(body) <= MOST_TEXT:
        return body, True
    kept = body[:MOST_TEXT]
    return kept.rpartition("\n")[0] or kept, False


def plain_lines(marked: str) -> str:
    """A published text without its marks and empty lines, as a form carries it."""
    return "\n".join(words for line in marked.split("\n") if (words := line.strip().strip("#*").strip()))


def sign_rows(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Lines to sign on, some people to a row: empty ones where nobody is known yet, none where the roll is too long."""
    if len(names) > MOST_SIGNERS:
        return []
    count = max(LEAST_SIGNERS, -(-len(names) // IN_A_ROW) * IN_A_ROW)
    lines = [*names, *[""] * (count - len(names))]
    return [tuple(lines[at:at + IN_A_ROW]) for at in range(0, count, IN_A_ROW)]


def run_of(
    rungs: Iterable[Rung], kept: Sequence[tuple[Step, int]], version: int,
) -> list[tuple[Step, int | None]]:
    """Every sheet of a version in the order of the ladder: one for each try of a step, an empty one for a coming step.

    `kept` says of everything that was taken which step it was and for which version; a sheet names its place there.
    Suggestions were gathered before there was a text, so their sheet belongs to every version.
    """
    found: list[tuple[Step, int | None]] = []
    for rung in rungs:
        mine = [at for at, (step, said) in enumerate(kept)
                if step is rung.step and (said == version or step is Step.SUGGEST)]
        found += [(rung.step, at) for at in mine] or [(rung.step, None)]
    return found


def ballots(wanted: int | None, due: int) -> int:
    """How many ballots are printed: as many as were asked for, else one for everybody on the roll."""
    return min(max(due if wanted is None else wanted, 1), MOST_BALLOTS)
