"""Small drawn photos of a paper board and of a signed sheet, and nobody in them; none where photos cannot be read."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from portal.foundation.uploads import Received, looked_at

if TYPE_CHECKING:
    from PIL import Image

SIZE = (960, 640)
WOOD, BOARD, SHEET, INK, SEAL, WALL = (
    (122, 82, 48), (58, 92, 70), (246, 243, 232), (120, 120, 116), (178, 42, 36), (214, 203, 182),
)


def board_photo(turn: int = 0) -> Received | None:
    """A board with a few sheets on it; every `turn` hangs them a little differently."""
    return _taken(lambda: board_jpeg(turn), f"公开栏{turn + 1}.jpg")


def sheet_photo() -> Received | None:
    """A sheet with lines and blots where names and thumbprints would be; nobody's name is on it."""
    return _taken(lambda: _jpeg(_sheet()), "签名表.jpg")


def board_jpeg(turn: int = 0) -> bytes:
    """The same board as a telephone would send it."""
    return _jpeg(_board(turn))


def _taken(sent: Callable[[], bytes], name: str) -> Received | None:
    """The drawing as the office takes in a photo; None where the portal was installed without them."""
    try:
        return looked_at(sent(), name)
    except ImportError:
        return None


def _jpeg(picture: Image.Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=82)
    return kept.getvalue()


def _board(turn: int) -> Image.Image:
    from PIL import Image, ImageDraw

    photo = Image.new("RGB", SIZE, WALL)
    pen = ImageDraw.Draw(photo)
    for row in range(0, SIZE[1], 40):
        pen.line((0, row, SIZE[0], row), fill=(200, 188, 166), width=2)
    pen.rectangle((70, 60, 890, 560), fill=WOOD)
    pen.rectangle((95, 85, 865, 535), fill=BOARD)
    pen.rectangle((330, 30, 630, 84), fill=WOOD)
    for place in range(4):
        left, top = 125 + place * 185, 125 + (place * 7 + turn * 11) % 34
        bottom = top + 300 + (place * 13 + turn * 5) % 60
        pen.rectangle((left, top, left + 160, bottom), fill=SHEET)
        pen.ellipse((left + 74, top + 6, left + 86, top + 18), fill=SEAL)
        pen.rectangle((left + 30, top + 34, left + 130, top + 46), fill=SEAL)
        for line in range(top + 70, bottom - 40, 22):
            pen.line((left + 16, line, left + 144 - (line * 3 + turn * 17) % 38, line), fill=INK, width=4)
        pen.rectangle((left + 118, bottom - 40, left + 146, bottom - 12), outline=INK, width=5)
    return photo


def _sheet() -> Image.Image:
    from PIL import Image, ImageDraw

    page = Image.new("RGB", (420, 594), (247, 243, 232))
    pen = ImageDraw.Draw(page)
    for line in range(16):
        top = 90 + line * 30
        pen.rectangle((30, top, 390, top + 30), outline=(120, 110, 100))
        if line < 11:
            pen.line((60, top + 18, 150 + line % 4 * 15, top + 14), fill=(40, 40, 60), width=4)
            pen.ellipse((300, top + 6, 318, top + 26), fill=(186, 60, 50))
    return page
