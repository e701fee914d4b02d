"""Whether what is kept is still what was published: every edition against the register."""

from __future__ import annotations

import json

from portal.foundation.deeds import deeds_about
from portal.foundation.i18n import N_, _
from portal.foundation.verifying import verified_by

from .records import Edition, disclosures_after, editions_of_all, paper_of
from .rules import Stay, code_of, content_hash

VERBS = ("disclosure.published", "disclosure.corrected")
CHANGED = N_("{number} 第 {version} 版被改过：内容和登记簿里的校验码对不上。")
UNKNOWN = N_("{number} 第 {version} 版没有登记：登记簿里没有发布它的那一条。")
MISSING = N_("{number} 第 {version} 版不见了：登记簿里有，存档里没有。")
BATCH = 400


def still_holds(edition: Edition, number: str) -> bool:
    """Whether an edition's contents still give the hash and code it was published with."""
    stay = Stay(edition.since, edition.until)
    hashed = content_hash(number, edition.version, edition.place_words, paper_of(edition), stay)
    return bool(hashed == edition.content_hash and code_of(hashed) == edition.code)


@verified_by
def faults() -> list[str]:
    """A sentence for every edition that differs from the register, is not in it, or is missing."""
    found: list[str] = []
    last = 0
    while numbers := disclosures_after(last, BATCH):
        last = max(numbers)
        found += _compare(numbers)
    return found


def _compare(numbers: dict[int, str]) -> list[str]:
    """Some publications, by id, against the deeds about them."""
    said = {
        (facts["number"], facts["version"]): facts["content"]
        for facts in (json.loads(line.facts) for line in deeds_about(map("disclosure:{}".format, numbers), VERBS))
    }
    found = []
    for edition in editions_of_all(numbers):
        number = numbers[edition.disclosure_id]
        content = said.pop((number, edition.version), None)
        if content is None:
            found.append(_(UNKNOWN).format(number=number, version=edition.version))
        elif content != edition.content_hash or not still_holds(edition, number):
            found.append(_(CHANGED).format(number=number, version=edition.version))
    return found + [_(MISSING).format(number=number, version=version) for number, version in said]
