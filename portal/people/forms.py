"""What is typed about accounts, posts and passwords."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, PasswordField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_, _, sentence
from portal.places.records import Place

from .kinds import PostKind, PutForward
from .rules import LONGEST, NewAccount, NewPost
from .words import POST_NAMES, PUT_FORWARD

FULL_TIME = (("", N_("没有说")), ("yes", N_("专职")), ("no", N_("兼职")))
DEPTH = {"county": 0, "township": 1, "village": 2, "group": 3, "grid": 3}


class PeopleForm(Form):
    """Labels and hints in the reader's language."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for field in self:
            field.label.text = _(field.label.text)
            field.description = _(field.description)


class Same:
    """The second time a password is typed, which must be the same."""

    def __call__(self, form: Any, field: Any) -> None:
        """Compare it with the first."""
        if field.data != form.new.data:
            raise ValidationError(sentence("people.passwords_differ", {}))


def _password(label: str, kind: str, *more: Any) -> PasswordField:
    return PasswordField(label, [Filled(), AtMost(LONGEST), *more], render_kw={"autocomplete": kind})


class SignIn(PeopleForm):
    """Name and password."""

    name = Words(
        N_("登录名"), [Filled()], render_kw={"autocomplete": "username", "autocapitalize": "none", "maxlength": 100},
    )
    password = PasswordField(N_("密码"), [Filled()], render_kw={"autocomplete": "current-password"})
    next = HiddenField()


class NewPassword(PeopleForm):
    """A password chosen twice."""

    new = _password(N_("新密码"), "new-password")
    again = _password(N_("再输一次新密码"), "new-password", Same())


class OwnPassword(NewPassword):
    """One's own password, by somebody who knows the present one."""

    current = PasswordField(N_("现在的密码"), [Filled()], render_kw={"autocomplete": "current-password"})


class SlipPassword(NewPassword):
    """A password by the code on a printed slip."""

    code = Words(
        N_("纸条上的号码"), [Filled(), AtMost(40)], description=N_("不分大小写，中间的横线可以不输。"),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters"},
    )


class AccountForm(PeopleForm):
    """A new account."""

    name = Words(
        N_("登录名"), [Filled(), AtMost(40)], description=N_("2 到 40 个字：汉字、字母或数字。"),
        render_kw={"autocomplete": "off"},
    )
    shown_name = Words(
        N_("姓名"), [Filled(), AtMost(40)], description=N_("公开页面上就写这个名字。"),
        render_kw={"autocomplete": "off"},
    )

    def value(self) -> NewAccount:
        """What was typed."""
        return NewAccount(name=self.name.data, shown_name=self.shown_name.data)


class NameForm(PeopleForm):
    """A corrected name."""

    shown_name = Words(N_("姓名"), [Filled(), AtMost(40)], render_kw={"autocomplete": "off"})
    was = HiddenField()


class ReasonForm(PeopleForm):
    """Why something is done to an account or a post."""

    reason = Words(N_("原因"), [Filled(), AtMost(200)], description=N_("写清楚一句话，以后查得到。不要写病情和家事。"))


class PostForm(PeopleForm):
    """A post to be given."""

    place = SelectField(N_("地方"), [Filled()])
    kind = SelectField(N_("职务"), [Filled()])
    put_forward_by = SelectField(N_("怎样产生"), [Filled()])
    begins = DateField(N_("从哪天起"), [InputRequired()])
    ends = DateField(
        N_("到哪天止"), [Optional()], description=N_("含这一天。没有定就空着。"),
    )
    full_time = RadioField(N_("专职还是兼职"), [Optional()], default="")
    duty_words = Words(N_("负责什么"), [AtMost(200)], description=N_("一句话，会写在公开页上。"))
    public = BooleanField(N_("在公开页上写出姓名和职务"), default=True)

    def __init__(self, *given: Any, places: Iterable[Place], **options: Any) -> None:
        super().__init__(*given, **options)
        self.place.choices = [(one.mark, "　" * DEPTH[one.kind] + one.name) for one in places]
        self.kind.choices = _choices(POST_NAMES)
        self.put_forward_by.choices = _choices(PUT_FORWARD)
        self.full_time.choices = [(value, _(words)) for value, words in FULL_TIME]

    def value(self) -> NewPost:
        """What was typed."""
        return NewPost(
            kind=PostKind(self.kind.data), put_forward_by=PutForward(self.put_forward_by.data),
            begins=self.begins.data, ends=self.ends.data, public=self.public.data,
            full_time={"yes": True, "no": False}.get(self.full_time.data or ""), duty_words=self.duty_words.data or "",
        )


def _choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    members: list[tuple[StrEnum, str]] = list(words.items())
    return [(str(member), _(text)) for member, text in members]
