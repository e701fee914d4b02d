"""What rooms upstairs show beside a page of a room downstairs: the page asks, and knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """One piece of a page: a template (which reads its facts from `panel.shown`) and those facts."""

    template: str
    shown: dict[str, Any] = field(default_factory=dict)


Asked = Callable[[Any], Panel | None]
_panels: dict[str, dict[str, Asked]] = {}


def beside(page: str, name: str) -> Callable[[Asked], Asked]:
    """Stand beside a page under a name of one's own: `page` such as "disclosures.show"; None shows nothing there.

    Panels stand in the order of their names, so that a page looks the same however the rooms were opened.
    """

    def keep(asked: Asked) -> Asked:
        _panels.setdefault(page, {})[name] = asked
        return asked

    return keep


def panels(page: str, record: Any, instead: Mapping[str, Panel | None] | None = None) -> list[Panel]:
    """Everything that stands beside a page about one record; `instead` are pieces with a form as it was filled in."""
    given = instead or {}
    asked = [
        given[name] if name in given else _panels[page][name](record) for name in sorted(_panels.get(page, {}))
    ]
    return [panel for panel in asked if panel is not None]
