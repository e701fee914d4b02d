"""The doctor's own judgement: settings, modes of files, and what the whole comes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.doctor.rules import Worry, exit_code, lets_others_in, worries, worst
from portal.foundation.checkups import Found, Level
from portal.settings import Settings

SOUND = {"public_url": "http://192.168.1.8:8080"}


def test_sound_settings_worry_nobody() -> None:
    assert worries(Settings(**SOUND)) == []


@pytest.mark.parametrize(("changed", "worry"), [
    ({"secret_key": "short"}, Worry.SHORT_KEY),
    ({"public_url": "http://127.0.0.1:8080"}, Worry.OWN_ADDRESS),
    ({"public_url": "http://localhost"}, Worry.OWN_ADDRESS),
    ({"public_url": ""}, Worry.CHOSEN_ADDRESS),
    ({"host": "127.0.0.1"}, Worry.ALONE),
    ({"upload_bytes": 65 * 1024 * 1024}, Worry.LARGE_UPLOADS),
    ({"session_idle_minutes": 481}, Worry.LONG_SITTINGS),
    ({"session_hours": 25}, Worry.LONG_SITTINGS),
    ({"threads": 1}, Worry.THREADS),
    ({"threads": 65}, Worry.THREADS),
    ({"trusted_proxy": "127.0.0.1"}, Worry.PROXY),
])
def test_each_worry_has_its_setting(changed: dict[str, object], worry: Worry) -> None:
    assert worries(Settings(**(SOUND | changed))) == [worry]


def test_behind_a_proxy_the_machine_may_listen_to_itself() -> None:
    behind = {"public_url": "https://cun.example", "trusted_proxy": "127.0.0.1", "host": "127.0.0.1"}
    assert worries(Settings(**behind)) == []


@pytest.mark.parametrize(("mode", "open_"), [
    (0o100600, False), (0o040700, False), (0o100640, True), (0o100604, True), (0o040755, True), (0o100400, False),
])
def test_a_mode_lets_others_in_or_not(mode: int, open_: bool) -> None:
    assert lets_others_in(mode) is open_


@given(st.lists(st.sampled_from(list(Level))))
def test_the_worst_counts(levels: list[Level]) -> None:
    found = [Found("x", level, "x") for level in levels]
    assert (worst(found) is Level.BAD) == (Level.BAD in levels) == (exit_code(found) == 1)
    assert (worst(found) is Level.WELL) == (set(levels) <= {Level.WELL})
