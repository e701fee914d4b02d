"""What is typed to demand, to count and confirm, to answer, to refuse, to hide, and to come back."""

from __future__ import annotations

from wtforms import BooleanField, DateField, FileField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.disclosures.catalogue import catalogue
from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _
from portal.places.records import Place

from .rules import MOST_REASON, MOST_WHY, MOST_WORDS, Numbers
from .services import Started
from .sheet_records import DemandSheet

MOST_PEOPLE = 1_000_000
WHOLE = NumberRange(0, MOST_PEOPLE, N_("请填整数。"))


class Start(Form):
    """What should be published; the form has no field for a name or a phone."""

    place = SelectField(N_("哪个村"), coerce=int, validators=[Optional()])
    words = Words(N_("要求公开什么"), [Filled(), AtMost(MOST_WORDS)])
    why = Paragraphs(N_("为什么要公开（可以不写）"), [AtMost(MOST_WHY)])
    item = SelectField(N_("是公开目录里的哪一项（不清楚就不选）"), default="")

    def offer(self, places: list[Place]) -> Start:
        """Fill the choices."""
        self.place.choices = [(place.id, place.name) for place in places]
        self.item.choices = [("", _("目录以外，或者不清楚"))] + [
            (item.code, f"{item.code} {item.words}") for item in catalogue().values()
        ]
        return self

    def started(self) -> Started:
        """What was typed."""
        return Started(words=self.words.data or "", why=self.why.data or "", item=self.item.data or "")


class CountSheet(Form):
    """The numbers on one sheet of signatures."""

    villagers = IntegerField(N_("签名的成年村民几人"), [InputRequired(N_("请填人数，没有就填 0。")), WHOLE])
    representatives = IntegerField(N_("其中村民代表几人"), [InputRequired(N_("请填人数，没有就填 0。")), WHOLE])
    photo = FileField(N_("这张表的照片（只给办公室和监督委员会看）"))
    replaces = SelectField(N_("替换以前登记错的一张"), default="")
    note = Words(N_("替换的原因"), [AtMost(MOST_REASON)])

    def offer(self, sheets: list[DemandSheet]) -> CountSheet:
        """Fill the choices: sheets by the order in which they were counted."""
        self.replaces.choices = [("", _("不替换，是新的一张"))] + [
            (str(sheet.id), _("第 {n} 张").format(n=turn)) for turn, sheet in enumerate(sheets, 1)
        ]
        return self

    def counted(self) -> Numbers:
        """The numbers."""
        return Numbers(self.villagers.data or 0, self.representatives.data or 0)


class SendBack(Form):
    """Why a sheet was counted wrongly."""

    reason = Words(N_("哪里不对"), [Filled(), AtMost(MOST_REASON)])


class Answer(Form):
    """The number of what was published."""

    number = Words(N_("公开的编号"), [Filled(), AtMost(24)])


class Refuse(Form):
    """Why it is not published, and that this is meant."""

    reason = Words(N_("为什么不公开，依据哪一条"), [Filled(), AtMost(MOST_REASON)])
    sure = BooleanField(N_("已经核实，依法不能公开"), [InputRequired(N_("请确认。"))])


class Hide(Form):
    """Why a demand is hidden."""

    why = Words(N_("隐藏的原因"), [Filled(), AtMost(MOST_REASON)])


class RollForm(Form):
    """The rolls of a place."""

    villagers = IntegerField(N_("十八周岁以上的村民几人"), [InputRequired(N_("请填人数。")), WHOLE])
    representatives = IntegerField(N_("村民代表几人"), [InputRequired(N_("请填人数，没有就填 0。")), WHOLE])
    on_day = DateField(N_("这是哪一天的人数"), [InputRequired(N_("请选一天。"))])
    source = Words(N_("从哪里来，例如：2026年选民登记名册"), [Filled(), AtMost(MOST_REASON)])
