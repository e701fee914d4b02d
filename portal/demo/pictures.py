"""Small drawn photos of a paper board: boards and sheets, and nobody in them."""

from __future__ import annotations

import io

SIZE = (960, 640)
WOOD, BOARD, SHEET, INK, SEAL, WALL = (
    (122, 82, 48), (58, 92, 70), (246, 243, 232), (120, 120, 116), (178, 42, 36), (214, 203, 182),
)


def board_photo(turn: int = 0) -> bytes:
    """A JPEG of a board with a few sheets on it; every `turn` hangs them a little differently."""
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
    kept = io.BytesIO()
    photo.save(kept, "JPEG", quality=82)
    return kept.getvalue()
