"""What is typed and handed in: a card, a fingerprint, the choice of things, a parcel, a receipt."""

from __future__ import annotations

from wtforms import FileField, SelectMultipleField, TextAreaField

from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_


class CardForm(Form):
    """Another office's card: its file or a photo of it, or its line typed by hand."""

    file = FileField(
        N_("名片文件，或者名片的照片"), description=N_("U 盘里的 .card 文件；或者用手机拍下纸上的二维码。"),
    )
    text = TextAreaField(
        N_("照着纸抄"), [AtMost(1000)], description=N_("以 CUNKOU1 开头的那一段。空格、换行、大小写都不要紧。"),
    )


class ConfirmForm(Form):
    """The fingerprint from the other office's own paper."""

    fingerprint = Words(
        N_("对方纸上的指纹"), [Filled(), AtMost(60)], render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )


class MakeForm(Form):
    """What goes into the parcel."""

    things = SelectMultipleField(N_("要送的"), validate_choice=False)


class OpenForm(Form):
    """A parcel that was brought."""

    parcel = FileField(N_("包裹文件"), description=N_("U 盘里以 .parcel 结尾的文件。先看里面有什么，再决定办不办。"))


class ReceiptForm(Form):
    """The word on the other office's receipt."""

    word = Words(
        N_("回执码"), [Filled(), AtMost(40)], render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )
