"""What happens downstairs is told upstairs: a room announces, and knows none of those who hear it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .access import Viewer

Heard = Callable[[Viewer, Any], None]
_ears: dict[str, dict[str, Heard]] = {}


def hears(event: str, name: str) -> Callable[[Heard], Heard]:
    """Hear of an event under a name of one's own: `event` such as "drafts.published".

    It is heard inside the deed that made it, so that a refusal undoes both.
    """

    def keep(heard: Heard) -> Heard:
        _ears.setdefault(event, {})[name] = heard
        return heard

    return keep


def announce(viewer: Viewer, event: str, record: Any) -> None:
    """Tell everybody who listens, in the order of their names; call inside the transaction that did it."""
    for name in sorted(_ears.get(event, {})):
        _ears[event][name](viewer, record)
