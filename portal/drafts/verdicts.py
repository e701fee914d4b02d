"""What stands in the way of publishing a draft: findings nobody let through, and files nobody could look into."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from portal.charter.records import charter_on
from portal.disclosures.masking import Do, Masking, masking_for
from portal.disclosures.rules import Paper
from portal.disclosures.spots import alike, masked
from portal.disclosures.statements import check_balances
from portal.foundation import clock
from portal.foundation.attachment_text import FileWords, Seen
from portal.foundation.i18n import _
from portal.foundation.refusal import Refused
from portal.foundation.uploads import words_of
from portal.places.phones import office_phones
from portal.places.records import line_of

from . import rules
from .records import Draft, paper_with
from .rules import Part, Worry
from .verdict_records import Asked, FileOn, excuses_of, files_read
from .words import PARTS


@dataclass(frozen=True)
class Judged:
    """One finding, where it stands in words, the exception asked for it, and its line as a second person reads it."""

    worry: Worry
    where: str
    asked: Asked | None
    told: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the way."""
        return self.worry.is_final or self.asked is None or not self.asked.agreed_by


@dataclass(frozen=True)
class Verdict:
    """Everything found in a draft as it stands; `files` with who looked at them; `alike` names that look the same."""

    paper: Paper
    found: list[Judged] = field(default_factory=list)
    files: list[FileOn] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)

    @property
    def open(self) -> list[Judged]:
        """The findings that stand in the way."""
        return [one for one in self.found if one.is_open]

    @property
    def can_be_masked(self) -> bool:
        """Whether one button helps: what stands inside a file is changed there."""
        return any(one.worry.part is not Part.FILE for one in self.open)

    @property
    def has_files(self) -> bool:
        """Whether something stands inside a file."""
        return any(one.worry.part is Part.FILE for one in self.open)

    @property
    def unseen(self) -> list[tuple[int, FileOn]]:
        """The files, with their place from 1, that somebody has to look at because no program can read them."""
        return [(at, one) for at, one in enumerate(self.files, 1) if not one.looked_at_by and _is_dark(one)]

    @property
    def looked_at(self) -> list[FileOn]:
        """The files somebody looked at."""
        return [one for one in self.files if one.looked_at_by]

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands in the way."""
        return not (self.open or self.unseen)


def _is_dark(one: FileOn) -> bool:
    return one.words is None or one.words.seen is not Seen.READ


def where_words(worry: Worry) -> str:
    """Where a finding stands, in words."""
    return _(PARTS[worry.part]).format(line=worry.line, name=worry.file)


def masking_of(draft: Draft, paper: Paper) -> Masking:
    """The rules for a draft: by its item, its reader level and the charter of its place."""
    line = line_of(draft.place)
    said = [paper.title, *(paper.rows[0] if paper.rows else ())]
    charter = charter_on(draft.place, clock.today(), line)
    return masking_for(paper.item, said, paper.reader, charter, office_phones(line))


def read_now(draft: Draft) -> list[FileOn]:
    """The files of a draft with what they say; what nobody has read yet is read now, so call it before a deed."""
    files = files_read(draft)
    unread = [(one.file.sha256, one.file.kind) for one in files if one.words is None]
    if unread:
        words_of(unread)
        files = files_read(draft)
    return files


def judge(draft: Draft) -> Verdict:
    """Everything found in a draft as it stands now."""
    files = read_now(draft)
    paper = paper_with(draft, tuple(one.file for one in files))
    said: dict[str, FileWords] = {one.file.sha256: one.words for one in files if one.words is not None}
    masking = masking_of(draft, paper)
    worries = rules.worries(paper, draft.reason, masking, said)
    asked = excuses_of(draft) if worries else {}
    # What nobody may let through is nobody's to read here either.
    finals = replace(masking, acts={what: line for what, line in masking.acts.items() if line.do is Do.REFUSE})
    found = [
        Judged(
            worry, where_words(worry), asked.get(worry.mark),
            masked(worry.text, finals) if worry.mark in asked else "",
        )
        for worry in worries
    ]
    return Verdict(paper, found, files, alike(paper.rows))


def check_can_go_up(verdict: Verdict) -> None:
    """Nothing of a person that was not let through goes up, no file that nobody looked into, no sum that is wrong."""
    for one in verdict.files:
        if one.words is not None and one.words.seen is Seen.LOCKED:
            raise Refused("drafts.locked_file", name=one.file.name)
    for judged in sorted(verdict.open, key=lambda one: not one.worry.is_final):
        worry = judged.worry
        key = "drafts.looks_final" if worry.is_final else "drafts.looks_private"
        if worry.part is Part.FILE:
            key = "drafts.file_looks_private"
        raise Refused(key, where=judged.where, what=worry.what, shown=worry.shown, count=len(verdict.open))
    for _at, one in verdict.unseen:
        raise Refused("drafts.not_looked_at", name=one.file.name)
    if verdict.paper.statement is not None:
        check_balances(verdict.paper.statement)
