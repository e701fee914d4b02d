"""Every page keeps its byte budget: what a villager on a weak link waits and pays for."""

from __future__ import annotations

import gzip
from pathlib import Path

from house.rounds import Furnished, Visit, crowd, public
from house.wire import ask, needed_for_text
from makers import Village

import portal
from portal import Portal
from portal.foundation.access import door_of
from portal.foundation.web import first_style

STATIC = Path(portal.__file__).parent / "static"
PAGE, FORM, SCRIPTS, UNCHANGED, STYLE = 12_000, 9_000, 20_000, 400, 6_000
FORMS = frozenset({
    "activity-join", "activity-slip", "activity-here", "certificate-check",
    "check", "check-unknown", "sign-in", "slip", "search", "kiosk-start", "question-ask", "question-slip",
    "demand-new", "demand-slip",
    "objection-new", "objection-slip", "case-report", "case-report-dispute", "case-slip", "listening", "listening-slip",
})


def visits(found: Furnished) -> list[Visit]:
    """The public pages that are only looked at."""
    return [visit for visit in public(found) if visit.sent is None]


def test_all_that_text_needs_is_small(app: Portal, village: Village, furnished: Furnished) -> None:
    crowd(app, village, 60)
    wrong = []
    for visit in visits(furnished):
        page = ask(app, visit.address)
        needed = needed_for_text(page.text)
        whole = page.bytes + sum(ask(app, file).bytes for file in needed)
        most = FORM if visit.name in FORMS else PAGE
        if whole > most:
            wrong.append(f"{visit.name} {visit.address}: {whole} bytes before there is text, at most {most}")
        if 1 + len(needed) > 3:
            wrong.append(f"{visit.name}: {1 + len(needed)} requests before there is text")
    assert not wrong, "\n".join(wrong)


def test_a_page_that_did_not_change_costs_next_to_nothing(app: Portal, furnished: Furnished) -> None:
    wrong = []
    for visit in visits(furnished):
        if visit.status == 200 and _is_kept(app, visit):
            first = ask(app, visit.address)
            again = ask(app, visit.address, If_None_Match=first.headers["etag"])
            if again.status != 304 or again.bytes > UNCHANGED:
                wrong.append(f"{visit.name}: {again.status} with {again.bytes} bytes")
    assert not wrong, "\n".join(wrong)


def test_scripts_come_once_and_after_the_text(app: Portal, furnished: Furnished) -> None:
    scripts = sum(ask(app, f"/static/js/{name}?v=1").bytes for name in ("htmx.min.js", "portal.js"))
    assert (STATIC / "js" / "htmx.min.js").stat().st_size > 40_000, "htmx is not there"
    assert scripts <= SCRIPTS, f"htmx and portal.js are {scripts} bytes on the wire"
    page = ask(app, "/").text
    assert page.index("</main>") < page.index("<script"), "a script stands before the text"


def test_all_styles_together_are_small(app: Portal, furnished: Furnished) -> None:
    names = [path.name for path in (STATIC / "css").glob("*.css") if path.name != "first.css"]
    whole = {name: len(ask(app, f"/static/css/{name}?v=1").body) for name in names}
    whole["first.css"] = len(gzip.compress(first_style().encode(), 9))
    assert sum(whole.values()) <= STYLE, f"style sheets, packed: {whole}"


def test_files_with_a_fingerprint_are_kept_for_a_year(app: Portal, furnished: Furnished) -> None:
    kept = ask(app, "/static/css/rest.css?v=1")
    assert "immutable" in kept.headers["cache-control"]
    assert kept.headers.get("content-encoding") == "gzip"
    assert not kept.cookies


def _is_kept(app: Portal, visit: Visit) -> bool:
    endpoint = app.url_map.bind("localhost").match(visit.address.partition("?")[0])[0]
    door = door_of(app.view_functions[endpoint])
    return door is not None and door.kept
