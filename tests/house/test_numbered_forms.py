"""Every form of the office carries a number of its own, so that one sent again unchanged is one deed."""

from __future__ import annotations

import re

from house.rounds import Browsers, Furnished, everything

from portal.foundation.once import FIELD


def test_every_form_that_changes_something_has_a_number(browsers: Browsers, furnished: Furnished) -> None:
    wrong = []
    for visit, _reading, answer in browsers.walk([one for one in everything(furnished) if one.who != "stranger"]):
        if answer.mimetype != "text/html" or answer.headers.get("Cache-Control") != "no-store":
            continue
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", answer.text, re.S):
            if f'name="{FIELD}"' not in form:
                wrong.append(f"{visit.name}: {form[:90]}")
    assert not wrong, "\n".join(wrong[:20])
