"""How the furnished village decided, as strangers keep it, as the office prints it, and at the screen."""

from __future__ import annotations

from typing import Any


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Pages for everybody, pages behind a sign-in, and pages of the touch screen."""
    decided, going, stopped = (f"/decisions/{facts[name]}" for name in ("decided", "deciding", "voted_down"))
    finished = f"/decisions/{facts['finished_decision']}"
    public = [
        visit("decision-poster", f"{decided}/poster"),
        visit("decision-poster-going", f"{going}/poster"),
        visit("decision-poster-stopped", f"{stopped}/poster"),
        visit("search-decision", "/search/?q=广场"),
    ]
    staff = [
        visit("decision-forms", f"{decided}/forms", "secretary"),
        visit("decision-forms-going", f"{going}/forms", "clerk"),
        visit("decision-forms-of-the-township", f"{going}/forms", "township"),
        visit("print-decision", f"{decided}/print", "secretary"),
        visit("print-decision-finished", f"{finished}/print", "secretary"),
        visit("print-decision-step", f"{going}/print/propose", "clerk"),
        visit("print-decision-ballots", f"{going}/print/ballots?count=4", "clerk"),
    ]
    screen = [
        visit("kiosk-decisions", "/kiosk/decisions", "screen"),
        visit("kiosk-decision", f"/kiosk/decisions/{facts['decided']}", "screen"),
        visit("kiosk-decision-stopped", f"/kiosk/decisions/{facts['voted_down']}", "screen"),
    ]
    return public, staff, screen
