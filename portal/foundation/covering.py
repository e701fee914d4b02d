"""Black boxes over faces and plates: a numbered grid to point with, solid paint where somebody pointed, the page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Response, abort, request

from .forms import AtMost, Form, Words
from .i18n import N_, _
from .photos import shrink
from .pressing import leads_to, pressed
from .refusal import Refused
from .uploads import Received, path_of, send
from .web import Answer, page_or_fragment

if TYPE_CHECKING:
    from PIL import Image

ACROSS = 12
MOST_DOWN = 18


def read(sha256: str) -> bytes:
    """The kept photo."""
    return path_of(sha256).read_bytes()


def grid_of(contents: bytes) -> tuple[int, int]:
    """How many cells lie across and down: twelve across, each about square."""
    from PIL import Image

    with Image.open(io.BytesIO(contents), formats=("JPEG", "PNG", "WEBP")) as photo:
        width, height = photo.size
    return ACROSS, min(MOST_DOWN, max(1, round(ACROSS * height / width)))


def with_grid(contents: bytes) -> Received:
    """The photo with the numbered grid laid over it."""
    from PIL import ImageDraw

    picture, cells = _opened(contents)
    draw = ImageDraw.Draw(picture)
    for number, (left, top, right, bottom) in enumerate(cells, start=1):
        draw.rectangle((left, top, right, bottom), outline=(255, 230, 0))
        draw.rectangle((left + 1, top + 1, left + 26, top + 14), fill=(0, 0, 0))
        draw.text((left + 3, top + 2), str(number), fill=(255, 255, 255))
    return _saved(picture)


def covered(contents: bytes, chosen: Collection[int]) -> Received:
    """A copy in which the chosen cells, counted from 1 by rows, are solid black; no cell means nothing to cover."""
    from PIL import ImageDraw

    picture, cells = _opened(contents)
    if any(not 1 <= number <= len(cells) for number in chosen):
        raise Refused("covering.no_such_cell", most=len(cells))
    draw = ImageDraw.Draw(picture)
    for number in chosen:
        draw.rectangle(cells[number - 1], fill=(0, 0, 0))
    return _saved(picture)


def cells_from(text: str) -> frozenset[int]:
    """The cells somebody typed: numbers and ranges such as 5 6, 17-20."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d{1,4})(?:\s*[-–—~～至到]\s*(\d{1,4}))?", text):
        found |= set(range(int(first), int(last or first) + 1))
    return frozenset(found)


class Cover(Form):
    """Which cells of the grid are covered."""

    cells = Words(N_("盖住哪几格"), [AtMost(400)])


@dataclass(frozen=True)
class Covering:
    """A photo of some affair while it is covered: the affair's number and place, the photo, and the way back.

    The room has the routes photo, picture and cover under the affair's number; `photo` has an id, the attachment as it
    came and `boxed`, its covered copy or None.
    """

    number: str
    place: Any
    photo: Any
    back: str
    called: str

    def page(self, form: Cover | None = None, *, acts: bool = True, **more: Any) -> Answer:
        """The photo with its grid, the form for whoever may cover it, and the covered copy."""
        across, down = grid_of(read(self.photo.attachment.sha256))
        return page_or_fragment(
            "parts/covering.html", "parts/_cover.html", covering=self, place=self.place, room=request.blueprint,
            form=form or Cover(), cells=across * down, acts=acts, **more,
        )

    def picture(self, version: str) -> Response:
        """The photo as it came, with the grid, or covered; the caller knows that the viewer may see all of them."""
        if version == "grid":
            painted = with_grid(read(self.photo.attachment.sha256))
            response = Response(painted.contents, mimetype=f"image/{painted.kind}")
            response.headers["Cache-Control"] = "no-store"
            return response
        kept = {"original": self.photo.attachment, "covered": self.photo.boxed}.get(version) or abort(404)
        return send(kept.sha256, kept.kind, "photo")

    def cover(self, does: Callable[[Collection[int]], object]) -> Answer:
        """Have the chosen cells covered by the room's own deed."""
        form: Cover = Cover.typed()
        return pressed(
            form, lambda: does(cells_from(form.cells.data or "")), again=partial(self.page, form),
            then=leads_to(
                f"{request.blueprint}.photo", number=self.number, photo_id=self.photo.id,
                notice=_("盖好了，公开时只用这一张。"),
            ),
        )


def _opened(contents: bytes) -> tuple[Image.Image, list[tuple[int, int, int, int]]]:
    from PIL import Image

    with Image.open(io.BytesIO(contents), formats=("JPEG", "PNG", "WEBP")) as photo:
        picture = photo.convert("RGB")
    return picture, list(_cells(picture.size, grid_of(contents)))


def _cells(size: tuple[int, int], grid: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    (width, height), (across, down) = size, grid
    for row in range(down):
        for column in range(across):
            yield (
                column * width // across, row * height // down,
                (column + 1) * width // across, (row + 1) * height // down,
            )


def _saved(picture: Image.Image) -> Received:
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    contents, kind = shrink(kept.getvalue())
    return Received(contents, str(kind), f"photo.{kind}")
