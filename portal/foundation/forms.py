"""Forms as people fill them in: Chinese messages, whitespace trimmed, nothing typed is ever lost."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar

from flask import request
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Form as PlainForm
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from .i18n import N_, _, sentence, spoken
from .refusal import Refused

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def tidy(text: str | None) -> str | None:
    """Typed text without unseen signs, with its ends trimmed and line ends made one kind."""
    if text is None:
        return None
    clean = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", clean).strip()


class Words(StringField):
    """One line of text."""

    def __init__(self, label: str, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, filters=(tidy, _one_line), **options)


class Paragraphs(TextAreaField):
    """Several lines of text."""

    def __init__(self, label: str, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, filters=(tidy,), **options)


def _one_line(text: str | None) -> str | None:
    return re.sub(r"\s+", " ", text) if text else text


class Form(PlainForm):
    """The base of every form: messages in the reader's language, built from what the request carries."""

    class Meta:
        locales = ("zh_CN",)

    def __init__(self, *given: Any, **options: Any) -> None:
        options["meta"] = {"locales": ["zh_CN"] if spoken() == "zh" else ["en_US"], **options.get("meta", {})}
        super().__init__(*given, **options)

    @classmethod
    def typed(cls, **options: Any) -> Any:
        """The form holding what was just sent."""
        return cls(CombinedMultiDict([request.files, request.form]), **options)


class Filled:
    """A field that must say something; the message names no rule, only what to do."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, message: str = N_("这里要填。")) -> None:
        self.message = message

    def __call__(self, form: PlainForm, field: Any) -> None:
        if not field.raw_data or not str(field.data or "").strip():
            raise ValidationError(_(self.message))


class AtMost:
    """A field of at most `most` characters."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, form: PlainForm, field: Any) -> None:
        if field.data and len(field.data) > self.most:
            words = _("太长了：最多 {most} 个字，现在有 {now} 个。")
            raise ValidationError(words.format(most=self.most, now=len(field.data)))


def refuse_field(form: PlainForm, name: str, refused: Refused) -> None:
    """Show a rule's refusal beside the field it speaks of."""
    field = form[name]
    field.errors = [*field.errors, sentence(refused.key, refused.facts)]
