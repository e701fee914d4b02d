"""Photos made small on arrival: upright, 1280 pixels and 150 kB at most, nothing but the picture."""

from __future__ import annotations

import contextlib
import io
import struct
from typing import TYPE_CHECKING

from .refusal import Refused
from .sniffing import FileKind

if TYPE_CHECKING:
    from PIL import Image

LONGEST_SIDE = 1280
MOST_BYTES = 150 * 1024
# What opening a picture costs: a JPEG written in one pass is decoded at a fraction of its size, other pictures in full
# (eight bytes a pixel while they shrink), WebP in several copies (sixteen).
MOST_ONE_PASS_PIXELS = 50_000_000
MOST_PIXELS = 12_500_000
MOST_WEBP_PIXELS = 8_500_000
QUALITIES = (80, 70, 60, 50, 40, 30)


def shrink(contents: bytes) -> tuple[bytes, FileKind]:
    """The small picture and its kind; Refused when it is broken, too large to open, or photos cannot be read here."""
    try:
        from PIL import Image, features
    except ImportError:
        raise Refused("uploads.no_photos") from None
    # Ours is the stricter check below; Pillow's own would only warn where we refuse.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(contents), formats=("JPEG", "PNG", "WEBP")) as photo:
            width, height = photo.size
            if width * height > _most_pixels(photo.format, contents):
                raise Refused("uploads.bomb")
            picture = _bare_picture(photo)
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, IndexError, KeyError, TypeError):
        raise Refused("uploads.broken_photo") from None
    return _saved(picture, FileKind.WEBP if features.check("webp") else FileKind.JPEG)


def _most_pixels(kind: str | None, contents: bytes) -> int:
    if kind == "WEBP":
        return MOST_WEBP_PIXELS
    return MOST_ONE_PASS_PIXELS if kind in ("JPEG", "MPO") and _in_one_pass(contents) else MOST_PIXELS


def _in_one_pass(contents: bytes) -> bool:
    """Whether a JPEG can be decoded line by line: not progressive, and all its colours in one scan."""
    at, colours = 2, 0
    while at + 10 < len(contents) and contents[at] == 0xFF:
        marker = contents[at + 1]
        if marker in (0xC0, 0xC1):
            colours = contents[at + 9]
        elif marker == 0xDA:
            return colours == contents[at + 4]
        elif marker in (0xC2, 0xC3, 0xC9, 0xCA):
            return False
        at += 2 + int.from_bytes(contents[at + 2 : at + 4], "big")
    return False


def _bare_picture(photo: Image.Image) -> Image.Image:
    """The pixels alone, upright, on white, in a new image: whatever else the file said stays behind."""
    from PIL import Image, ImageOps

    photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    see_through = photo.mode in ("RGBA", "LA", "PA", "RGBa") or "transparency" in photo.info
    upright = photo if photo.mode in ("RGB", "L", "RGBA") else photo.convert("RGBA" if see_through else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    with contextlib.suppress(struct.error, ValueError, SyntaxError, KeyError, TypeError, OSError):
        # A broken note about the camera must not cost the picture.
        upright = ImageOps.exif_transpose(upright)
    bare = Image.new("RGB", upright.size, "white")
    if see_through:
        upright = upright.convert("RGBA")
        bare.paste(upright, mask=upright.getchannel("A"))
    else:
        bare.paste(upright.convert("RGB"))
    return bare


def _saved(picture: Image.Image, kind: FileKind) -> tuple[bytes, FileKind]:
    """The picture in the best quality that fits; one that never fits is made smaller still."""
    while True:
        for quality in QUALITIES:
            packed = io.BytesIO()
            picture.save(packed, format=kind.name, quality=quality)
            if packed.tell() <= MOST_BYTES:
                return packed.getvalue(), kind
        picture = picture.resize((max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4)))
