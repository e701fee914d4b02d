"""Type the code from a poster: what was published then, and whether it still matches."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request

from portal.disclosures.proving import still_holds
from portal.disclosures.records import Disclosure, Edition, editions_with
from portal.disclosures.rules import PUBLIC, Reader, Standing
from portal.foundation import brake, clock
from portal.foundation.access import open_to_all
from portal.foundation.codes import tidy
from portal.foundation.web import Answer

from . import bp


@dataclass(frozen=True)
class Answered:
    """What the register knows about a code."""

    disclosure: Disclosure
    edition: Edition
    standing: Standing
    matches: bool

    @property
    def is_up(self) -> bool:
        """Whether its time has not passed and it was not taken down."""
        return self.standing in PUBLIC

    @property
    def is_on_web(self) -> bool:
        """Whether its words may be read here."""
        return self.is_up and self.edition.reader == self.disclosure.reader == Reader.PUBLIC

    @property
    def shows_title(self) -> bool:
        """Whether its title may be told: what everybody reads here, and what everybody passes on the board."""
        return self.is_on_web or (self.is_up and self.disclosure.reader == self.edition.reader == Reader.BOARD)

    @property
    def is_newest(self) -> bool:
        """Whether the poster shows the edition that counts now."""
        return bool(self.edition.version == self.disclosure.version)


@bp.get("/")
@open_to_all
def ask() -> Answer:
    """The question, and the answer when a code was typed."""
    typed = request.args.get("code", "").strip()[:60]
    answers: list[Answered] = []
    if typed:
        brake.check("check", request.remote_addr or "-")
        brake.count("check", request.remote_addr or "-")
        answers = [_answer(edition) for edition in editions_with(_as_printed(typed))]
    return render_template("check/ask.html", typed=typed, answers=answers)


def _as_printed(typed: str) -> str:
    code = tidy(typed)
    return "-".join(code[step:step + 4] for step in range(0, len(code), 4))


def _answer(edition: Edition) -> Answered:
    disclosure = edition.disclosure
    return Answered(disclosure, edition, disclosure.standing(clock.today()), still_holds(edition, disclosure.number))
