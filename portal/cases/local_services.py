"""What a place sets for itself: the names of its stages, and the replies it keeps at hand."""

from __future__ import annotations

from collections.abc import Mapping

from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.places.records import Place

from . import rules
from .kinds import Stage
from .local_records import Reply, locked_reply, write_stage_name


def name_stages(viewer: Viewer, place: Place, names: Mapping[Stage, str]) -> None:
    """Call the stages what people here call them (六单); an empty word takes the usual one."""
    rules.check_stage_names(names.values())
    with deed(viewer.acting_as(Permission.CASES_LEAD, place.path), "case.stages_named", place=place.id) as done:
        for stage, words in names.items():
            write_stage_name(place, stage, words.strip())
        done.subject = place
        done.facts(named=sorted(str(stage) for stage, words in names.items() if words.strip()))


def keep_reply(viewer: Viewer, place: Place, title: str, words: str) -> Reply:
    """Keep a reply at hand."""
    rules.check_words(words)
    with deed(viewer.acting_as(Permission.CASES_LEAD, place.path), "case.reply_kept", place=place.id) as done:
        done.subject = reply = Reply.create(place=place, title=title.strip(), words=words.strip(), made_at=done.at)
        return reply


def end_reply(viewer: Viewer, reply: Reply) -> None:
    """Put a reply away."""
    acting = viewer.acting_as(Permission.CASES_LEAD, reply.place.path)
    with deed(acting, "case.reply_ended", place=reply.place.id) as done:
        held = locked_reply(reply.id)
        held.ended_at = done.at
        held.save()
        done.subject = held
