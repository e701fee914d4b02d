"""A card out of what somebody handed in: the file from a stick, or a photo of the printed QR code."""

from __future__ import annotations

import io
from typing import Any

from werkzeug.datastructures import FileStorage

from portal.foundation.refusal import Refused
from portal.foundation.uploads import PHOTOS, received

from .keys import Card, card_from

LONGEST_FILE = 2000


def card_in(file: FileStorage | None, typed: str) -> Card:
    """The card in a file or photo, or the one that was typed when no file came."""
    if file is None or not file.filename:
        return card_from(typed)
    head = file.stream.read(LONGEST_FILE)
    if head.lstrip().startswith(b"CUNKOU"):
        return card_from(head.decode("utf-8", errors="replace"))
    file.stream.seek(0)
    found = received([file])[0]
    if found.kind not in PHOTOS:
        raise Refused("exchange.no_card")
    return card_from(_in_photo(found.contents))


def _in_photo(contents: bytes) -> str:
    """The text of the one QR code in a photo that begins as a card does."""
    reader, picture = _readers()
    with picture.open(io.BytesIO(contents), formats=("JPEG", "PNG", "WEBP")) as photo:
        codes = reader.read_barcodes(photo.convert("RGB"))
    texts = [str(code.text) for code in codes if str(code.text).startswith("CUNKOU")]
    if not texts:
        raise Refused("exchange.no_card")
    return texts[0]


def _readers() -> tuple[Any, Any]:
    try:
        import zxingcpp
        from PIL import Image
    except ImportError:
        raise Refused("exchange.no_reader") from None
    return zxingcpp, Image
