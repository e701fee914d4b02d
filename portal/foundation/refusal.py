"""A rule says no: a key that becomes one clear sentence, and the facts that sentence names."""

from __future__ import annotations


class Refused(Exception):
    """A rule refused what was asked; the page answers 422 with the sentence behind `key`."""

    def __init__(self, key: str, /, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class Forbidden(Exception):
    """The viewer is known and may see this, but may not do it (403)."""


class TooManyTries(Exception):
    """Somebody tries too often (429); `seconds` until the next try may succeed."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
