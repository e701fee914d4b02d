"""What is typed into a mediation file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import ClassVar

from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.cases.forms import Labelled
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_

from . import rules


class OpenFile(Labelled):
    """How a file begins."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {
        "method": rules.Method, "source": rules.Source, "risk": rules.Risk, "field": rules.Field,
    }
    method = SelectField(N_("由谁调解"))
    source = SelectField(N_("怎样来的"))
    risk = SelectField(N_("风险"))
    field = SelectField(N_("哪一种"))


class PartyForm(Labelled):
    """One party."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"side": rules.Side}
    side = RadioField(N_("哪一方"), [Filled()])
    name = Words(N_("姓名"), [Filled(), AtMost(40)])
    phone = Words(N_("联系电话"), [AtMost(40)])
    address = Words(N_("住址"), [AtMost(120)])


class PaperForm(Labelled):
    """One paper."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"kind": rules.WRITTEN_BY_HAND}
    kind = SelectField(N_("哪一份材料"))
    step = SelectField(N_("调解到哪一步"), validate_choice=False)
    day = DateField(N_("哪一天"), [InputRequired()])
    words = Paragraphs(N_("内容"), [Filled(), AtMost(rules.MOST_WORDS)])


class AgreementForm(Labelled):
    """The agreement."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"form": rules.Form}
    form = RadioField(N_("协议形式"), [Filled()])
    matter = Paragraphs(N_("纠纷事由"), [Filled(), AtMost(2000)])
    issue = Paragraphs(N_("争议和责任"), [Filled(), AtMost(2000)])
    content = Paragraphs(N_("协议内容"), [Filled(), AtMost(4000)])
    way = Paragraphs(N_("履行方式"), [Filled(), AtMost(2000)])
    until = DateField(N_("履行期限"), [InputRequired()])
    signed_by_parties = BooleanField(N_("双方当事人已签字或按手印"))
    signed_by_mediator = BooleanField(N_("调解员已签字"))
    stamped = BooleanField(N_("已盖调委会印章"))


class EndForm(Labelled):
    """How it ends without an agreement."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {
        "end": (rules.End.REFUSED, rules.End.FAILED, rules.End.WITHDRAWN),
    }
    end = RadioField(N_("怎样结束"), [Filled()])
    words = Paragraphs(N_("告知了哪些别的办法"), [AtMost(2000)])


class KeptForm(Labelled):
    """How far an agreement was kept."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"kept": rules.Kept}
    kept = RadioField(N_("履行得怎样"), [Filled()])
    words = Paragraphs(N_("履行情况"), [Filled(), AtMost(2000)])


class FollowForm(Form):
    """A visit afterwards."""

    words = Paragraphs(N_("回访情况：满意吗，还有没有隐患"), [Filled(), AtMost(2000)])


class DangerForm(Form):
    """Danger, told at once."""

    words = Paragraphs(N_("什么险情（只存在卷里）"), [Filled(), AtMost(2000)])


class NameForm(Labelled):
    """Who else may open the file."""

    SETS: ClassVar[Mapping[str, Iterable[StrEnum]]] = {"role": (rules.Role.MEDIATOR, rules.Role.REVIEWER)}
    account = SelectField(N_("谁"), coerce=int, validate_choice=False)
    role = SelectField(N_("做什么"))


class ReasonForm(Form):
    """Why somebody opens a file they are not named on."""

    reason = Paragraphs(N_("为什么要打开"), [Filled(), AtMost(400)])


class ConfirmedForm(Form):
    """The day a court confirmed."""

    day = DateField(N_("法院确认的日子"), [Optional()])


class StepsForm(Form):
    """The steps of a talk."""

    lines = Paragraphs(N_("一行写一步"), [Filled(), AtMost(400)])
