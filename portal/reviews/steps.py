"""The steps of the procedure, in the order a place's charter gives them, and the permission each one needs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from enum import StrEnum

from portal.disclosures.rules import DisclosureKind, Paper
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import canonical
from portal.foundation.refusal import Forbidden


class Procedure(StrEnum):
    """Which of the two procedures a paper goes through."""

    ORDINARY = "ordinary"
    PARTY = "party"


class Step(StrEnum):
    """One step of a procedure; the ordinary ones first, the Party's own after them."""

    DRAFT = "draft"
    SUPERVISORY_REVIEW = "supervisory_review"
    JOINT_MEETING = "joint_meeting"
    TOWNSHIP_REVIEW = "township_review"
    PUBLISH = "publish"
    FILE = "file"
    RECEIVE = "receive"
    PROPOSE = "propose"
    CHECK = "check"
    APPROVE = "approve"
    CARRY_OUT = "carry_out"


class Verdict(StrEnum):
    """How somebody took a step."""

    DONE = "done"
    AGREED = "agreed"
    RETURNED = "returned"
    FIRST = "first"


SENDS_IN = frozenset({Step.DRAFT, Step.PROPOSE})
PUTS_UP = frozenset({Step.PUBLISH, Step.CARRY_OUT})
JUDGES = frozenset({Step.SUPERVISORY_REVIEW, Step.TOWNSHIP_REVIEW, Step.CHECK, Step.APPROVE})
"""Steps nobody takes over their own work."""

MAY_RETURN = frozenset({Step.JOINT_MEETING, Step.TOWNSHIP_REVIEW, Step.CHECK, Step.APPROVE})
"""Steps that may send a paper back; the supervisors do it by upholding an objection."""

AFTER = frozenset({Step.FILE, Step.RECEIVE})
IN_PARTY = (Step.CHECK, Step.APPROVE)
IN_BETWEEN = (Step.SUPERVISORY_REVIEW, Step.JOINT_MEETING, Step.TOWNSHIP_REVIEW)

NEEDS: Mapping[Step, Permission] = {
    Step.DRAFT: Permission.DRAFT,
    Step.SUPERVISORY_REVIEW: Permission.SUPERVISE,
    Step.JOINT_MEETING: Permission.PUBLISH,
    Step.TOWNSHIP_REVIEW: Permission.OVERSEE,
    Step.PUBLISH: Permission.PUBLISH,
    Step.FILE: Permission.DRAFT,
    Step.RECEIVE: Permission.OVERSEE,
    Step.PROPOSE: Permission.DRAFT,
    Step.CHECK: Permission.CHECK,
    Step.APPROVE: Permission.APPROVE,
    Step.CARRY_OUT: Permission.PUBLISH,
}
"""What lets somebody take a step; Party disclosure regulation art. 15 for the last four."""


def procedure_of(kind: DisclosureKind) -> Procedure:
    """Party affairs go through the Party's own procedure."""
    return Procedure.PARTY if kind is DisclosureKind.PARTY else Procedure.ORDINARY


def ordered(procedure: Procedure, chosen: Iterable[str], *, in_a_village: bool) -> tuple[Step, ...]:
    """The steps as a charter orders them.

    However they are listed, a paper is sent in first, judged before it goes up, and filed after; what is filed is
    confirmed by the township. Above the village nobody is supervised by a village body: it is sent in and put up.
    """
    wanted = list(dict.fromkeys(Step(one) for one in chosen))
    if procedure is Procedure.PARTY:
        return (Step.PROPOSE, *(step for step in wanted if step in IN_PARTY), Step.CARRY_OUT)
    if not in_a_village:
        return (Step.DRAFT, Step.PUBLISH)
    after = (Step.FILE, Step.RECEIVE) if Step.FILE in wanted else ()
    return (Step.DRAFT, *(step for step in wanted if step in IN_BETWEEN), Step.PUBLISH, *after)


def may_go_first(procedure: Procedure, cadence: str, *, allowed: bool) -> bool:
    """Whether a paper may be put up before it is reviewed: what the catalogue wants at once, never a Party paper."""
    return allowed and procedure is Procedure.ORDINARY and cadence == "immediate"


def content_of(paper: Paper, days: int | None, reason: str) -> str:
    """SHA-256 over all that is reviewed; what a paper lacks adds nothing to it."""
    said = {name: value for name, value in asdict(paper).items() if value}
    return hashlib.sha256(canonical({"paper": said, "days": days, "reason": reason}).encode()).hexdigest()


def taking(viewer: Viewer, step: Step, path: str, village_path: str) -> Viewer:
    """The viewer under the post that lets them take a step on a paper of the place at `path`; Forbidden if none does.

    A supervisor supervises the very village they were elected in, and no other above or below it.
    """
    return holding(viewer, NEEDS[step], path, village_path)


def holding(viewer: Viewer, permission: Permission, path: str, village_path: str) -> Viewer:
    """The same for a permission."""
    for reach in viewer.reaches:
        near = reach.path == village_path if permission is Permission.SUPERVISE else path.startswith(reach.path)
        if near and permission in reach.permissions:
            return replace(viewer, post_words=reach.post)
    raise Forbidden(permission)


def may(viewer: Viewer, permission: Permission, path: str, village_path: str) -> bool:
    """Whether any post grants it there."""
    try:
        holding(viewer, permission, path, village_path)
    except Forbidden:
        return False
    return True
