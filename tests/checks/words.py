"""Bring the English catalogue in line with the words in the house: run `python tests/checks/words.py`.

It extracts every sentence, keeps the translations there are, drops sentences nobody says any more, names
what is still to translate, and compiles the catalogue.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2] / "portal"
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "portal.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.xml", "jinja2")]
OPTIONS = {f"templates/**.{kind}": {"trim_blocks": "true", "lstrip_blocks": "true"} for kind in ("html", "xml")}
Message = str | tuple[str, ...]


def extracted() -> dict[Message, set[str]]:
    """Every sentence of the house and the files that say it."""
    found: dict[Message, set[str]] = {}
    for name, _line, message, _comments, _context in extract_from_dir(
        str(ROOT), METHODS, OPTIONS, KEYWORDS, strip_comment_tags=True,
    ):
        if not name.startswith("_migrations"):
            found.setdefault(message, set()).add(Path(name).as_posix())
    return found


def catalogue() -> Catalog:
    """The English catalogue as it is kept."""
    if not PO.exists():
        return Catalog(locale="en", project="cunkou")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def brought_in_line() -> Catalog:
    """The catalogue with exactly the sentences of the house, in the order of their files."""
    before, after = catalogue(), Catalog(locale="en", project="cunkou", fuzzy=False)
    for message, files in sorted(extracted().items(), key=lambda pair: (min(pair[1]), str(pair[0]))):
        known = before.get(message)
        flags = ("python-brace-format",) if "{" in str(message) else ()
        after.add(message, known.string if known else None, sorted((file, 0) for file in files), flags=flags)
    return after


def written(after: Catalog) -> bytes:
    """The text of a catalogue, the same for the same words whenever it is made."""
    kept = io.BytesIO()
    write_po(kept, after, width=0, omit_header=True, include_lineno=False)
    head = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    plural = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    return (head + plural).encode() + kept.getvalue().strip() + b"\n"


def compiled(after: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    kept, read = io.BytesIO(), read_po(io.BytesIO(written(after)), locale="en")
    read.creation_date = read.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(kept, read)
    return kept.getvalue()


def missing(after: Catalog) -> Iterator[str]:
    """Sentences without a translation."""
    for message in after:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(texts):
            yield message.id[0] if isinstance(message.id, tuple) else message.id


def main() -> int:
    """Write both files; 1 when something is still to translate."""
    after = brought_in_line()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(after))
    MO.write_bytes(compiled(after))
    untold = list(missing(after))
    for text in untold:
        sys.stdout.write(f"{text}\n")
    sys.stdout.write(f"{len(after)} sentences, {len(untold)} to translate\n")
    return 1 if untold else 0


if __name__ == "__main__":
    raise SystemExit(main())
