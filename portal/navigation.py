"""The menu as data: where the doors are, and who sees them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from .foundation.access import Permission, Viewer
from .foundation.i18n import N_, _


@dataclass(frozen=True)
class Way:
    """One entry: the page it opens, its words, and the permission that shows it (None: everybody)."""

    endpoint: str
    said: str
    permission: Permission | None = None


@dataclass(frozen=True)
class Entry:
    """A way as the layout prints it."""

    words: str
    address: str
    current: bool


WAYS = (
    Way("home.show", N_("首页")),
    Way("disclosures.index", N_("公开栏")),
    Way("search.show", N_("查找")),
    Way("places.index", N_("选村子")),
    Way("drafts.desk", N_("工作台"), Permission.DRAFT),
    Way("questions.desk", N_("提问"), Permission.DRAFT),
    Way("people.index", N_("人员"), Permission.PEOPLE),
    Way("kiosk.screens", N_("触摸屏"), Permission.KIOSKS),
    Way("trail.show", N_("登记簿"), Permission.TRAIL),
    Way("health.state", N_("系统状态"), Permission.STATE),
    Way("people.account", N_("我的账号"), Permission.ACCOUNT),
)


def entries(viewer: Viewer) -> list[Entry]:
    """The entries this viewer sees, in order."""
    here = (request.endpoint or "").partition(".")[0]
    return [
        Entry(_(way.said), url_for(way.endpoint), way.endpoint.partition(".")[0] == here)
        for way in WAYS
        if way.permission is None or viewer.may(way.permission)
    ]
