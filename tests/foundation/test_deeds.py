"""The register: chained, sealed, and honest about every line that was touched."""

from __future__ import annotations

from itertools import pairwise

import pytest
from makers import Village
from peewee import DatabaseError

from portal import Portal
from portal.foundation import deeds
from portal.foundation.access import PORTAL
from portal.foundation.database import db, is_postgres
from portal.foundation.deeds import Deed, deed, head, last_number
from portal.foundation.refusal import Refused
from portal.foundation.sealing import unseal
from portal.foundation.verifying import verify

pytestmark = pytest.mark.usefixtures("connection")


def ten_deeds() -> None:
    for step in range(10):
        with deed(PORTAL, "portal.set_up") as done:
            done.subject = f"step:{step}"
            done.facts(step=step)


def behind_the_triggers(sql: str, *values: object) -> None:
    unseal(db.obj, "deed")
    mark = "%s" if is_postgres() else "?"
    db.execute_sql(sql.replace("?", mark), values)


def test_every_line_is_chained_to_the_one_before(app: Portal) -> None:
    ten_deeds()
    lines = deeds.deeds_before(None, 1000)
    assert [line.number for line in lines] == list(range(last_number(), 0, -1))
    for line, before in pairwise(lines):
        assert line.previous == before.hash
    assert verify().finding is None


def test_a_refused_deed_leaves_no_trace(app: Portal) -> None:
    before = head()
    with pytest.raises(Refused), deed(PORTAL, "portal.set_up"):
        raise Refused("form.stale")
    assert head() == before


def test_a_changed_line_is_named(app: Portal) -> None:
    ten_deeds()
    wanted = last_number() - 4
    behind_the_triggers("UPDATE deed SET who_name = ? WHERE number = ?", "别人", wanted)
    finding = verify().finding
    assert finding is not None
    assert (finding.number, finding.fault) == (wanted, "changed")
    assert str(wanted) in finding.words()


def test_a_removed_line_is_named(app: Portal) -> None:
    ten_deeds()
    wanted = last_number() - 4
    behind_the_triggers("DELETE FROM deed WHERE number = ?", wanted)
    finding = verify().finding
    assert finding is not None
    assert (finding.number, finding.fault) == (wanted, "removed")


def test_an_inserted_line_is_named(app: Portal) -> None:
    ten_deeds()
    wanted = last_number() - 3
    for number in range(last_number(), wanted - 1, -1):
        behind_the_triggers("UPDATE deed SET number = number + 1 WHERE number = ?", number)
    template = Deed.get(Deed.number == wanted - 1)
    Deed.create(
        number=wanted, at=template.at, who_id=None, who_name="假", who_post="假", verb="portal.set_up", subject="x:1",
        place_id=None, facts="{}", previous=template.hash, hash="a" * 64,
    )
    finding = verify().finding
    assert finding is not None
    assert (finding.number, finding.fault) == (wanted, "inserted")


def test_a_cut_tail_is_found_against_a_printed_page(app: Portal) -> None:
    ten_deeds()
    number, code = head()
    assert verify(number, code).finding is None
    behind_the_triggers("DELETE FROM deed WHERE number > ?", number - 3)
    assert verify().finding is None, "a register cut at its end still holds in itself"
    finding = verify(number, code).finding
    assert finding is not None and finding.fault == "rewound"


def test_a_register_made_anew_is_found_against_a_printed_page(app: Portal) -> None:
    ten_deeds()
    number, code = head()
    lines = list(Deed.select().order_by(Deed.number))
    behind_the_triggers("DELETE FROM deed")
    previous = deeds.GENESIS
    for line in lines:
        line.who_name = "改过的人"
        line.previous = previous
        previous = line.hash = deeds.line_hash(line)
        line.save(force_insert=True)
    assert verify().finding is None, "a chain proves nothing against its keeper"
    finding = verify(number, code).finding
    assert finding is not None and finding.fault == "rewound"


@pytest.mark.parametrize("sql", [
    "UPDATE deed SET who_name = 'x'", "DELETE FROM deed", "UPDATE deed SET facts = '{}' WHERE number = 1",
])
def test_the_triggers_refuse(app: Portal, village: Village, sql: str) -> None:
    with pytest.raises(DatabaseError), db.atomic():
        db.execute_sql(sql)
    assert verify().finding is None


def test_a_line_cannot_be_replaced(app: Portal) -> None:
    line = Deed.get(Deed.number == 1)
    line.who_name = "x"
    with pytest.raises(DatabaseError), db.atomic():
        Deed.insert(**line.__data__).on_conflict_replace().execute() if not is_postgres() else line.save()
    assert verify().finding is None


def test_nobody_hears_of_a_deed_before_it_is_on_disk(app: Portal) -> None:
    heard: list[int] = []
    deeds.tell_after_each(heard.append)
    try:
        with deed(PORTAL, "portal.set_up") as outer:
            with deed(PORTAL, "portal.set_up") as inner:
                inner.subject = "inner:1"
            assert heard == []
            outer.subject = "outer:1"
        assert heard == [last_number() - 1, last_number()]
    finally:
        deeds.tell_after_each(app.cache.forget)
