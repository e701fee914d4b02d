"""QR codes that lead from paper back to a page: as a picture, inside a page, and in a terminal."""

from __future__ import annotations

import io

import segno

QUIET = 4  # modules of white around the code; scanners need them


def _code(text: str) -> segno.QRCode:
    # UTF-8 in byte mode: left alone, segno packs some Chinese words as Shift JIS, which phones show as rubbish.
    return segno.make(text, error="m", micro=False, encoding="utf-8")


def qr_png(text: str) -> bytes:
    """A PNG that long-press recognition on a phone can read."""
    picture = io.BytesIO()
    _code(text).save(picture, kind="png", scale=8, border=QUIET)
    return picture.getvalue()


def qr_svg_path(text: str) -> tuple[int, str]:
    """The side of the square view box and the `d` of one filled path."""
    code = _code(text)
    parts: list[str] = []
    rows = [list(row) for row in code.matrix_iter(scale=1, border=QUIET)]
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                parts.append(f"M{start} {y}h{x - start}v1H{start}z")
            x += 1
    return len(rows), "".join(parts)


def qr_terminal(text: str) -> str:
    """The code in block characters, for the window the server was started in."""
    screen = io.StringIO()
    _code(text).terminal(out=screen, border=2, compact=True)
    return screen.getvalue()
