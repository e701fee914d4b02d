"""How an invented text gets its numbers and names: the same seed always tells the same story.

`[12-40]` is a number drawn between the two, `[a:12-40]` the same remembered as a, `[=a+b*2]` is reckoned from what was
remembered or from the facts, `[name]` is somebody's masked name, and `{year}` comes from the facts themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b

from portal.foundation.masking import mask_name

_MARK = re.compile(r"\[(?:(?:(?P<kept>[a-z]\w*):)?(?P<least>\d+)-(?P<most>\d+)|=(?P<sum>[\w+*-]+)|(?P<name>name))\]")
_TERM = re.compile(r"([+-]?)([\w*]+)")


def draw(seed: str, least: int, most: int) -> int:
    """A number between the two, both included; always the same for the same seed."""
    spot = int.from_bytes(blake2b(seed.encode(), digest_size=8).digest())
    return least + spot % (most - least + 1)


class Teller:
    """Tells the texts of one notice: what one text remembered, the next may reckon with."""

    def __init__(self, seed: str, facts: Mapping[str, object], names: tuple[str, ...]) -> None:
        self._seed = seed
        self._facts = facts
        self._names = names
        self._kept: dict[str, int] = {}
        self._drawn = 0

    def tell(self, text: str) -> str:
        """The text with everything filled in."""
        return _MARK.sub(self._fill, text.format_map(self._facts))

    def _fill(self, mark: re.Match[str]) -> str:
        if mark["sum"]:
            return str(self._reckon(mark["sum"]))
        self._drawn += 1
        seed = f"{self._seed}/{self._drawn}"
        if mark["name"]:
            return mask_name(self._names[draw(seed, 0, len(self._names) - 1)])
        number = draw(seed, int(mark["least"]), int(mark["most"]))
        if mark["kept"]:
            self._kept[mark["kept"]] = number
        return str(number)

    def _reckon(self, terms: str) -> int:
        total = 0
        for sign, factors in _TERM.findall(terms):
            product = 1
            for factor in factors.split("*"):
                product *= int(factor) if factor.isdigit() else self._known(factor)
            total += -product if sign == "-" else product
        return total

    def _known(self, name: str) -> int:
        return self._kept[name] if name in self._kept else int(str(self._facts[name]))
