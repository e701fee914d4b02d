"""Two questions at the opening village: one answered the same day, one that has waited too long."""

from __future__ import annotations

from datetime import date

from portal.disclosures.shelf_records import Shelf, shelf_page
from portal.foundation.access import Viewer
from portal.places.records import Place
from portal.questions.services import answer, ask

from .county import plan


def ask_and_answer(secretary: Viewer, number: str) -> None:
    """Somebody asks about the corrected notice, and the secretary answers at once."""
    question, _slip = ask(number, None, plan()["question"])
    answer(secretary, question.id, plan()["answer"])


def ask_in_vain(place: Place, today: date) -> None:
    """Somebody asks about a notice that is still up today, and nobody has answered yet."""
    rows = [row for row in shelf_page(Shelf(place), None, 40) if row["until"] is None or row["until"] > today]
    if rows:
        ask(rows[0]["number"], None, plan()["waiting_question"])
