"""What people of the opening village raised in the last weeks: carried, told, judged; one dispute with its file."""

from __future__ import annotations

from datetime import date, timedelta

from portal.cases import ending, handling, local_services, publishing, services
from portal.cases.kinds import (
    Asker,
    Category,
    Channel,
    MoveReason,
    Naming,
    Outcome,
    PauseReason,
    Rating,
    Stage,
    Told,
)
from portal.cases.records import Case, case_by_id
from portal.foundation.access import STRANGER, Viewer
from portal.mediation import services as mediation
from portal.mediation import writing_down
from portal.mediation.records import files_for
from portal.mediation.rules import Agreement, Form, Kept, Paper, Side
from portal.places.records import Place

SIX = {
    Stage.RAISED: "群众点单", Stage.ACCEPTED: "平台接单", Stage.ASSIGNED: "村委派单", Stage.HANDLING: "网格办单",
    Stage.DONE: "办后回单", Stage.TOLD: "办后回单", Stage.RATED: "群众评单", Stage.CLOSED: "群众评单",
}
"""六单联办: six names over the eight fixed stages."""

FIXED = (
    (Category.ROAD, "村口小桥的护栏断了两根，夜里过桥危险。", "护栏已经焊好刷漆，请村民代表看过。", Rating.SATISFIED),
    (Category.POWER, "东头第三盏路灯不亮。", "换了灯泡，当晚就亮了。", Rating.SATISFIED),
    (Category.WASTE, "河沿堆了一车建筑垃圾。", "联系施工队拉走，河沿清理干净。", Rating.ROUGHLY),
    (Category.ERRAND, "请人代办老人的社保卡补办。", "代办员上门取材料，卡已经交到本人手里。", Rating.SATISFIED),
)


def begin(clerk: Viewer, secretary: Viewer, place: Place) -> None:
    """Some weeks ago: four matters dealt with the same day, a dispute that is being mediated, one that waits."""
    local_services.name_stages(secretary, place, SIX)
    local_services.keep_reply(secretary, place, "路灯", "灯已经换好，请晚上再看看；还不亮请再报。")
    for category, words, result, rating in FIXED:
        case = _raise(place, category, words, consent=True)
        _deal_with(secretary, case, result)
        ending.tell(secretary, case.id, _turn(case), Told.PHONE, "打了电话，说清了结果")
        ending.rate(STRANGER, case.id, None, rating, Asker.SLIP)
        ending.close(clerk, case.id, _turn(case))
        publishing.show(secretary, case.id, _turn(case), words, result)
    dispute = _raise(place, Category.NEIGHBOURS, "两家为院墙滴水的事争了半年，想请人调解。")
    mediation.open_file(secretary, dispute.id, mediation.NewFile())
    waiting = _raise(place, Category.WATER, "西渠漏水，浇地浇不到头。", consent=True)
    handling.accept(clerk, waiting.id, _turn(waiting))
    handling.assign(secretary, waiting.id, _turn(waiting), secretary.account_id or 0)
    handling.pause(secretary, waiting.id, _turn(waiting), PauseReason.SEASON, "等停灌以后才能修渠")


def go_on(clerk: Viewer, secretary: Viewer, place: Place, today: date) -> None:
    """Some days ago: the dispute is settled in writing, and two new matters come in."""
    file = files_for(secretary)[0]
    for side, name in ((Side.APPLICANT, "演示甲"), (Side.OTHER, "演示乙")):
        writing_down.write_party(secretary, file.id, side, name, "", "")
    for kind, words in (
        (Paper.INTAKE, "申请人到村里反映，受理。"), (Paper.RIGHTS, "已经告知双方权利义务。"),
        (Paper.IDENTITY, "核对过双方身份证件，没有复印。"), (Paper.INQUIRY, "到现场看过院墙和滴水的位置。"),
        (Paper.TALK, "双方坐下来谈了一个上午。"),
    ):
        writing_down.write(secretary, file.id, kind, today, words)
    writing_down.agree(secretary, file.id, Agreement(
        Form.WRITTEN, "院墙滴水", "双方各有责任", "申请人装檐沟，另一方出一半工钱", "当面付清",
        today + timedelta(days=30), True, True, True,
    ))
    writing_down.keep(secretary, file.id, Kept.WHOLE, "檐沟已经装好，工钱付清。")
    dispute = case_by_id(file.case_id)
    ending.tell(secretary, dispute.id, dispute.turn, Told.COUNTER, "双方签字时当面说了")
    ending.rate(STRANGER, dispute.id, None, Rating.SATISFIED, Asker.SLIP)
    ending.close(clerk, dispute.id, _turn(dispute))
    late = _raise(place, Category.HAZARD, "老仓库的山墙歪了，怕倒。", consent=True)
    handling.accept(clerk, late.id, _turn(late))
    handling.assign(secretary, late.id, _turn(late), secretary.account_id or 0)
    up = _raise(place, Category.LAND, "承包地的界桩被挖掉了，两个村说法不一样。")
    handling.accept(clerk, up.id, _turn(up))
    handling.escalate(clerk, up.id, _turn(up), MoveReason.BEYOND, "牵涉邻村，请乡里召集")


def today_at(clerk: Viewer, place: Place) -> None:
    """Today: something new on the board, and one that somebody of the office wrote in."""
    _raise(place, Category.IDEA, "能不能在晒场边装一排健身器材？", consent=True)
    services.enter(clerk, place, services.NewCase(
        category=Category.ERRAND, words="请代办一张高龄补贴的申请。", naming=Naming.UNNAMED, channel=Channel.COUNTER,
    ))


def _raise(place: Place, category: Category, words: str, *, consent: bool = False) -> Case:
    new = services.NewCase(category=category, words=words, naming=Naming.UNNAMED, consent=consent)
    return services.report(place, new)[0]


def _deal_with(secretary: Viewer, case: Case, result: str) -> None:
    handling.accept(secretary, case.id, _turn(case))
    handling.assign(secretary, case.id, _turn(case), secretary.account_id or 0)
    ending.finish(secretary, case.id, _turn(case), ending.Ending(outcome=Outcome.FIXED, words=result))


def _turn(case: Case) -> int:
    return case_by_id(case.id).turn
