"""What a pressed button does: check what was typed, do it and go on, or show the page again with what is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

from flask import make_response, request

from .forms import Form
from .refusal import Refused, TooManyTries
from .web import Answer, redirect_to

Did = TypeVar("Did")


def leads_to(endpoint: str, *, notice: str = "", **values: Any) -> Callable[[object], Answer]:
    """Where a button leads once it is done, whatever its verb gave back."""
    return lambda _did: redirect_to(endpoint, notice=notice, **values)


def pressed(
    form: Form | None, does: Callable[[], Did], again: Callable[..., Answer], then: Callable[[Did], Answer],
) -> Answer:
    """A button: check what was typed, do it, and go on with what the verb gave back.

    What is wrong shows the page `again` (422): with wrong=True when the form says so, with refusal= when a rule does.
    A page that is only looked at is the same page with neither. `form` is None where nothing can be typed wrongly.
    """
    if request.method != "POST":
        return again()
    try:
        if form is not None and not form.validate():
            return again(wrong=True)
        did = does()
    except Refused as refusal:
        return again(refusal=refusal)
    return then(did)


def too_often(slow: TooManyTries, key: str, again: Callable[..., Answer]) -> Answer:
    """The page `again` for somebody who tries too often (429): the sentence behind `key` with its {minutes}."""
    answer = make_response(again(refusal=Refused(key, minutes=math.ceil(slow.seconds / 60))))
    answer.status_code = 429
    answer.headers["Retry-After"] = str(slow.seconds)
    return answer
