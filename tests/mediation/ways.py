"""A dispute with its file, and everything in it that must never leave it."""

from __future__ import annotations

from datetime import date

from cases.ways import reported
from makers import Village

from portal.cases.kinds import Category, Naming
from portal.mediation import services, writing_down
from portal.mediation.records import MediationFile, file_by_id
from portal.mediation.rules import Agreement, Form, Paper, Side

CANARIES = ("赵金丝雀", "钱金丝雀", "13712340001", "金丝雀巷七号", "金丝雀墙基", "金丝雀赔偿")
DAY = date(2026, 11, 20)


def begun(village: Village, who: str = "secretary") -> MediationFile:
    """A dispute somebody raised by name, and the file its mediator opened."""
    case, _code = reported(
        village, category=Category.NEIGHBOURS, words=f"和隔壁{CANARIES[1]}为{CANARIES[4]}吵起来了。",
        spot=CANARIES[3], naming=Naming.NAMED, name=CANARIES[0], phone=CANARIES[2],
    )
    file = services.open_file(village.viewers[who], case.id, services.NewFile())
    return file_by_id(file.id)


def ready(village: Village, who: str = "secretary") -> MediationFile:
    """The same with both sides and every paper an agreement needs."""
    file, viewer = begun(village, who), village.viewers[who]
    writing_down.write_party(viewer, file.id, Side.APPLICANT, CANARIES[0], CANARIES[2], CANARIES[3])
    writing_down.write_party(viewer, file.id, Side.OTHER, CANARIES[1], "", "")
    for kind in (Paper.INTAKE, Paper.RIGHTS, Paper.IDENTITY):
        writing_down.write(viewer, file.id, kind, DAY, f"{CANARIES[0]}到场，已经告知。")
    writing_down.write(viewer, file.id, Paper.TALK, DAY, f"双方说了{CANARIES[4]}的来历。", "调解要公心")
    return file_by_id(file.id)


def agreement(form: Form = Form.WRITTEN, *, signed: bool = True, stamped: bool = True) -> Agreement:
    """An agreement with all its fields."""
    return Agreement(
        form, f"{CANARIES[4]}之争", "各有一半责任", f"{CANARIES[1]}付{CANARIES[5]}八百元", "现金当面付清",
        date(2026, 12, 20), signed, signed, stamped,
    )
