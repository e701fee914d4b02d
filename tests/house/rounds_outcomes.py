"""What came of the furnished village's decisions: one posted and objected to, one carried out late, one finished."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from decisions.ways import put
from makers import Village
from outcomes.ways import GIST, NAME, PHONE, REPLY, WORDS
from werkzeug.datastructures import FileStorage

from portal.decisions.kinds import DecisionStanding, Outcome, Step
from portal.decisions.records import Decision, StepTaken, decision_by_id
from portal.disclosures.records import Disclosure
from portal.drafts import services as drafts
from portal.drafts.records import Draft
from portal.foundation import clock
from portal.foundation.uploads import received
from portal.outcomes import carrying, finishing, objecting, services
from portal.outcomes.kinds import Checked, Ruling
from portal.outcomes.objecting import Answered, Typed
from portal.outcomes.task_records import photos_of
from portal.outcomes.work_rules import NewTask

COUNT = "应到 36 人，实到 31 人；赞成 27，反对 3，弃权 1，过半数通过。"


def furnish(village: Village, photo: FileStorage) -> dict[str, Any]:
    """One decision at each stage after its resolution; returns numbers and ids. Call with a connection."""
    secretary, clerk, supervisor = (village.viewers[name] for name in ("secretary", "clerk", "supervisor"))
    drafted = decided(village, "修建二组蓄水池")
    open_draft = services.draft_resolution(clerk, drafted.id)
    posted = decided(village, "修建三组机耕道")
    _up(village, services.draft_resolution(clerk, posted.id))
    first = objecting.object_to(posted.id, Typed(WORDS, NAME, PHONE))[0]
    objecting.answer(clerk, first.id, Answered(GIST, Ruling.REJECTED, REPLY))
    objecting.correct(clerk, first.id, 1, Answered(GIST, Ruling.REJECTED, f"{REPLY}改。", "写漏了一句"))
    waiting = objecting.enter(clerk, posted.id, Typed("预算是怎么算的？"))[0]
    carried = _effective(village, "疏通四组渠道", days_ago=21)
    with clock.at(clock.now() - timedelta(days=6)):
        late = carrying.add_task(clerk, carried.id, NewTask("开挖渠道", "水利组", clock.today() + timedelta(days=2)))
        carrying.report(clerk, late.id, 1, 40, "挖了一半", received([photo]))
    done = carrying.add_task(clerk, carried.id, NewTask("买水泥", "村委会", clock.today()))
    carrying.report(clerk, done.id, 1, 100, "买齐了")
    pictures = photos_of(carried)
    carrying.cover(clerk, carried.id, pictures[0], {1, 2, 13})
    carrying.pay(clerk, carried.id, f"{clock.today()}\t水泥\t90000\t记-1", "水泥涨价，代表会议同意")
    told = _effective(village, "装五组路灯", days_ago=12)
    finishing.tell(clerk, told.id, 0, "路灯都亮了。")
    finished = _effective(village, "修村口小桥", days_ago=15)
    finishing.tell(clerk, finished.id, 0, "小桥修好了，可以过车。")
    finishing.check(supervisor, finished.id, 1, Checked.AGREED, "看过现场，对得上。")
    _up(village, services.draft_result(secretary, finished.id))
    return {
        "drafted_decision": drafted.number, "open_draft": open_draft.id, "posted_decision": posted.number,
        "objection": first.number, "objection_waiting": waiting.number, "carried_decision": carried.number,
        "late_task": late.id, "work_photo": pictures[0].id, "told_decision": told.number,
        "finished_decision": finished.number,
        "posted_notice": Disclosure.get(Disclosure.title == f"决议公告：{posted.title}").number,
    }


def decided(village: Village, title: str) -> Decision:
    """A matter whose resolution has passed: its sheets are written at once, the votes have rounds of their own."""
    decision = put(village, title=title)
    for position, step in enumerate((Step.PROPOSE, Step.CONSULT, Step.REVIEW, Step.RESOLVE), 1):
        StepTaken.create(
            decision=decision, version=1, step=step, attempt=1, position=position, outcome=Outcome.PASSED,
            on=clock.today() - timedelta(days=30 - position), words=COUNT, by_id=3, by_name="书某某",
            by_post="柳坡村 党支部书记", made_at=clock.now(), content_hash="0" * 64,
        )
    Decision.update(step=Step.PUBLISH_RESOLUTION).where(Decision.id == decision.id).execute()
    return decision_by_id(decision.id)


def _up(village: Village, draft: Draft) -> None:
    found = Draft.get_by_id(draft.id)
    drafts.publish(village.viewers["secretary"], found.id, found.revision)


def _effective(village: Village, title: str, days_ago: int) -> Decision:
    decision = decided(village, title)
    with clock.at(clock.now() - timedelta(days=days_ago)):
        _up(village, services.draft_resolution(village.viewers["clerk"], decision.id))
    with clock.at(clock.now() - timedelta(days=days_ago - 9)):
        carrying.begin(village.viewers["secretary"], decision.id)
    return decision_by_id(decision.id)


def crowd(village: Village, count: int) -> None:
    """One more of everything a list shows; the decision is the one the decisions' own crowd put forward."""
    clerk = village.viewers["clerk"]
    posted = Decision.get(Decision.title == "修建三组机耕道")
    objecting.object_to(posted.id, Typed(f"第{count}条：预算是怎么算的？"))
    carried = Decision.get(Decision.title == "疏通四组渠道")
    if count < 50:
        with clock.at(clock.now() - timedelta(days=5)):
            carrying.add_task(clerk, carried.id, NewTask(f"第{count}段", "水利组", clock.today()))
    carrying.pay(clerk, carried.id, f"{clock.today()}\t第{count}车沙子\t100", "沙子也涨价了")
    told = Decision.get(Decision.title == f"第{count}件要大家议的事")
    Decision.update(
        standing=DecisionStanding.CARRYING_OUT, step=Step.PUBLISH_RESULT, effect_on=clock.today(),
    ).where(Decision.id == told.id).execute()
    finishing.tell(clerk, told.id, 0, "办完了，花了一百元。")


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Pages for everybody, pages behind a sign-in, and pages of the touch screen."""
    mark, posted = facts["mark"], f"/outcomes/{facts['posted_decision']}"
    carried = f"/outcomes/{facts['carried_decision']}"
    objection, waiting = (f"/outcomes/objections/{facts[name]}" for name in ("objection", "objection_waiting"))
    public = [
        visit("outcomes", "/outcomes/"),
        visit("outcomes-of-a-place", f"/outcomes/?place={mark}"),
        visit("outcome-posted", posted),
        visit("outcome-not-posted", f"/outcomes/{facts['drafted_decision']}"),
        visit("outcome-carried", f"{carried}/progress"),
        visit("outcome-finished", f"/outcomes/{facts['finished_decision']}/progress"),
        visit("decision-posted", f"/decisions/{facts['posted_decision']}"),
        visit("decision-carried", f"/decisions/{facts['carried_decision']}"),
        visit("objection", objection),
        visit("objection-waiting", waiting),
        visit("objection-new", f"{posted}/object"),
        visit("objection-too-late", f"{carried}/object"),
        visit("objection-refused", f"{posted}/object", sent={"words": ""}, status=422),
        visit("objection-told", "/outcomes/objected"),
        visit("objection-slip", "/outcomes/slip"),
        visit("objection-slip-refused", "/outcomes/slip", sent={"code": "AAAA-AAAA"}, status=422),
    ]
    task, photo = f"/outcomes/tasks/{facts['late_task']}", f"{carried}/photos/{facts['work_photo']}"
    staff = [
        visit("outcomes-desk", "/outcomes/desk", "clerk"),
        visit("outcomes-desk-of-a-supervisor", "/outcomes/desk", "supervisor"),
        visit("outcome-work", f"{carried}/work", "clerk"),
        visit("outcome-work-drafted", f"/outcomes/{facts['drafted_decision']}/work", "clerk"),
        visit("outcome-work-posted", f"{posted}/work", "secretary"),
        visit("outcome-work-to-check", f"/outcomes/{facts['told_decision']}/work", "supervisor"),
        visit("outcome-work-finished", f"/outcomes/{facts['finished_decision']}/work", "secretary"),
        visit("outcome-as-clerk", posted, "clerk"),
        visit("progress-as-clerk", f"{carried}/progress", "clerk"),
        visit("objection-as-clerk", objection, "clerk"),
        visit("objection-waiting-as-clerk", waiting, "clerk"),
        visit("objection-as-supervisor", objection, "supervisor"),
        visit("objection-enter", f"{posted}/enter", "clerk"),
        visit("objection-enter-refused", f"{posted}/enter", "clerk", {"words": ""}, 422),
        visit("objection-answer-refused", f"{waiting}/answer", "clerk", {"gist": "问预算"}, 422),
        visit("objection-correct-refused", f"{objection}/correct", "clerk", {"gist": "问线路"}, 422),
        visit("outcome-draft-refused", f"{carried}/draft", "clerk", {}, 422),
        visit("outcome-result-refused", f"{carried}/draft-result", "clerk", {}, 422),
        visit("outcome-begin-refused", f"{posted}/begin", "clerk", {}, 422),
        visit("outcome-task-refused", f"{carried}/tasks", "clerk", {"title": "立碑"}, 422),
        visit("outcome-pay-refused", f"{carried}/pay", "clerk", {"lines": "看不懂"}, 422),
        visit("outcome-tell-refused", f"{carried}/tell", "clerk", {"words": ""}, 422),
        visit("outcome-check-refused", f"/outcomes/{facts['told_decision']}/check", "supervisor", {}, 422),
        visit("outcome-task", task, "clerk"),
        visit("outcome-report-refused", f"{task}/report", "clerk", {}, 422),
        visit("outcome-move-refused", f"{task}/move", "clerk", {}, 422),
        visit("outcome-drop-refused", f"{task}/drop", "clerk", {}, 422),
        visit("outcome-photos", f"{carried}/photos", "clerk"),
        visit("outcome-photo", photo, "clerk"),
        visit("outcome-cover-refused", f"{photo}/cover", "clerk", {"cells": "9999"}, 422),
    ]
    screen = f"/kiosk/items/{facts['posted_notice']}"
    return public, staff, [
        visit("kiosk-resolution", screen, "screen"),
        visit("kiosk-object", f"{screen}/object", "screen"),
        visit("kiosk-object-refused", f"{screen}/object", "screen", {"words": ""}, 422),
    ]
