"""Passwords are kept as scrypt hashes; checking one takes the same time whether or not there is such an account."""

from __future__ import annotations

import unicodedata
from threading import BoundedSemaphore

from werkzeug.security import check_password_hash, generate_password_hash

NOBODY = (
    "scrypt:32768:8:1$MlcyohFPjdFDgSOl$da8435d526140295f42d885023"
    "0fa3e710269d2edf7a62d123328e075ee650bd30ad3561b8a34fec1fa2e80ee1861f10128af1b43d9bbc7186154a107542256a"
)
"""The hash of a password nobody knows, checked in place of one that is not there."""

_turns = BoundedSemaphore(2)
# One check holds 32 MB; eight at once would be a quarter of a gigabyte on a cheap PC.


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _turns:
        return generate_password_hash(_typed(password), method="scrypt")


def fits(password: str, kept: str | None) -> bool:
    """Whether it is the password behind `kept`; nothing kept takes just as long and never fits."""
    with _turns:
        right = check_password_hash(kept or NOBODY, _typed(password))
    return bool(kept) and right


def _typed(password: str) -> str:
    """The same letters however the keyboard sent them: Chinese input often leaves full-width figures."""
    return unicodedata.normalize("NFKC", password)
