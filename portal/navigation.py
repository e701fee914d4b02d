"""The menu as data: where the doors are, and who sees them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from .foundation.access import Permission, Viewer
from .foundation.i18n import N_, _


@dataclass(frozen=True)
class Way:
    """One entry: the page it opens, its words, and the permission that shows it (None: everybody).

    A desk stands on the page of today's work; the menu on every page stays short.
    """

    endpoint: str
    said: str
    permission: Permission | None = None
    is_desk: bool = False


@dataclass(frozen=True)
class Entry:
    """A way as the layout prints it."""

    words: str
    address: str
    current: bool


WAYS = (
    Way("home.show", N_("首页")),
    Way("disclosures.index", N_("公开栏")),
    Way("meetings.index", N_("会议")),
    Way("decisions.index", N_("大事")),
    Way("activities.index", N_("活动")),
    Way("cases.index", N_("反映问题")),
    Way("search.show", N_("查找")),
    Way("places.index", N_("选村子")),
    Way("today.show", N_("要办的"), Permission.ACCOUNT),
    Way("drafts.desk", N_("工作台"), Permission.DRAFT, is_desk=True),
    Way("reviews.desk", N_("审核"), Permission.FOLLOW, is_desk=True),
    Way("finance.import_sheet", N_("收支公开"), Permission.DRAFT, is_desk=True),
    Way("wall.desk", N_("上墙"), Permission.DRAFT, is_desk=True),
    Way("questions.desk", N_("提问"), Permission.DRAFT, is_desk=True),
    Way("decisions.desk", N_("议事"), Permission.DECIDE, is_desk=True),
    Way("outcomes.desk", N_("异议和落实"), Permission.FOLLOW, is_desk=True),
    Way("cases.desk", N_("诉求"), Permission.CASES, is_desk=True),
    Way("ledgers.show", N_("台账"), Permission.CASES, is_desk=True),
    Way("exchange.desk", N_("包裹"), Permission.EXCHANGE, is_desk=True),
    Way("mediation.desk", N_("调解"), Permission.MEDIATE, is_desk=True),
    Way("listening.desk", N_("倾听室"), Permission.LISTEN, is_desk=True),
    Way("mediation.sealed", N_("密封的卷"), Permission.UNSEAL, is_desk=True),
    Way("exchange.keys", N_("包裹钥匙"), Permission.TRUST, is_desk=True),
    Way("people.index", N_("人员"), Permission.PEOPLE, is_desk=True),
    Way("kiosk.screens", N_("触摸屏"), Permission.KIOSKS, is_desk=True),
    Way("trail.show", N_("登记簿"), Permission.TRAIL, is_desk=True),
    Way("health.state", N_("系统状态"), Permission.STATE, is_desk=True),
    Way("backups.desk", N_("备份"), Permission.BACKUPS, is_desk=True),
    Way("doctor.show", N_("体检"), Permission.STATE, is_desk=True),
    Way("doctor.purged", N_("到期清除的"), Permission.TRAIL, is_desk=True),
    Way("people.account", N_("我的账号"), Permission.ACCOUNT),
)


def entries(viewer: Viewer) -> list[Entry]:
    """The entries of the menu this viewer sees, in order."""
    return [_entry(way) for way in WAYS if not way.is_desk and _sees(viewer, way)]


def desks(viewer: Viewer) -> list[Entry]:
    """The desks this viewer may sit down at, in order."""
    return [_entry(way) for way in WAYS if way.is_desk and _sees(viewer, way)]


def _sees(viewer: Viewer, way: Way) -> bool:
    return way.permission is None or viewer.may(way.permission)


def _entry(way: Way) -> Entry:
    here = (request.endpoint or "").partition(".")[0]
    return Entry(_(way.said), url_for(way.endpoint), way.endpoint.partition(".")[0] == here)
