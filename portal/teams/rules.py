"""What a team is, its posts and its members, and what may be written about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

MOST_NAME, MOST_LINE, MOST_WORDS = 40, 200, 2000
MOST_WANTED = 200
LEAST_REASON, MOST_REASON = 4, 400


class TeamKind(StrEnum):
    """What kind of team it is."""

    PIONEER = "pioneer"
    VOLUNTEER = "volunteer"
    GUARD = "guard"
    TIDY = "tidy"


class BasicTask(StrEnum):
    """五项基本任务 of a 先锋服务队, and everything else."""

    EPIDEMIC = "epidemic"
    CUSTOMS = "customs"
    DISPUTES = "disputes"
    SURROUNDINGS = "surroundings"
    HARDSHIP = "hardship"
    OTHER = "other"


@dataclass(frozen=True)
class NewTeam:
    """A team as it is written: `leader` and `words` are public."""

    kind: TeamKind
    name: str
    words: str = ""
    leader: str = ""


@dataclass(frozen=True)
class NewMember:
    """Somebody who joins: by wish and ability; the phone is for the leader and the clerk only."""

    name: str
    group: str = ""
    phone: str = ""
    wish: str = ""
    ability: str = ""
    show_name: bool = False


@dataclass(frozen=True)
class NewPost:
    """设岗定责: a post with its task, what it does, and how many it needs."""

    name: str
    task: BasicTask
    wanted: int = 1
    duty: str = ""


def check_team(team: NewTeam, office_phones: frozenset[str] = frozenset()) -> None:
    """A team has a name, and nothing private stands in what everybody may read."""
    if not team.name.strip():
        raise Refused("teams.name")
    _check_public(office_phones, team.name, team.words, team.leader)


def check_post(post: NewPost, office_phones: frozenset[str] = frozenset()) -> None:
    """A post says what it is and needs somebody."""
    if not post.name.strip():
        raise Refused("teams.name")
    if not 1 <= post.wanted <= MOST_WANTED:
        raise Refused("teams.wanted", most=MOST_WANTED)
    _check_public(office_phones, post.name, post.duty)


def check_member(member: NewMember, already_in: bool) -> None:
    """A member has a name that is one, and joins once."""
    if not member.name.strip() or find_personal(member.name):
        raise Refused("teams.name")
    if already_in:
        raise Refused("teams.already_in", name=member.name)


def check_open(ended: bool) -> None:
    """A team that was dissolved stays as it was."""
    if ended:
        raise Refused("teams.ended")


def check_reason(reason: str, office_phones: frozenset[str] = frozenset()) -> None:
    """Dissolving a team says why, in words everybody may read."""
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        raise Refused("teams.reason", least=LEAST_REASON)
    _check_public(office_phones, reason)


def _check_public(office_phones: frozenset[str], *words: str) -> None:
    found = [one for text in words for one in find_personal(text, office_phones)]
    if found:
        raise Refused("teams.looks_private", shown=", ".join(one.shown for one in found))
