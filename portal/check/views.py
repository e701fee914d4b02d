"""Type the code from a poster: what was published then, and whether it still matches."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request

from portal.decisions.paper_records import texts_with
from portal.decisions.proving import text_holds
from portal.decisions.records import DecisionText
from portal.disclosures.proving import still_holds
from portal.disclosures.records import Disclosure, Edition, editions_with
from portal.disclosures.rules import PUBLIC, Reader, Standing
from portal.foundation import brake, clock
from portal.foundation.access import open_to_all
from portal.foundation.codes import tidy
from portal.foundation.deeds import deed_number, line_hash
from portal.foundation.web import Answer, asked_number
from portal.foundation.witness import LEAST_CODE, plain

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
    decided: list[tuple[DecisionText, bool]] = []
    if typed:
        brake.check("check", request.remote_addr or "-")
        brake.count("check", request.remote_addr or "-")
        code = _as_printed(typed)
        answers = [_answer(edition) for edition in editions_with(code)]
        decided = [(text, text_holds(text)) for text in texts_with(code)]
    return render_template("check/ask.html", typed=typed, answers=answers, decided=decided)


@bp.get("/register")
@open_to_all
def register() -> Answer:
    """Whether the register still holds the line whose number and code were printed for the wall."""
    number, code = asked_number("number"), plain(request.args.get("code", ""))[:64]
    asked = number is not None and len(code) >= LEAST_CODE
    line = None
    if asked:
        brake.check("check", request.remote_addr or "-")
        brake.count("check", request.remote_addr or "-")
        line = deed_number(number or 0)
    holds = line is not None and line_hash(line).startswith(code)
    return render_template(
        "check/register.html", number="" if number is None else number, code=code, asked=asked, holds=holds,
        at=line.at if line is not None and holds else None,
    )


def _as_printed(typed: str) -> str:
    code = tidy(typed)
    return "-".join(code[step:step + 4] for step in range(0, len(code), 4))


def _answer(edition: Edition) -> Answered:
    disclosure = edition.disclosure
    return Answered(disclosure, edition, disclosure.standing(clock.today()), still_holds(edition, disclosure.number))
