"""One parcel as one file: sealed to its receiver (HPKE, RFC 9180), signed by its sender (Ed25519, RFC 8032)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from portal.foundation.deeds import canonical
from portal.foundation.refusal import Refused

from .keys import Card, Keys

MAGIC = b"CUNKOU PARCEL "
FORMAT = 1
SIGNATURE = 64
LONGEST_HEAD = 1000


@dataclass(frozen=True)
class Outside:
    """What stands on the outside of a parcel, for everybody to read: numbers and no names."""

    token: str
    sender: str
    receiver: str
    receiver_key: str


def wrap(contents: bytes, token: str, keys: Keys, to: Card) -> bytes:
    """The file: a first line with the format, a line with the outside, the sealed contents, the signature."""
    outside = {"by": keys.installation, "id": token, "to": to.installation, "to_key": to.seal_name}
    head = MAGIC + str(FORMAT).encode() + b"\n" + canonical(outside).encode() + b"\n"
    suite, library = _library()
    sealed = suite.encrypt(contents, library.x25519.X25519PublicKey.from_public_bytes(to.seal), info=head)
    body = head + bytes(sealed)
    return body + bytes(library.ed25519.Ed25519PrivateKey.from_private_bytes(keys.sign).sign(body))


def outside_of(file: bytes) -> Outside:
    """Who a parcel says it is from and for; nothing of it is believed before the signature has been checked."""
    first, end, rest = file.partition(b"\n")
    if not first.startswith(MAGIC) or not end:
        raise Refused("exchange.no_parcel")
    told = first[len(MAGIC) :]
    if not told.isdigit() or len(told) > 6 or int(told) < 1:
        raise Refused("exchange.no_parcel")
    if int(told) > FORMAT:
        raise Refused("exchange.newer")
    line = rest[:LONGEST_HEAD].partition(b"\n")[0]
    try:
        said = json.loads(line)
        found = Outside(str(said["id"]), str(said["by"]), str(said["to"]), str(said["to_key"]))
    except (ValueError, KeyError, TypeError):
        raise Refused("exchange.altered") from None
    return found


def unwrap(file: bytes, keys: Keys, own: Card, by: Card) -> bytes:
    """The contents of a parcel from a partner whose card is known; anything that does not hold is refused."""
    outside = outside_of(file)
    suite, library = _library()
    body, signature = file[:-SIGNATURE], file[-SIGNATURE:]
    try:
        library.ed25519.Ed25519PublicKey.from_public_bytes(by.sign).verify(signature, body)
    except library.InvalidSignature:
        raise Refused("exchange.altered") from None
    if outside.receiver != own.installation:
        raise Refused("exchange.not_for_us")
    if outside.receiver_key != own.seal_name:
        raise Refused("exchange.old_key")
    head = b"\n".join(file.split(b"\n", 2)[:2]) + b"\n"
    try:
        key = library.x25519.X25519PrivateKey.from_private_bytes(keys.seal)
        return bytes(suite.decrypt(body[len(head) :], key, info=head))
    except (library.InvalidTag, ValueError):
        raise Refused("exchange.altered") from None


def _library() -> tuple[Any, Any]:
    """The suite and what belongs to it; an office PC without the library is told so in a sentence."""
    try:
        from cryptography.exceptions import InvalidSignature, InvalidTag
        from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
        from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
    except ImportError:
        raise Refused("exchange.no_library") from None
    found = _Library(ed25519, x25519, InvalidSignature, InvalidTag)
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM), found


@dataclass(frozen=True)
class _Library:
    ed25519: Any
    x25519: Any
    InvalidSignature: Any
    InvalidTag: Any
