"""Somebody who may change places, wherever a test wants them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.foundation.access import Permission, Reach, Viewer


@pytest.fixture
def keeper() -> Callable[..., Viewer]:
    """A viewer who may change places at and below a path."""

    def made(path: str = "/", account_id: int = 901) -> Viewer:
        reach = Reach("管理员", path, frozenset({Permission.PLACES}))
        return Viewer(account_id=account_id, name="文书", reaches=(reach,), post_words="管理员")

    return made
