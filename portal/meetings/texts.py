"""Which texts a meeting is counted by: the charter's quorums of the day, or the place's own where no text speaks."""

from __future__ import annotations

from dataclasses import replace

from portal.charter.kinds import Basis, Body, Confidence, Layer, PassBasis
from portal.charter.quorums import Quorum
from portal.charter.rules import NOTICE_KEYS, Charter

from .kinds import RULES_OF, BodyKind

OWN_ATTENDANCE, OWN_PASSING = "meeting.other_attendance", "meeting.other_passing"


def rules_offered(kind: BodyKind, charter: Charter) -> list[Body]:
    """The texts the votes of a body may be counted by that day, its ordinary one first."""
    return [body for body in RULES_OF.get(kind, ()) if charter.quorums(body)]


def quorums_for(kind: BodyKind, rule: str, charter: Charter) -> tuple[Quorum, ...]:
    """Every valid way to meet and decide on an item; `rule` names a text other than the body's ordinary one."""
    offered = rules_offered(kind, charter)
    chosen = next((body for body in offered if str(body) == rule), offered[0] if offered else None)
    found = charter.quorums(chosen) if chosen is not None else ()
    if chosen is Body.REPRESENTATIVES_ASSEMBLY and charter.flag("decision.of_all_representatives"):
        found = tuple(
            replace(one, pass_basis=PassBasis.ALL_MEMBERS) if one.pass_basis is PassBasis.PRESENT else one
            for one in found
        )
    if any(one.pass_basis is not PassBasis.NOT_STATED for one in found):
        return found
    return (own_quorum(charter),)


def own_quorum(charter: Charter) -> Quorum:
    """What the place itself asks of a body no text speaks of."""
    rule = charter.rule(OWN_PASSING)
    return Quorum(
        body=Body.COMMITTEE_MEETING, basis=Basis.NOT_STATED, pass_basis=PassBasis.PRESENT,
        share=charter.share(OWN_ATTENDANCE), pass_share=charter.share(OWN_PASSING), also=(), plurality=False,
        notice_days=None, variant="", layer=rule.layer if rule else Layer.PRODUCT_DEFAULT, province="",
        source="product", article="", cited="", note="", confidence=Confidence.OWN_KNOWLEDGE, valid_from=None,
        valid_until=None,
    )


def notice_days(kind: BodyKind, charter: Charter) -> int:
    """Full days between the notice and the meeting; 0 where nobody asks for any."""
    bodies = RULES_OF.get(kind, ())
    return charter.notice_days(bodies[0]) if bodies else 0


def short_notice_allowed(kind: BodyKind, charter: Charter) -> bool:
    """Whether the notice may be shorter with a reason: where the law says so, or where no law sets the days."""
    bodies = RULES_OF.get(kind, ())
    if not bodies:
        return True
    if bodies[0] is Body.VILLAGERS_ASSEMBLY:
        return charter.flag("assembly.short_notice")
    key = NOTICE_KEYS.get(bodies[0])
    if key is not None:
        rule = charter.rule(key)
        return rule is None or not rule.layer.is_law
    return not any(one.notice_days and one.layer.is_law for one in charter.quorums(bodies[0]))
