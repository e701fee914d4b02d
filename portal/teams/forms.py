"""What is typed about teams, their posts and members."""

from __future__ import annotations

from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.foundation.forms import AtMost, Filled, Form, Paragraphs, Words
from portal.foundation.i18n import N_, _, label

from .records import TeamPost
from .rules import (
    MOST_LINE,
    MOST_NAME,
    MOST_REASON,
    MOST_WORDS,
    BasicTask,
    NewMember,
    NewPost,
    NewTeam,
    TeamKind,
)


class TeamForm(Form):
    """A team."""

    place = SelectField(N_("哪个地方"), coerce=int, validators=[Optional()])
    kind = RadioField(N_("哪种队伍"), [Filled(N_("请选一种。"))])
    name = Words(N_("队伍名称"), [Filled(), AtMost(MOST_NAME)])
    leader = Words(N_("负责人"), [AtMost(80)])
    words = Paragraphs(N_("这支队伍做什么"), [AtMost(MOST_WORDS)])

    def offer(self, places: list[tuple[int, str]]) -> TeamForm:
        """Fill the choices."""
        self.place.choices = places
        self.kind.choices = [(str(kind), label(kind)) for kind in TeamKind]
        return self

    def written(self) -> NewTeam:
        """What was typed as the rules want it."""
        return NewTeam(
            TeamKind(self.kind.data), self.name.data or "", words=self.words.data or "", leader=self.leader.data or "",
        )


class PostForm(Form):
    """A post."""

    title = Words(N_("岗位名称"), [Filled(), AtMost(MOST_NAME)])
    task = SelectField(N_("属于哪项任务"))
    wanted = IntegerField(N_("需要几个人"), [InputRequired(N_("请写一个数。"))], default=1)
    duty = Words(N_("做什么"), [AtMost(MOST_LINE)])

    def offer(self) -> PostForm:
        """Fill the choices."""
        self.task.choices = [(str(task), label(task)) for task in BasicTask]
        return self

    def written(self) -> NewPost:
        """What was typed as the rules want it."""
        return NewPost(self.title.data or "", BasicTask(self.task.data), self.wanted.data or 0, self.duty.data or "")


class MemberForm(Form):
    """Somebody who joins."""

    name = Words(N_("姓名"), [Filled(), AtMost(MOST_NAME)])
    group = Words(N_("哪个组"), [AtMost(60)])
    phone = Words(N_("电话"), [AtMost(40)])
    wish = Words(N_("想做什么"), [AtMost(MOST_LINE)])
    ability = Words(N_("会做什么"), [AtMost(MOST_LINE)])
    show_name = BooleanField(N_("本人同意把姓名公开在队伍页上"))

    def written(self) -> NewMember:
        """What was typed as the rules want it."""
        return NewMember(
            name=self.name.data or "", group=self.group.data or "", phone=self.phone.data or "",
            wish=self.wish.data or "", ability=self.ability.data or "", show_name=bool(self.show_name.data),
        )


class PlaceMember(Form):
    """Which post a member holds, and whether the name may be shown."""

    post = SelectField(N_("岗位"), coerce=int, validators=[Optional()])
    show_name = BooleanField(N_("本人同意公开姓名"))

    def offer(self, posts: list[TeamPost]) -> PlaceMember:
        """Fill the choices."""
        self.post.choices = [(0, _("没有固定岗位")), *((post.id, post.name) for post in posts)]
        return self


class Dissolve(Form):
    """Why a team is dissolved."""

    reason = Words(N_("为什么解散"), [Filled(), AtMost(MOST_REASON)])
