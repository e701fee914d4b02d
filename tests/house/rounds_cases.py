"""Cases, mediation, the listening room and ledgers of the furnished village, and a visit to each of their pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from makers import Village
from werkzeug.datastructures import FileStorage

from portal.cases import ending, handling, local_services, publishing, services
from portal.cases.kinds import Asker, Category, Channel, Naming, Outcome, PauseReason, Rating, Told
from portal.cases.line_records import Photo
from portal.cases.records import Case, case_by_id
from portal.foundation import clock
from portal.foundation.access import STRANGER
from portal.foundation.uploads import received
from portal.ledgers import services as ledgers
from portal.ledgers.rules import Col, Scope
from portal.listening import services as listening
from portal.listening.rules import Part, Referred
from portal.mediation import services as mediation
from portal.mediation import writing_down
from portal.mediation.rules import Agreement, Form, Paper, Side


def _turn(case: Case) -> int:
    return case_by_id(case.id).turn


def _reported(village: Village, words: str, category: Category = Category.ROAD, **changes: Any) -> tuple[Case, str]:
    given: dict[str, Any] = {"naming": Naming.UNNAMED, "name": "甲某", "consent": True, "channel": Channel.PHONE}
    return services.report(village.village, services.NewCase(category=category, words=words, **(given | changes)))


def furnish(village: Village, picture: FileStorage) -> dict[str, Any]:
    """A case at every stage, a file that was agreed on, an appointment, a petition, a saved ledger."""
    secretary, clerk, admin = (village.viewers[name] for name in ("secretary", "clerk", "administrator"))
    place = village.village
    fresh, code = _reported(village, "村口小桥的护栏断了两根。", photos=received([picture]))
    photo = Photo.get(Photo.case == fresh.id)
    publishing.cover(secretary, fresh.id, photo, {1, 2})
    publishing.show(secretary, fresh.id, _turn(fresh), "村口小桥护栏断了", "正在找人焊接")
    handled, _slip = _reported(village, "东头的路灯不亮。", Category.POWER)
    handling.accept(secretary, handled.id, _turn(handled))
    handling.assign(secretary, handled.id, _turn(handled), secretary.account_id or 0)
    handling.ask_extension(clerk, handled.id, _turn(handled), 2, "等灯泡送来")
    paused, _slip = _reported(village, "水渠漏水。", Category.WATER)
    handling.accept(clerk, paused.id, _turn(paused))
    handling.pause(clerk, paused.id, _turn(paused), PauseReason.SEASON, "等停灌以后修")
    told, told_code = _reported(village, "垃圾没人拉。", Category.WASTE)
    handling.assign(secretary, told.id, _turn(told), secretary.account_id or 0)
    ending.finish(secretary, told.id, _turn(told), ending.Ending(outcome=Outcome.FIXED, words="已经拉走了"))
    ending.tell(secretary, told.id, _turn(told), Told.PHONE, "打了电话")
    closed, _slip = _reported(village, "请在村口装一面镜子。", Category.IDEA)
    handling.assign(secretary, closed.id, _turn(closed), secretary.account_id or 0)
    ending.finish(secretary, closed.id, _turn(closed), ending.Ending(outcome=Outcome.FIXED, words="镜子装好了"))
    ending.tell(secretary, closed.id, _turn(closed), Told.VISIT, "上门说了")
    ending.rate(STRANGER, closed.id, None, Rating.SATISFIED, Asker.SLIP)
    ending.close(clerk, closed.id, _turn(closed))
    _reported(village, "桥塌了一角，有人掉下去。", Category.EMERGENCY)
    local_services.keep_reply(secretary, place, "路灯", "灯已经换好，请晚上看看。")
    dispute, _slip = _reported(village, "为墙的事和隔壁吵架。", Category.NEIGHBOURS)
    open_dispute, _slip = _reported(village, "为树荫的事和后邻吵架。", Category.NEIGHBOURS)
    file = mediation.open_file(secretary, dispute.id, mediation.NewFile())
    sitting = mediation.open_file(secretary, open_dispute.id, mediation.NewFile())
    mediation.name(secretary, sitting, clerk.account_id or 0, mediation.Role.REVIEWER)
    mediation.unseal(admin, sitting, "检查卷宗的质量")
    today = clock.today()
    for side, name in ((Side.APPLICANT, "甲某"), (Side.OTHER, "乙某")):
        writing_down.write_party(secretary, file.id, side, name, "", "")
    for kind in (Paper.INTAKE, Paper.RIGHTS, Paper.IDENTITY, Paper.TALK):
        writing_down.write(secretary, file.id, kind, today, "谈过了，记在这里。")
    writing_down.agree(secretary, file.id, Agreement(
        Form.WRITTEN, "墙的事", "各有责任", "各退一步", "当面", date(2026, 12, 20), True, True, True,
    ))
    wish, wish_code = listening.ask(place, today + timedelta(days=2), Part.MORNING, "甲某", "", "想说说家里的事")
    petition = listening.refer(secretary, place, listening.NewPetition(
        to=Referred.LABOUR, body="县劳动监察大队", receipt="收字12号", name="甲某", words="工钱没结清",
    ))
    saved = ledgers.save(clerk, place, "乡里要的台账", Scope.ALL, (Col.LINE, Col.NUMBER, Col.CLOSED))
    return {
        "case": fresh.number, "case_handled": handled.number, "case_paused": paused.number, "case_told": told.number,
        "case_closed": closed.number, "case_code": code, "case_told_code": told_code, "case_photo": photo.id,
        "dispute": dispute.number, "file": file.number, "sitting": sitting.number, "wish": wish.id,
        "wish_code": wish_code, "petition": petition.number, "ledger": saved.id,
    }


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """The pages for everybody, those of the office, and those of the screen."""
    case, mark, code = facts["case"], facts["mark"], facts["case_code"]
    everybody = [
        visit("cases", "/cases/"), visit("cases-of-a-place", f"/cases/?place={mark}"),
        visit("case-public", f"/cases/open/{case}"), visit("case-start", "/cases/new"),
        visit("case-report", "/cases/new/road"), visit("case-report-dispute", "/cases/new/neighbours"),
        visit("case-report-refused", "/cases/new/road", sent={"words": ""}, status=422),
        visit("case-slip", "/cases/slip"), visit("case-slip-refused", "/cases/slip", sent={"code": "AAAA"}, status=422),
        visit("case-mine", "/cases/slip", sent={"code": code}),
        visit("case-mine-told", "/cases/slip", sent={"code": facts["case_told_code"]}),
        visit("case-mine-refused", "/cases/mine/add", sent={"code": code, "words": ""}, status=422),
        visit("case-figures", "/cases/figures"),
        visit("case-figures-of-a-year", f"/cases/figures?place={mark}&year=2020"),
        visit("case-fixed", "/cases/fixed"), visit("case-fixed-of-a-month", "/cases/fixed?month=2026-01"),
        visit("case-of-strangers", f"/cases/{facts['case_handled']}", status=404),
        visit("mediation-about", "/mediation/about"), visit("listening", "/listening/"),
        visit("listening-refused", "/listening/", sent={"wanted": ""}, status=422),
        visit("listening-slip", "/listening/slip"),
        visit("listening-slip-refused", "/listening/slip", sent={"code": "AAAA"}, status=422),
        visit("listening-mine", "/listening/slip", sent={"code": facts["wish_code"]}),
    ]
    return everybody, [*_of_cases(facts, visit), *_of_rooms(facts, visit)], [
        visit("kiosk-case-start", "/cases/new", "screen"), visit("kiosk-case-report", "/cases/new/road", "screen"),
        visit("kiosk-case-slip", "/cases/slip", "screen"),
        visit("kiosk-case-mine", "/cases/slip", "screen", {"code": facts["case_told_code"]}),
    ]


def _of_cases(facts: dict[str, Any], visit: Any) -> list[Any]:
    case, photo = facts["case"], facts["case_photo"]
    return [
        visit("case-desk", "/cases/desk", "secretary"), visit("case-desk-late", "/cases/desk?late=yes", "clerk"),
        visit("case-desk-closed", "/cases/desk?column=closed&kind=suggestion&level=village&mine=yes", "secretary"),
        visit("case-desk-of-the-township", "/cases/desk", "township"),
        visit("case-workload", "/cases/workload", "secretary"), visit("case-enter", "/cases/enter", "clerk"),
        visit("case-enter-refused", "/cases/enter", "clerk", {"words": "", "place": "1"}, 422),
        visit("case-page", f"/cases/{case}", "secretary"), visit("case-page-of-the-grid", f"/cases/{case}", "grid"),
        visit("case-handled", f"/cases/{facts['case_handled']}", "secretary"),
        visit("case-paused", f"/cases/{facts['case_paused']}", "clerk"),
        visit("case-told", f"/cases/{facts['case_told']}", "clerk"),
        visit("case-closed", f"/cases/{facts['case_closed']}", "secretary"),
        visit("case-dispute", f"/cases/{facts['dispute']}", "secretary"),
        visit("case-dispute-shut", f"/cases/{facts['dispute']}", "clerk"),
        visit("case-finish-refused", f"/cases/{case}/finish", "secretary", {"seen": 0, "words": ""}, 422),
        visit("case-stale", f"/cases/{case}/accept", "clerk", {"seen": 99}, 422),
        visit("case-photo", f"/cases/{case}/photos/{photo}", "secretary"),
        visit("case-photo-refused", f"/cases/{case}/photos/{photo}/cover", "secretary", {"cells": "9999"}, 422),
        visit("case-stages", "/cases/stages", "secretary"),
        visit("case-stages-refused", "/cases/stages", "secretary", {"raised": "一" * 20}, 422),
        visit("case-replies", "/cases/replies", "secretary"),
        visit("case-replies-refused", "/cases/replies", "secretary", {"title": ""}, 422),
    ]


def _of_rooms(facts: dict[str, Any], visit: Any) -> list[Any]:
    file, sitting = facts["file"], facts["sitting"]
    at = f"/mediation/files/{sitting}"
    return [
        visit("mediation-desk", "/mediation/", "secretary"),
        visit("mediation-file", f"/mediation/files/{file}", "secretary"),
        visit("mediation-sitting", at, "secretary"), visit("mediation-reviewed", at, "clerk"),
        visit("mediation-printed", f"/mediation/files/{file}/print", "secretary"),
        visit("mediation-people", f"{at}/people", "secretary"),
        visit("mediation-name-refused", f"{at}/named", "secretary", {}, 422),
        visit("mediation-shut", f"/mediation/files/{file}", "township", status=404),
        visit("mediation-refused", f"{at}/parties", "secretary", {"name": ""}, 422),
        visit("mediation-agreement-refused", f"{at}/agreement", "secretary", {"form": "oral"}, 422),
        visit("mediation-sealed", "/mediation/sealed", "administrator"),
        visit("mediation-unseal", f"/mediation/sealed/{file}", "administrator"),
        visit("mediation-unseal-refused", f"/mediation/sealed/{file}", "administrator", {"reason": ""}, 422),
        visit("mediation-opened", at, "administrator"), visit("mediation-steps", "/mediation/steps", "secretary"),
        visit("mediation-steps-refused", "/mediation/steps", "secretary", {"lines": ""}, 422),
        visit("listening-desk", "/listening/desk", "secretary"),
        visit("listening-one", f"/listening/{facts['wish']}", "secretary"),
        visit("listening-agree-refused", f"/listening/{facts['wish']}/agree", "secretary", {}, 422),
        visit("petition-new", "/listening/petitions/new", "secretary"),
        visit("petition-refused", "/listening/petitions/new", "secretary", {"words": ""}, 422),
        visit("petition", f"/listening/petitions/{facts['petition']}", "secretary"),
        visit("petition-answer-refused", f"/listening/petitions/{facts['petition']}/answer", "secretary", {}, 422),
        visit("petition-receipt", f"/listening/petitions/{facts['petition']}/receipt", "secretary"),
        visit("ledger", "/ledgers/", "clerk"), visit("ledger-saved", f"/ledgers/?form={facts['ledger']}", "clerk"),
        visit("ledger-of-disputes", "/ledgers/?scope=disputes", "secretary"),
        visit("ledger-wrong-days", "/ledgers/?first=2026-12-01&last=2026-01-01", "clerk", status=422),
        visit("ledger-printed", "/ledgers/print?scope=disputes", "clerk"),
        visit("ledger-new", "/ledgers/new", "clerk"),
        visit("ledger-new-refused", "/ledgers/new", "clerk", {"number": "x"}, 422),
    ]


def crowd(village: Village, count: int) -> None:
    """One more case, public and on the board."""
    case, _slip = _reported(village, f"第{count}件要办的事，写得长一点看得清楚。", Category.IDEA)
    publishing.show(village.viewers["secretary"], case.id, case.turn, f"第{count}件要办的事，写得长一点看得清楚", "")
