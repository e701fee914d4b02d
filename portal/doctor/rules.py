"""What is worrying about a machine's settings, who may read a file, and what a finished examination answers."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from portal.foundation.checkups import Found, Level
from portal.settings import Settings

SHORTEST_KEY = 32
LARGEST_UPLOAD = 64 * 1024 * 1024
LONGEST_IDLE_MINUTES, LONGEST_HOURS = 8 * 60, 24
FEWEST_THREADS, MOST_THREADS = 2, 64
OTHERS = 0o077
"""The bits of a file's mode that let other people of the same computer in."""


class Worry(StrEnum):
    """One thing about the settings that should be put right."""

    SHORT_KEY = "short_key"
    OWN_ADDRESS = "own_address"
    CHOSEN_ADDRESS = "chosen_address"
    LARGE_UPLOADS = "large_uploads"
    LONG_SITTINGS = "long_sittings"
    THREADS = "threads"
    PROXY = "proxy"
    ALONE = "alone"


SERIOUS = frozenset({Worry.SHORT_KEY})


def worries(settings: Settings) -> list[Worry]:
    """What is worrying about these settings, the serious first."""
    address = settings.public_url
    here = any(name in address for name in ("127.0.0.1", "localhost", "[::1]"))
    asked = {
        Worry.SHORT_KEY: 0 < len(settings.secret_key) < SHORTEST_KEY,
        Worry.OWN_ADDRESS: here,
        Worry.CHOSEN_ADDRESS: not address,
        Worry.ALONE: settings.host in ("127.0.0.1", "localhost", "::1") and not settings.trusted_proxy,
        Worry.LARGE_UPLOADS: settings.upload_bytes > LARGEST_UPLOAD,
        Worry.LONG_SITTINGS: (
            settings.session_idle_minutes > LONGEST_IDLE_MINUTES or settings.session_hours > LONGEST_HOURS
        ),
        Worry.THREADS: not FEWEST_THREADS <= settings.threads <= MOST_THREADS,
        Worry.PROXY: bool(settings.trusted_proxy) and not address.startswith("https:"),
    }
    return [worry for worry, there in asked.items() if there]


def lets_others_in(mode: int) -> bool:
    """Whether a file or folder of this mode may be read or changed by other people of the computer."""
    return bool(mode & OTHERS)


def worst(found: Iterable[Found]) -> Level:
    """The worst of what was found; well when there is nothing."""
    levels = {one.level for one in found}
    return Level.BAD if Level.BAD in levels else Level.WARNING if Level.WARNING in levels else Level.WELL


def exit_code(found: Iterable[Found]) -> int:
    """What the command answers to other programs: 1 when something has to be done now."""
    return 1 if worst(found) is Level.BAD else 0
