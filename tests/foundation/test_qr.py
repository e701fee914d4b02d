"""A QR code is a picture, a path or blocks; all of them show the same modules."""

import re
import struct

import pytest
import segno

from portal.foundation.qr import qr_png, qr_svg_path, qr_terminal

ADDRESS = "http://192.168.1.20:8080/c/7KQM-4TXD-2PWN"


def test_the_png_is_square_and_large_enough_to_scan() -> None:
    picture = qr_png(ADDRESS)
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG")
    assert width == height >= 200


def painted(path: str) -> set[tuple[int, int]]:
    bars = re.findall(r"M(\d+) (\d+)h(\d+)v1H\1z", path)
    assert "".join(f"M{x} {y}h{width}v1H{x}z" for x, y, width in bars) == path
    return {(int(x) + step, int(y)) for x, y, width in bars for step in range(int(width))}


@pytest.mark.parametrize("text", [ADDRESS, "大格勒乡", "1"])
def test_the_path_paints_exactly_the_dark_modules(text: str) -> None:
    size, path = qr_svg_path(text)
    code = segno.make(text, error="m", micro=False, encoding="utf-8")
    dark = {(x, y) for y, row in enumerate(code.matrix_iter(border=4)) for x, module in enumerate(row) if module}
    assert painted(path) == dark
    assert size == code.symbol_size(border=4)[0]


def test_chinese_is_written_as_utf8() -> None:
    assert qr_svg_path("日本語") == qr_svg_path("日本語")
    assert qr_svg_path("日本語")[0] == segno.make("日本語".encode(), error="m", micro=False).symbol_size(border=4)[0]


def test_the_terminal_shows_lines_of_one_length() -> None:
    lines = qr_terminal(ADDRESS).splitlines()
    assert len(lines) > 10
    assert len({len(line) for line in lines}) == 1
