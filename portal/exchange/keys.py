"""This office's own keys, kept in the data folder for its eyes only, and the card that tells others the public half."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from portal.foundation.codes import ALPHABET, tidy
from portal.foundation.refusal import Refused
from portal.places.rules import PlaceKind

FILE = "parcel.key"
CARD = "CUNKOU1"
HEAD = "cunkou parcel key 1"
RAW = 8 + 32 + 32
CODED = 122
"""The characters a card's keys need: 72 bytes and a two-byte check, in an alphabet of 31 signs."""
FINGER = 20
PARTS = 5
LETTERS = {kind: str(kind)[0].upper() for kind in (PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE)}


@dataclass(frozen=True)
class Card:
    """What others may know: which installation, its two public keys, and the place it stands in."""

    installation: str
    sign: bytes
    seal: bytes
    kind: PlaceKind
    code: str
    name: str
    parent: str

    @property
    def text(self) -> str:
        """The card in one line, as the QR code, the file on the stick and the typed form carry it."""
        raw = bytes.fromhex(self.installation) + self.sign + self.seal
        groups = _grouped(_signs(raw + hashlib.sha256(raw).digest()[:2], CODED))
        return "/".join((CARD, groups, f"{LETTERS[self.kind]}{self.code}", self.name, self.parent))

    @property
    def seal_name(self) -> str:
        """A short name of the key that opens, so that a parcel for an older one is told apart."""
        return hashlib.sha256(self.seal).hexdigest()[:16]

    @property
    def fingerprint(self) -> str:
        """Twenty signs (99 bits) over the whole card, which two people compare."""
        return _grouped(_signs(hashlib.sha256(self.text.encode()).digest(), FINGER))


@dataclass(frozen=True)
class Keys:
    """The secret halves: one key signs, the other opens what was sealed for us."""

    installation: str
    sign: bytes
    seal: bytes


@dataclass(frozen=True)
class Own:
    """The secret keys and the card that goes with them."""

    keys: Keys
    card: Card


def _signs(raw: bytes, length: int) -> str:
    rest, signs = int.from_bytes(raw, "big"), []
    for _ in range(length):
        rest, sign = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def _grouped(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _bytes_of(code: str) -> bytes:
    number = 0
    for sign in reversed(code):
        if sign not in ALPHABET:
            raise Refused("exchange.card_mistyped")
        number = number * len(ALPHABET) + ALPHABET.index(sign)
    try:
        raw = number.to_bytes(RAW + 2, "big")
    except OverflowError:
        raise Refused("exchange.card_mistyped") from None
    if hashlib.sha256(raw[:RAW]).digest()[:2] != raw[RAW:]:
        raise Refused("exchange.card_mistyped")
    return raw[:RAW]


def card_from(text: str) -> Card:
    """The card somebody typed, photographed or brought on a stick; spaces and line ends do not count."""
    parts = [part.strip() for part in text.replace("／", "/").strip().split("/")]
    head = parts[0].upper().replace(" ", "")
    if head.startswith("CUNKOU") and head != CARD:
        raise Refused("exchange.newer")
    if head != CARD:
        raise Refused("exchange.no_card")
    place = re.match(r"([CTV])([0-9A-Z]{2,20})\Z", tidy(parts[2])) if len(parts) == PARTS else None
    if place is None or not parts[3]:
        raise Refused("exchange.card_mistyped")
    raw = _bytes_of(tidy(parts[1]))
    kind = next(kind for kind, letter in LETTERS.items() if letter == place[1])
    return Card(raw[:8].hex(), raw[8:40], raw[40:], kind, place[2], " ".join(parts[3].split())[:60], tidy(parts[4]))


def fresh() -> Keys:
    """A new pair of each kind, for an installation that never had one."""
    return Keys(secrets.token_hex(8), _raw(_signing().generate()), _raw(_sealing().generate()))


def renewed(installation: str) -> Keys:
    """New pairs for an installation that keeps its name."""
    return replace(fresh(), installation=installation)


def card_of(keys: Keys, kind: PlaceKind, code: str, name: str, parent: str) -> Card:
    """The public half, with the place it stands in."""
    said = " ".join(name.replace("/", " ").replace("／", " ").split())
    sign, seal = _public(keys)
    return Card(keys.installation, sign, seal, kind, code.upper(), said, parent.upper())


def _public(keys: Keys) -> tuple[bytes, bytes]:
    sign = _signing().from_private_bytes(keys.sign).public_key().public_bytes_raw()
    return sign, _sealing().from_private_bytes(keys.seal).public_key().public_bytes_raw()


def _raw(key: Any) -> bytes:
    return bytes(key.private_bytes_raw())


def _signing() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise Refused("exchange.no_library") from None
    return Ed25519PrivateKey


def _sealing() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    except ImportError:
        raise Refused("exchange.no_library") from None
    return X25519PrivateKey


def path_in(folder: Path) -> Path:
    """Where the secret halves lie."""
    return folder / FILE


def kept(folder: Path) -> Own | None:
    """The keys with their card, None where there are none; a file that cannot be read is refused, never replaced."""
    try:
        lines = path_in(folder).read_text(encoding="utf-8").split("\n")
        if lines[0] != HEAD:
            raise ValueError(lines[0])
        card = card_from(lines[1])
        own = Own(Keys(card.installation, bytes.fromhex(lines[2]), bytes.fromhex(lines[3])), card)
    except FileNotFoundError:
        return None
    except (ValueError, IndexError, OSError, Refused):
        raise Refused("exchange.keys_unreadable") from None
    if (len(own.keys.sign), len(own.keys.seal)) != (32, 32) or _public(own.keys) != (card.sign, card.seal):
        raise Refused("exchange.keys_unreadable")
    return own


def keep(folder: Path, own: Own) -> None:
    """Write the secret halves, readable by this account alone, and have them on disk when this ends."""
    folder.mkdir(parents=True, exist_ok=True)
    part = path_in(folder).with_suffix(".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join((HEAD, own.card.text, own.keys.sign.hex(), own.keys.seal.hex(), "")))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path_in(folder))
