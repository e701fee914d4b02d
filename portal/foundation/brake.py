"""Slow down whoever guesses: tries are counted in memory per account and address, never per address alone."""

from __future__ import annotations

import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from .refusal import TooManyTries

_limiter = MovingWindowRateLimiter(MemoryStorage())

PACES: dict[str, tuple[RateLimitItem, ...]] = {
    "sign-in": (parse("6/5minute"), parse("30/hour")),
    "sign-in-address": (parse("60/5minute"),),
    "slip": (parse("10/10minute"),),
    "slip-all": (parse("300/hour"),),
    "question": (parse("5/10minute"), parse("30/hour")),
    "case": (parse("5/10minute"), parse("30/hour")),
    "signup": (parse("600/10minute"),),
    "check": (parse("60/minute"),),
    "search": (parse("60/minute"),),
    "setup": (parse("10/10minute"),),
    "upload": (parse("60/10minute"),),
}


def check(pace: str, *who: str) -> None:
    """Raise TooManyTries when `who` has used up the tries of this pace; counts nothing."""
    for item in PACES[pace]:
        if not _limiter.test(item, pace, *who):
            until = _limiter.get_window_stats(item, pace, *who).reset_time
            raise TooManyTries(max(1, int(until - time.time()) + 1))


def count(pace: str, *who: str) -> None:
    """Count one try against every limit of this pace."""
    for item in PACES[pace]:
        _limiter.hit(item, pace, *who)


def forgive(pace: str, *who: str) -> None:
    """Forget the tries of somebody who turned out to be right."""
    for item in PACES[pace]:
        _limiter.clear(item, pace, *who)


def release() -> None:
    """Forget every try (a fresh start)."""
    _limiter.storage.reset()
