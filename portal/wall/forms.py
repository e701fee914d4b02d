"""What is typed at the wall: where and when a sheet hung, who hung it, and the photo that shows it."""

from __future__ import annotations

from wtforms import BooleanField, DateField, FileField, IntegerField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.foundation.forms import AtMost, Filled, Form, Words
from portal.foundation.i18n import N_

from .records import Board
from .rules import MOST_BOARD, MOST_NAME, MOST_REASON
from .services import Mended, NewPosting
from .words import FIRST_BOARD

ON_WHICH_DAY = N_("请选一天。")
PHOTO = N_("公开栏的照片")
PHOTO_HINT = N_("照片会自动缩小，并去掉拍摄地点。")
NOTHING_PRIVATE = N_("我看过照片，里面没有人脸、门牌、车牌和别人的私事，可以公开")


class Asked(Form):
    """What every form about a posting carries: the entry its writer has seen."""

    seen = IntegerField(validators=[Optional()])


class PutUp(Form):
    """A sheet that was put up, and which edition it shows."""

    version = IntegerField(validators=[Optional()])
    board = SelectField(N_("哪一块公开栏"), coerce=int)
    up_on = DateField(N_("哪天贴出的"), [InputRequired(ON_WHICH_DAY)])
    hung_by = Words(N_("谁贴的"), [Filled(), AtMost(MOST_NAME)])
    hung_post = Words(N_("职务"), [AtMost(60)])
    photo = FileField(PHOTO, [Optional()], description=PHOTO_HINT)
    photo_public = BooleanField(NOTHING_PRIVATE, description=N_("不打勾，照片只有办公室看得到。"))

    def offer(self, boards: list[Board]) -> PutUp:
        """The boards of the place; a place that has named none has its first."""
        self.board.choices = [(board.id, board.name) for board in boards] or [(0, FIRST_BOARD)]
        return self

    def wanted(self, newest: int) -> NewPosting:
        """What was typed as the verb takes it."""
        return NewPosting(
            version=self.version.data or newest, board_id=self.board.data, up_on=self.up_on.data,
            hung_by=self.hung_by.data or "", hung_post=self.hung_post.data or "",
            photo_public=bool(self.photo_public.data),
        )


class TakeDown(Asked):
    """A sheet that came down."""

    down_on = DateField(N_("哪天揭下的"), [InputRequired(ON_WHICH_DAY)])
    taken_by = Words(N_("谁揭的"), [Filled(), AtMost(MOST_NAME)])
    taken_post = Words(N_("职务"), [AtMost(60)])


class Prove(Asked):
    """The photo of a sheet on the wall."""

    photo = FileField(PHOTO, description=PHOTO_HINT)
    photo_public = BooleanField(NOTHING_PRIVATE, description=N_("不打勾，照片只有办公室看得到。"))


class Correct(Asked):
    """What was really so, and why it is corrected."""

    up_on = DateField(N_("哪天贴出的"), [InputRequired(ON_WHICH_DAY)])
    hung_by = Words(N_("谁贴的"), [Filled(), AtMost(MOST_NAME)])
    down_on = DateField(N_("哪天揭下的"), [Optional()], description=N_("还贴着就不填。"))
    taken_by = Words(N_("谁揭的"), [AtMost(MOST_NAME)])
    photo_public = BooleanField(NOTHING_PRIVATE, description=N_("不打勾，照片只有办公室看得到。"))
    is_void = BooleanField(N_("这一次其实没有贴，作废"))
    reason = Words(N_("更正原因"), [Filled(), AtMost(MOST_REASON)], description=N_("原因会和原来的记录一起留着。"))

    def mended(self) -> Mended:
        """What was typed as the verb takes it."""
        return Mended(
            up_on=self.up_on.data, down_on=self.down_on.data, hung_by=self.hung_by.data or "",
            taken_by=self.taken_by.data or "", is_void=bool(self.is_void.data),
            photo_public=bool(self.photo_public.data),
        )


class NewBoard(Form):
    """The name of a board: where it hangs."""

    name = Words(N_("公开栏的名字"), [Filled(), AtMost(MOST_BOARD)])
