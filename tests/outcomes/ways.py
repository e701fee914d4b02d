"""Short ways through the outcomes room: a resolution posted, an objection made, the work done, the result told."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

from decisions.ways import resolved
from flask.testing import FlaskClient
from makers import ORIGIN, Village, carried
from page import Page
from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.decisions.records import Decision, decision_by_id
from portal.disclosures.records import Disclosure
from portal.drafts.records import Draft, draft_or_404
from portal.foundation import clock
from portal.foundation.uploads import Received, received
from portal.outcomes import carrying, finishing, objecting, services
from portal.outcomes.kinds import Checked, Ruling
from portal.outcomes.objecting import Answered, Typed
from portal.outcomes.objection_records import Objection
from portal.outcomes.task_records import Task, task_by_id
from portal.outcomes.work_rules import NewTask

WORDS = "三组的渠绕开了我家的地，为什么不从东边走？"
GIST = "问水渠为什么不从东边走"
REPLY = "东边是基本农田，不能开渠；线路图贴在公开栏上。"
NAME, PHONE = "甄异议", "13812345678"


def post(browser: FlaskClient, address: str, data: dict[str, Any], **more: str) -> Page:
    """Send a form from one of our own pages."""
    return Page(browser.post(address, data=data, headers={**ORIGIN, **more}, content_type="multipart/form-data"))


def drafted(village: Village, **changes: Any) -> tuple[Decision, Draft]:
    """A passed resolution with its posting drafted."""
    decision = resolved(village, **changes)
    draft = services.draft_resolution(village.viewers["clerk"], decision.id)
    return decision_by_id(decision.id), draft_or_404(village.viewers["clerk"], draft.id)


def posted(village: Village, **changes: Any) -> tuple[Decision, Disclosure]:
    """A resolution that went through the usual review and is on the board since now."""
    decision, draft = drafted(village, **changes)
    disclosure = carried(village, draft)
    return decision_by_id(decision.id), disclosure


def objected(village: Village, decision: Decision, words: str = WORDS, **more: Any) -> Objection:
    """An objection to it."""
    return objecting.object_to(decision.id, Typed(words, **more))[0]


def rejected(ruling: Ruling = Ruling.REJECTED, **changes: Any) -> Answered:
    """An answer that finds an objection not to stand."""
    return Answered(**({"gist": GIST, "ruling": ruling, "words": REPLY} | changes))


def later(days: int) -> Any:
    """So many days on."""
    return clock.at(clock.now() + timedelta(days=days))


def effective(village: Village, **changes: Any) -> Decision:
    """A resolution posted ten days ago that took effect today."""
    with clock.at(clock.now() - timedelta(days=10)):
        decision, _disclosure = posted(village, **changes)
    carrying.begin(village.viewers["secretary"], decision.id)
    return decision_by_id(decision.id)


def task(village: Village, decision: Decision, title: str = "开挖渠道", days: int = 5) -> Task:
    """A task that is to be done in some days."""
    new = NewTask(title, "村委会水利组", clock.today() + timedelta(days=days))
    return carrying.add_task(village.viewers["secretary"], decision.id, new)


def done(village: Village, made: Task, photos: list[Received] | None = None) -> Task:
    """It, done."""
    seen = task_by_id(made.id).turn
    return carrying.report(village.viewers["secretary"], made.id, seen, 100, "渠道挖通了，已经试水。", photos or [])


def photo(name: str = "渠道.jpg") -> FileStorage:
    """A picture of the new channel."""
    kept = io.BytesIO()
    Image.new("RGB", (480, 320), (110, 150, 170)).save(kept, "JPEG")
    kept.seek(0)
    return FileStorage(kept, name, content_type="image/jpeg")


def photos(count: int = 1) -> list[Received]:
    """The same as they come in."""
    return received(photo(f"{at}.jpg") for at in range(count))


def told(village: Village, decision: Decision, words: str = "三百米水渠修好了，四十户用上了水。") -> None:
    """The result, written by the secretary."""
    finishing.tell(village.viewers["secretary"], decision.id, 0, words)


def checked(village: Village, decision: Decision, verdict: Checked = Checked.AGREED) -> None:
    """The supervisor's word on it."""
    finishing.check(village.viewers["supervisor"], decision.id, 1, verdict, "看了现场和票据，对得上。")


def finished(village: Village, **changes: Any) -> tuple[Decision, Disclosure]:
    """A decision all the way: carried out, told, checked, posted."""
    decision = effective(village, **changes)
    done(village, task(village, decision))
    carrying.pay(village.viewers["clerk"], decision.id, f"{clock.today()}\t水泥\t9600.00\t记-12")
    told(village, decision)
    checked(village, decision)
    draft = services.draft_result(village.viewers["clerk"], decision.id)
    disclosure = carried(village, draft_or_404(village.viewers["clerk"], draft.id))
    return decision_by_id(decision.id), disclosure


def code_on(page: Page) -> str:
    """The slip's code."""
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.text)
    assert found, page.text
    return found.group(0)


def in_days(days: int) -> date:
    """A day that many days from now."""
    return clock.today() + timedelta(days=days)
