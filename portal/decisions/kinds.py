"""The closed sets of this room: steps, what a step came to, where a decision stands, and why it was put forward."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from portal.meetings.kinds import BodyKind


class Step(StrEnum):
    """The steps of the charter's `decision.steps`, in the only order in which they are taken."""

    SUGGEST = "suggest"
    PROPOSE = "propose"
    CONSULT = "consult"
    TOWNSHIP_REVIEW = "township_review"
    REVIEW = "review"
    APPRAISE = "appraise"
    RESOLVE = "resolve"
    TOWNSHIP_FILING = "township_filing"
    PUBLISH_RESOLUTION = "publish_resolution"
    PUBLISH_RESULT = "publish_result"


class Outcome(StrEnum):
    """What a step that was taken came to."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    NO_QUORUM = "no_quorum"
    DONE = "done"
    SENT_BACK = "sent_back"


class DecisionStanding(StrEnum):
    """Where a decision stands."""

    GOING = "going"
    POSTED = "posted"
    CARRYING_OUT = "carrying_out"
    FINISHED = "finished"
    ENDED = "ended"


class Origin(StrEnum):
    """Why a matter was put forward: one tick on every sheet."""

    MEMBERS_AND_VILLAGERS = "members_and_villagers"
    VILLAGE_OFFICERS = "village_officers"
    HIGHER_LEVEL = "higher_level"


VALID = frozenset({Outcome.PASSED, Outcome.DONE})
"""What opens the next step."""

STOPS = frozenset({Outcome.NOT_PASSED, Outcome.SENT_BACK})
"""What ends the way of one version of the text."""

PUBLISHING = frozenset({Step.PUBLISH_RESOLUTION, Step.PUBLISH_RESULT})
BY_PAPER = frozenset({Step.SUGGEST, Step.TOWNSHIP_REVIEW, Step.TOWNSHIP_FILING})
"""Steps that rest on a paper; all others but the publishing ones rest on a vote."""

BODIES: Mapping[Step, tuple[BodyKind, ...]] = {
    Step.PROPOSE: (BodyKind.BRANCH_COMMITTEE,),
    Step.CONSULT: (BodyKind.TWO_COMMITTEES,),
    Step.REVIEW: (BodyKind.PARTY_MEMBERS,),
    Step.APPRAISE: (BodyKind.COUNCIL,),
}
"""Whose meeting takes a step; who resolves is a question of the matter and its law."""

PARTY_STUDY = frozenset({Step.PROPOSE, Step.CONSULT, Step.REVIEW})
"""Steps that are a recorded discussion of the Party organisation (VCOL-2025 art. 28)."""

DECIDERS = (
    BodyKind.VILLAGERS, BodyKind.REPRESENTATIVES, BodyKind.GROUP, BodyKind.COLLECTIVE, BodyKind.COLLECTIVE_DELEGATES,
)
"""Who may resolve anything at all."""
