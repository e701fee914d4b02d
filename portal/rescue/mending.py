"""A database file whose first hundred bytes were overwritten, while its pages are still there."""

from __future__ import annotations

import struct
from pathlib import Path

MAGIC = b"SQLite format 3\x00"
HEADER = 100
PAGE = 4096
LEAF, INTERIOR = 0x0D, 0x05


def with_a_new_beginning(kept: Path) -> Path:
    """A copy with a header as this portal writes it; the same file when its first page holds nothing to save."""
    contents = bytearray(kept.read_bytes())
    if len(contents) < PAGE or contents[HEADER] not in (LEAF, INTERIOR):
        return kept
    pages = len(contents) // PAGE
    counter = 1
    contents[:HEADER] = struct.pack(
        ">16sHBBBBBBIIIIIIIIIIII20xII", MAGIC, PAGE, 1, 1, 0, 64, 32, 32, counter, pages, 0, 0, 1, 4, 0, 0, 1, 0, 0, 0,
        counter, 3_040_001,
    )
    mended = kept.with_name("mended.sqlite3")
    mended.write_bytes(contents)
    mended.chmod(0o600)
    return mended
