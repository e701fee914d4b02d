"""Whether what is kept is still what was posted: every agenda against the register."""

from __future__ import annotations

import json

from portal.foundation.deeds import deeds_about
from portal.foundation.i18n import N_, _
from portal.foundation.verifying import verified_by

from .records import all_versions
from .services import content_hash

CHANGED = N_("{day} 的公开日议程第 {version} 版被改过：内容和登记簿里的校验码对不上。")
UNKNOWN = N_("{day} 的公开日议程第 {version} 版没有登记：登记簿里没有贴出它的那一条。")
MISSING = N_("{day} 的公开日议程第 {version} 版不见了：登记簿里有，存档里没有。")


@verified_by
def faults() -> list[str]:
    """A sentence for every posted agenda that differs from the register, is not in it, or is missing."""
    kept = all_versions()
    subjects = sorted({f"agenda_day:{one.agenda_id}" for one in kept})
    lines = [(line.subject, json.loads(line.facts)) for line in deeds_about(subjects, ("agenda.posted",))]
    said = {(subject, facts["version"]): facts for subject, facts in lines}
    found = []
    for one in kept:
        facts = said.pop((f"agenda_day:{one.agenda_id}", one.version), None)
        told = {"day": one.agenda.day.isoformat(), "version": one.version}
        hashed = content_hash(one.agenda.place_id, one.agenda.day, one.version, one.points)
        if facts is None:
            found.append(_(UNKNOWN).format(**told))
        elif not hashed == one.content_hash == facts["content"]:
            found.append(_(CHANGED).format(**told))
    return found + [_(MISSING).format(day=facts["day"], version=facts["version"]) for facts in said.values()]
