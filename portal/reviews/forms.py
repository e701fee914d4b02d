"""What is typed and ticked while a paper is reviewed."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, IntegerField, RadioField, SelectField
from wtforms.validators import Optional

from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _, label

from .remarking import Saying
from .saying import MOST_REFERENCE, MOST_WORDS, Part, Said


class Seen(Form):
    """Which revision of the draft, or which round of its review, somebody was looking at."""

    revision = IntegerField(validators=[Optional()])
    round = IntegerField(validators=[Optional()])
    about = IntegerField(validators=[Optional()])


class Decide(Form):
    """A step: what one has to say about it, and whether it sends the paper back."""

    comment = Paragraphs(N_("意见"), [AtMost(MOST_WORDS)])
    verdict = Words(N_("结果"), [Optional()])

    @property
    def returns(self) -> bool:
        """Whether the button that sends back was pressed."""
        return bool(self.verdict.data == "returned")


class Meet(Decide):
    """A joint meeting as it is recorded: its day, and where its minutes are."""

    met_on = DateField(N_("会议是哪一天开的"), [Optional()])
    reference = Words(N_("会议记录编号"), [Filled(), AtMost(MOST_REFERENCE)])


class Declare(Form):
    """Whether a supervisor is a near relative of anybody concerned."""

    relation = RadioField(N_("回避声明"), [Filled(N_("请先选一项。"))])

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.relation.choices = [
            (str(Said.CLEAR), _("我和本事项的当事人、经手人没有近亲属关系")),
            (str(Said.RELATED), _("有近亲属关系，我回避这份稿子")),
        ]

    @property
    def is_related(self) -> bool:
        """Whether there is a relation."""
        return bool(self.relation.data == Said.RELATED)


class _Beside(Form):
    """Words beside a part or a line of the paper."""

    part = SelectField(N_("说的是哪一部分"))
    line = IntegerField(N_("第几行"), [Optional()])

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.part.choices = [(str(part), label(part)) for part in Part]

    def saying(self, said: Said) -> Saying:
        """What was typed."""
        return Saying(said, self.words.data or "", Part(self.part.data), self.line.data or 0)


class Note(_Beside):
    """A note that stops nothing."""

    words = Paragraphs(N_("批注"), [Filled(), AtMost(MOST_WORDS)])


class Object(_Beside):
    """An objection with its reason."""

    words = Paragraphs(N_("异议和理由"), [Filled(), AtMost(MOST_WORDS)])


class Reply(Form):
    """The answer to an objection."""

    words = Paragraphs(N_("答复"), [Filled(), AtMost(MOST_WORDS)])


class Rule(Form):
    """What becomes of an objection after its answer."""

    ruling = RadioField(N_("看了答复以后"), [Filled(N_("请先选一项。"))])
    words = Paragraphs(N_("说明"), [AtMost(MOST_WORDS)])

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.ruling.choices = [(str(Said.LIFTED), _("撤回异议")), (str(Said.UPHELD), _("坚持异议，退回改稿"))]
