"""The closed sets of this room: what a post may be, how somebody came to it, and why a sitting ended."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from portal.foundation.access import Permission


class PostKind(StrEnum):
    """Every post somebody may hold in a place, in the order in which a board lists them."""

    PARTY_SECRETARY = "party_secretary"
    COMMITTEE_DIRECTOR = "committee_director"
    COMMITTEE_MEMBER = "committee_member"
    PARTY_MEMBER = "party_member"
    SUPERVISOR_CHAIR = "supervisor_chair"
    SUPERVISOR_MEMBER = "supervisor_member"
    ACCOUNTANT = "accountant"
    CLERK = "clerk"
    REPRESENTATIVE = "representative"
    GROUP_LEADER = "group_leader"
    GRID_HEAD = "grid_head"
    GRID_SUPERVISOR = "grid_supervisor"
    GRID_WORKER = "grid_worker"
    CENTRAL_HOUSEHOLD = "central_household"
    VOLUNTEER_LEAD = "volunteer_lead"
    PUBLICIST = "publicist"
    SURVEYOR = "surveyor"
    TRAINER = "trainer"
    MEDIATOR = "mediator"
    ATTENDANT = "attendant"
    GUIDE = "guide"
    TOWNSHIP_REVIEWER = "township_reviewer"
    ARCHIVIST = "archivist"
    SYSTEM_ADMIN = "system_admin"


SIX_DUTIES: tuple[PostKind, ...] = (
    PostKind.PUBLICIST, PostKind.SURVEYOR, PostKind.TRAINER, PostKind.MEDIATOR, PostKind.ATTENDANT, PostKind.GUIDE,
)
"""六员: the six duties a grid or central household may share out."""

SUPERVISORS = frozenset({PostKind.SUPERVISOR_CHAIR, PostKind.SUPERVISOR_MEMBER})
COMMITTEE = frozenset({PostKind.COMMITTEE_DIRECTOR, PostKind.COMMITTEE_MEMBER})


class PutForward(StrEnum):
    """How somebody came to a post."""

    ELECTION = "election"
    VILLAGERS = "villagers"
    BRANCH = "branch"
    SELF = "self"
    APPOINTMENT = "appointment"
    HIRING = "hiring"
    OTHER = "other"


class Standing(StrEnum):
    """Where a term stands today."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"


class WhyEnded(StrEnum):
    """Why a sitting ended; one that only lapsed has no word."""

    SIGNED_OUT = "signed_out"
    CLOSED = "closed"
    RENEWED = "renewed"
    RESET = "reset"
    DISABLED = "disabled"


_REVIEW = frozenset({Permission.REVIEW, Permission.SUPERVISE, Permission.FOLLOW, Permission.TRAIL})
_HELPING = frozenset({Permission.ACTIVITIES, Permission.CERTIFY})

_CARRYING: Mapping[PostKind, frozenset[Permission]] = {
    PostKind.CLERK: frozenset({Permission.CASES, Permission.EXCHANGE}),
    PostKind.PARTY_SECRETARY: frozenset(
        {Permission.CASES, Permission.CASES_LEAD, Permission.MEDIATE, Permission.LISTEN, Permission.EXCHANGE}
    ),
    PostKind.COMMITTEE_DIRECTOR: frozenset(
        {Permission.CASES, Permission.CASES_LEAD, Permission.MEDIATE, Permission.LISTEN, Permission.EXCHANGE}
    ),
    PostKind.COMMITTEE_MEMBER: frozenset({Permission.CASES}),
    PostKind.GROUP_LEADER: frozenset({Permission.CASES}),
    PostKind.GRID_HEAD: frozenset({Permission.CASES}),
    PostKind.GRID_WORKER: frozenset({Permission.CASES}),
    PostKind.ATTENDANT: frozenset({Permission.CASES}),
    PostKind.MEDIATOR: frozenset({Permission.CASES, Permission.MEDIATE, Permission.LISTEN}),
    PostKind.SUPERVISOR_CHAIR: frozenset({Permission.UNSEAL}),
    PostKind.TOWNSHIP_REVIEWER: frozenset(
        {Permission.CASES, Permission.CASES_LEAD, Permission.MEDIATE, Permission.UNSEAL, Permission.EXCHANGE}
    ),
    PostKind.SYSTEM_ADMIN: frozenset({Permission.UNSEAL, Permission.TRUST}),
}
"""Who carries cases, who leads them, who mediates, and who may open a sealed file with a recorded reason.

Parcels are made and opened by those who carry cases; whom the office exchanges them with is the administrator's to say.
"""

_ELSEWHERE: Mapping[PostKind, frozenset[Permission]] = {
    **dict.fromkeys(PostKind, frozenset[Permission]()),
    PostKind.CLERK: frozenset(
        {Permission.DRAFT, Permission.MEETINGS, Permission.DECIDE, Permission.FOLLOW, Permission.KIOSKS}
    ) | _HELPING,
    PostKind.PARTY_SECRETARY: frozenset(
        {
            Permission.DRAFT, Permission.MEETINGS, Permission.DECIDE, Permission.PUBLISH, Permission.APPROVE,
            Permission.FOLLOW, Permission.KIOSKS, Permission.CHARTER, Permission.TRAIL,
        }
    ) | _HELPING,
    PostKind.COMMITTEE_DIRECTOR: frozenset(
        {
            Permission.DRAFT, Permission.MEETINGS, Permission.DECIDE, Permission.PUBLISH, Permission.CHECK,
            Permission.FOLLOW, Permission.TRAIL,
        }
    ) | _HELPING,
    PostKind.COMMITTEE_MEMBER: frozenset({Permission.CHECK, Permission.FOLLOW, Permission.ACTIVITIES}),
    PostKind.GROUP_LEADER: frozenset({Permission.ACTIVITIES}),
    PostKind.GRID_HEAD: frozenset({Permission.ACTIVITIES}),
    PostKind.VOLUNTEER_LEAD: frozenset({Permission.ACTIVITIES}),
    PostKind.ACCOUNTANT: frozenset({Permission.DRAFT, Permission.FOLLOW}),
    PostKind.SUPERVISOR_CHAIR: _REVIEW,
    PostKind.SUPERVISOR_MEMBER: _REVIEW,
    PostKind.TOWNSHIP_REVIEWER: frozenset(
        {Permission.TRAIL, Permission.REVIEW, Permission.OVERSEE, Permission.FOLLOW, Permission.CHARTER}
    ),
    PostKind.ARCHIVIST: frozenset({Permission.TRAIL}),
    PostKind.SYSTEM_ADMIN: frozenset(
        {
            Permission.PLACES, Permission.PEOPLE, Permission.CHARTER, Permission.KIOSKS, Permission.TRAIL,
            Permission.STATE, Permission.BACKUPS,
        }
    ),
}

GRANTS: Mapping[PostKind, frozenset[Permission]] = {
    kind: granted | _CARRYING.get(kind, frozenset()) for kind, granted in _ELSEWHERE.items()
}
"""What a post may do in its place and below. Whoever runs the portal may not publish (管理权限分离)."""
