"""Contents to bytes and back: one JSON text and the photos in a zip, read again without trusting its sizes."""

from __future__ import annotations

import hashlib
import io
import json
import types
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from portal.foundation.refusal import Refused

from .contents import Contents

FORMAT = 1
TEXT = "parcel.json"
PHOTOS = "photos/"
MOST_UNPACKED = 60 * 1024 * 1024
MOST_FILES = 400


def packed(contents: Contents) -> bytes:
    """The bytes that are sealed."""
    file = io.BytesIO()
    said = {"format": FORMAT, **_plain(contents)}
    said.pop("photos")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(TEXT, json.dumps(said, ensure_ascii=False, sort_keys=True))
        for sha256, photo in sorted(contents.photos.items()):
            box.writestr(zipfile.ZipInfo(f"{PHOTOS}{sha256}"), photo)
    return file.getvalue()


def unpacked(file: bytes) -> Contents:
    """The contents again; a newer format, a strange word or too much of anything is refused by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as box:
            inside = box.infolist()
            if len(inside) > MOST_FILES or sum(one.file_size for one in inside) > MOST_UNPACKED:
                raise Refused("exchange.too_much")
            said = json.loads(box.read(TEXT))
            if said.pop("format") != FORMAT:
                raise Refused("exchange.newer")
            photos = {one.filename[len(PHOTOS) :]: box.read(one) for one in inside if one.filename != TEXT}
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError):
        raise Refused("exchange.altered") from None
    if any(hashlib.sha256(photo).hexdigest() != sha256 for sha256, photo in photos.items()):
        raise Refused("exchange.altered")
    try:
        found: Contents = _read(Contents, {**said, "photos": {}})
    except (ValueError, KeyError, TypeError):
        # It was signed by a partner, so it is not broken: it says something this version does not know yet.
        raise Refused("exchange.newer") from None
    found.photos.update(photos)
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items() if not isinstance(one, bytes)}
    return value


def plain(value: Any) -> str:
    """A value of a parcel as the text that is kept."""
    return json.dumps(_plain(value), ensure_ascii=False)


def again(kind: type[Any], text: str) -> Any:
    """The value behind a kept text."""
    return _read(kind, json.loads(text))


def _read(kind: Any, said: Any) -> Any:
    """A value of exactly this kind, or ValueError: fields that are missing or unknown are not made up."""
    if is_dataclass(kind):
        return _whole(kind, said)
    asked = get_origin(kind)
    if asked in (Union, types.UnionType):
        return None if said is None else _read(next(one for one in get_args(kind) if one is not type(None)), said)
    if asked is tuple:
        return _several(get_args(kind), said)
    if kind in (datetime, date):
        return _moment(kind, said)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(said)
    wanted = asked or kind
    if wanted is not Any and (not isinstance(said, wanted) or (wanted is int and isinstance(said, bool))):
        raise ValueError(said)
    return said


def _whole(kind: Any, said: Any) -> Any:
    hints = get_type_hints(kind)
    if not isinstance(said, dict) or set(said) != set(hints):
        raise ValueError(kind)
    return kind(**{name: _read(hints[name], one) for name, one in said.items()})


def _several(kinds: tuple[Any, ...], said: Any) -> tuple[Any, ...]:
    if not isinstance(said, list):
        raise ValueError(said)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], one) for one in said)
    if len(kinds) != len(said):
        raise ValueError(said)
    return tuple(_read(kind, one) for kind, one in zip(kinds, said, strict=True))


def _moment(kind: Any, said: Any) -> Any:
    found = kind.fromisoformat(said)
    if isinstance(found, datetime) and found.tzinfo is not None:
        raise ValueError(said)
    return found
