"""What is under review at the opening village: one waits, one is objected to, one is the Party's, one is up."""

from __future__ import annotations

from portal.disclosures.rules import DisclosureKind
from portal.drafts import services as drafts
from portal.drafts.records import Draft
from portal.drafts.rules import Written
from portal.foundation.access import Viewer
from portal.people.kinds import PostKind
from portal.people.signing import viewer_of
from portal.places.records import Place
from portal.reviews import remarking, services
from portal.reviews.remarking import Saying
from portal.reviews.saying import Part, Said
from portal.reviews.steps import Step

from . import records

ROUND = 1
WAITING = Written(
    kind=DisclosureKind.VILLAGE, item="V07", title="机耕道硬化工程进展", days=15,
    body="机耕道全长 1.2 公里，路基已经做完，路面浇了一半。\n\n剩下的一半等气温回升再浇，明年四月底前完工。",
    rows=(("路段", "长度（米）", "进展"), ("东头到晒场", "640", "已完工"), ("晒场到西头", "560", "路基已完成")),
)
OBJECTED = Written(
    kind=DisclosureKind.VILLAGE, item="V09", title="文化广场健身器材安装地点协商结果", days=15,
    body="协商以后定在文化广场北侧，安装 8 件健身器材。\n\n安装费用从村集体经营收入中列支。", rows=(),
)
OBJECTION = "费用只写了从哪里出，没有写多少钱、谁来装。"
OF_THE_PARTY = Written(
    kind=DisclosureKind.PARTY, item="P07", title="本季度“三会一课”开展情况", days=15,
    body="支部党员大会 1 次，支部委员会 3 次，党课 1 次，主题党日 3 次。", rows=(),
)
AT_ONCE = Written(
    kind=DisclosureKind.VILLAGE, item="V18", title="防寒应急物资接收和分配", days=15,
    body="收到上级拨付的棉被和取暖器，当天分到三个组，由组长签收。",
    rows=(("物资", "收到", "分出"), ("棉被（床）", "30", "30"), ("取暖器（台）", "12", "12")),
)


def send_in_some(clerk: Viewer, place: Place) -> None:
    """A few days ago two papers were sent in; one of them met with an objection nobody has answered yet."""
    _sent(clerk, place, WAITING)
    supervisor = viewer_of(records.account_named("supervisor"))
    objected = _sent(clerk, place, OBJECTED)
    remarking.declare(supervisor, objected.id, ROUND, related=False)
    remarking.object_to(supervisor, objected.id, ROUND, Saying(Said.OBJECTION, OBJECTION, Part.BODY, 3))


def bring_up_to_today(clerk: Viewer, secretary: Viewer, place: Place) -> None:
    """Today a Party paper was checked and waits for approval, and what could not wait was put up before its review."""
    party = _sent(clerk, place, OF_THE_PARTY)
    checker = viewer_of(records.holder_of(place, PostKind.COMMITTEE_DIRECTOR))
    services.take(checker, party.id, ROUND, Step.CHECK, "次数和记录本对得上，没有不宜公开的内容。")
    first = _sent(clerk, place, AT_ONCE)
    services.put_up(secretary, first.id, ROUND, first=True)


def _sent(clerk: Viewer, place: Place, written: Written) -> Draft:
    draft = drafts.begin(clerk, place.id, written)
    services.send_in(clerk, draft.id, draft.revision)
    return draft
