"""Codes people read aloud and type: no look-alikes, forgiving about case, spaces, dashes and full-width letters."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata

# No 0/O and no 1/I/L. All of them are absent, so none can be corrected into another: a typed O is simply wrong.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CHECK_LENGTH = 12
GROUP = 4
_CHINESE = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


def _grouped(code: str, group: int) -> str:
    return "-".join(code[at : at + group] for at in range(0, len(code), group))


def new_code(length: int, group: int = GROUP) -> str:
    """A random code of `length` characters in groups of `group`: new_code(8, 4) is like 7KQM-4TXD."""
    if length < 1 or group < 1:
        raise ValueError("a code needs characters")
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(length)), group)


def tidy(code: str) -> str:
    """What was typed as the code was made: upper-case ASCII letters and digits, nothing between them."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", code).upper())


def fingerprint(code: str, secret: str | bytes) -> str:
    """What is stored instead of the code: HMAC-SHA256 of its tidy form, in hex."""
    key = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(key, tidy(code).encode(), hashlib.sha256).hexdigest()


def check_code(sha256_hex: str) -> str:
    """The short form of a hash that is printed on paper: 12 characters (59 bits) in three groups."""
    rest = int(sha256_hex, 16)
    signs = []
    for _ in range(CHECK_LENGTH):
        rest, sign = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return _grouped("".join(signs), GROUP)


def spoken(code: str) -> str:
    """The code as somebody reads it out: 7KQM-4TXD as 七 K Q M，四 T X D."""
    groups = (re.findall(r"\S", group) for group in unicodedata.normalize("NFKC", code).upper().split("-"))
    return "，".join(" ".join(_CHINESE.get(sign, sign) for sign in group) for group in groups if group)
