"""The words of one PDF, from standard input to JSON: run as a process of its own, so that no file holds up the portal.

Everything a reader could find is taken: pages, notes, form fields, bookmarks, the document's own title and author.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
import unicodedata
from typing import Any

MOST_PAGES = 300
MOST_SIGNS = 400_000
MOST_BYTES_OF_MEMORY = 1 << 30
MOST_SECONDS = 15
STRANGE_SHARE = 10
"""One unreadable sign in so many means that the words cannot be trusted to be all there."""


def main() -> None:
    """Read, and say what was found and whether that is all."""
    _stay_small()
    logging.disable(logging.CRITICAL)
    state, words = "unseen", ""
    with contextlib.suppress(Exception):
        state, words = read(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps([state, words]).encode())


def _stay_small() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES_OF_MEMORY, MOST_BYTES_OF_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def read(contents: bytes) -> tuple[str, str]:
    """How much of a PDF could be read (read, part, unseen, locked), and its words."""
    from pypdf import PdfReader

    reader: Any = PdfReader(io.BytesIO(contents), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return "locked", ""
    words: list[str] = [str(value) for value in dict(reader.metadata or {}).values()]
    whole = len(reader.pages) <= MOST_PAGES
    room = MOST_SIGNS
    for page in reader.pages[:MOST_PAGES]:
        text = page.extract_text() or ""
        words += [text, *_notes(page)]
        room -= len(text)
        whole = whole and bool(text.strip()) and not _has_pictures(page) and not _is_strange(text)
        if room < 0:
            whole = False
            break
    fields = reader.get_fields() or {}
    words += [str(value.get("/V", "")) for value in fields.values()]
    names = [str(name) for name in reader.attachments]
    words += [*names, *_titles(reader.outline)]
    said = "\n".join(words)[:MOST_SIGNS]
    return ("read" if whole and not names else "part" if said.strip() else "unseen"), said


def _titles(outline: Any) -> list[str]:
    found: list[str] = []
    waiting = list(outline)
    while waiting and len(found) < MOST_PAGES:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        else:
            found.append(str(one.title))
    return found


def _notes(page: Any) -> list[str]:
    found = []
    for note in page.get("/Annots") or ():
        note = note.get_object()
        found += [str(note[key]) for key in ("/Contents", "/T", "/V") if key in note]
        action = note.get("/A")
        if action is not None and "/URI" in action.get_object():
            found.append(str(action.get_object()["/URI"]))
    return found


def _has_pictures(page: Any) -> bool:
    drawn = (page.get("/Resources") or {}).get("/XObject")
    return drawn is not None and any(
        one.get_object().get("/Subtype") == "/Image" for one in drawn.get_object().values()
    )


def _is_strange(text: str) -> bool:
    strange = sum(sign == "\ufffd" or unicodedata.category(sign) in ("Co", "Cn") for sign in text)
    return strange * STRANGE_SHARE > len(text)


if __name__ == "__main__":
    main()
