"""A calendar file as phones and computers subscribe to it (RFC 5545): folded, escaped, in UTF-8."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LINE = 75
"""The most octets on one line, its end not counted (RFC 5545, 3.1)."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something on a day, or between two moments in UTC; `stamp` is when it was written, `sequence` its version."""

    uid: str
    summary: str
    stamp: datetime
    day: date | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    description: str = ""
    place: str = ""
    address: str = ""
    sequence: int = 0


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """The whole file."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cunkou//Cunkou//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}", "X-WR-TIMEZONE:Asia/Shanghai",
    ]
    for event in events:
        lines += _event(event)
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(event: Event) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{_moment(event.stamp)}", f"SEQUENCE:{event.sequence}"]
    if event.day is not None:
        after = event.day + timedelta(days=1)
        lines += [f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", "TRANSP:TRANSPARENT"]
    if event.begins is not None and event.ends is not None:
        lines += [f"DTSTART:{_moment(event.begins)}", f"DTEND:{_moment(event.ends)}"]
    lines.append(f"SUMMARY:{escaped(event.summary)}")
    for word, said in (("DESCRIPTION", event.description), ("LOCATION", event.place)):
        lines += [f"{word}:{escaped(said)}"] if said else []
    return [*lines, *([f"URL:{event.address}"] if event.address else []), "END:VEVENT"]


def _moment(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line ends written out (RFC 5545, 3.3.11)."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(sign, written)
    return text


def folded(line: str) -> bytes:
    """One line, cut so that no piece is longer than 75 octets and no letter is cut in two."""
    pieces: list[bytes] = [b""]
    for letter in line:
        octets = letter.encode()
        if len(pieces[-1]) + len(octets) > LINE:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"
