"""What is typed about a place, and the spreadsheet somebody hands in."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import FileField, HiddenField, RadioField, TextAreaField

from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_, _, label

from .rules import LONGEST, CloseReason, Column, NewPlace, PlaceKind, PlaceWords


class PlaceForm(Form):
    """Name, telephone, address and hours; `seen` remembers what the form was opened with."""

    name = Words(N_("名称"), [Filled(), AtMost(LONGEST[Column.NAME])])
    phone = Words(N_("电话"), [AtMost(LONGEST[Column.PHONE])], description=N_("办公电话，人人都看得到。"))
    address = Words(N_("地址"), [AtMost(LONGEST[Column.ADDRESS])])
    hours = Words(N_("开放时间"), [AtMost(LONGEST[Column.HOURS])], description=N_("例如：周一至周五 9:00-17:00"))
    seen = HiddenField()

    def words(self) -> PlaceWords:
        """What was typed."""
        return PlaceWords(
            name=self.name.data or "", phone=self.phone.data or "", address=self.address.data or "",
            hours=self.hours.data or "",
        )


class NewPlaceForm(Form):
    """A place to be hung below another, or at the top."""

    kind = RadioField(N_("类别"), [Filled(N_("请选一个类别。"))])
    code = Words(
        N_("代码"), [Filled(), AtMost(20)], description=N_("12 位区划代码，或者自己编的数字和字母；以后不能改。")
    )
    name = Words(N_("名称"), [Filled(), AtMost(LONGEST[Column.NAME])])
    phone = Words(N_("电话"), [AtMost(LONGEST[Column.PHONE])], description=N_("办公电话，人人都看得到。"))
    address = Words(N_("地址"), [AtMost(LONGEST[Column.ADDRESS])])
    hours = Words(N_("开放时间"), [AtMost(LONGEST[Column.HOURS])], description=N_("例如：周一至周五 9:00-17:00"))

    def offer(self, kinds: Iterable[PlaceKind]) -> NewPlaceForm:
        """Let these kinds be chosen; a single one is chosen already."""
        self.kind.choices = [(str(kind), label(kind)) for kind in kinds]
        if not self.kind.data and len(self.kind.choices) == 1:
            self.kind.data = self.kind.choices[0][0]
        return self

    def place(self) -> NewPlace:
        """What was typed."""
        return NewPlace(
            kind=PlaceKind(self.kind.data), code=self.code.data or "", name=self.name.data or "",
            phone=self.phone.data or "", address=self.address.data or "", hours=self.hours.data or "",
        )


class CloseForm(Form):
    """Why a place is no more."""

    reason = RadioField(N_("为什么关闭"), [Filled(N_("请选一个原因。"))])

    def offer(self) -> CloseForm:
        """Let a reason be chosen."""
        self.reason.choices = [(str(reason), label(reason)) for reason in CloseReason]
        return self


class ImportForm(Form):
    """A spreadsheet as a file, or its cells pasted."""

    file = FileField(
        N_("表格文件"), render_kw={"accept": ".xlsx,.xls,.csv,.tsv"}, description=N_("xlsx、xls 或 csv，最多一万行。")
    )
    pasted = TextAreaField(N_("或者从表格里复制，贴到这里"))

    def sent(self) -> tuple[str, bytes]:
        """The name and contents of what was handed in; both empty when nothing was."""
        if self.file.data and getattr(self.file.data, "filename", ""):
            return str(self.file.data.filename), self.file.data.read()
        text = (self.pasted.data or "").strip("\r\n")
        return (_("贴进来的内容"), text.encode("utf-8", "replace")) if text.strip() else ("", b"")
