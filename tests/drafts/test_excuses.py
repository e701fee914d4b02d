"""What may not be public goes up only when one person asks with a reason and another agrees; some things never do."""

from __future__ import annotations

import pytest
from drafts.ways import ID, PHONE, begun, file, only, written
from foundation.test_attachment_text import WORD, packed, pdf, workbook
from makers import Village
from peewee import DatabaseError

from portal.disclosures.records import Disclosure
from portal.drafts import excusing, services
from portal.drafts.records import Draft
from portal.drafts.verdict_records import Excuse, ExcuseAgreed, LookedAt
from portal.foundation.database import db
from portal.foundation.deeds import last_number
from portal.foundation.refusal import Forbidden, Refused

pytestmark = pytest.mark.usefixtures("inside")
WHY = "县里规定网格员电话必须公开"


def asked(village: Village, draft: Draft, who: str = "secretary") -> Excuse:
    return excusing.excuse(village.viewers[who], draft.id, draft.revision, only(draft).worry.mark, WHY)


def refused(village: Village, draft: Draft) -> Refused:
    before = last_number()
    with pytest.raises(Refused) as stopped:
        services.publish(village.viewers["secretary"], draft.id, draft.revision)
    assert last_number() == before, "a refusal leaves no trace"
    assert not Disclosure.select().exists()
    return stopped.value


def test_one_asks_another_agrees_and_it_goes_up_as_it_is(village: Village) -> None:
    draft = begun(village, body=f"网格员电话 {PHONE}")
    assert refused(village, draft).key == "drafts.looks_private"
    excuse = asked(village, draft)
    assert refused(village, draft).key == "drafts.looks_private"
    excusing.agree(village.viewers["supervisor"], excuse.id)
    up = services.publish(village.viewers["secretary"], draft.id, draft.revision)
    assert up.number
    assert WHY not in str(Excuse.select(Excuse.mark, Excuse.what).tuples().get()), "the finding is kept as a mark only"


def test_whoever_asked_does_not_agree(village: Village) -> None:
    excuse = asked(village, begun(village, body=PHONE))
    with pytest.raises(Refused) as stopped:
        excusing.agree(village.viewers["secretary"], excuse.id)
    assert stopped.value.key == "drafts.second_person"
    assert not ExcuseAgreed.select().exists()


def test_a_clerk_asks_and_the_secretary_agrees(village: Village) -> None:
    draft = begun(village, body=PHONE)
    excusing.agree(village.viewers["secretary"], asked(village, draft, "clerk").id)
    assert services.publish(village.viewers["secretary"], draft.id, draft.revision)


@pytest.mark.parametrize("who", ["clerk", "grid", "township", "neighbour", "administrator"])
def test_nobody_else_s_agreement_counts(village: Village, who: str) -> None:
    from werkzeug.exceptions import NotFound

    excuse = asked(village, begun(village, body=PHONE))
    with pytest.raises((Forbidden, NotFound)):
        excusing.agree(village.viewers[who], excuse.id)
    assert not ExcuseAgreed.select().exists()


def test_a_changed_draft_is_asked_about_anew(village: Village) -> None:
    draft = begun(village, body=PHONE)
    excuse = asked(village, draft)
    excusing.agree(village.viewers["supervisor"], excuse.id)
    changed = services.change(
        village.viewers["secretary"], draft.id, draft.revision, written(body=f"{PHONE}，还有一句"),
    )
    assert refused(village, changed).key == "drafts.looks_private"
    late = asked(village, changed)
    services.change(village.viewers["secretary"], draft.id, changed.revision, written(body=f"{PHONE}，又一句"))
    with pytest.raises(Refused) as stopped:
        excusing.agree(village.viewers["supervisor"], late.id)
    assert stopped.value.key == "form.stale"


def test_the_same_thing_is_asked_and_agreed_once(village: Village) -> None:
    draft = begun(village, body=PHONE)
    excuse = asked(village, draft)
    with pytest.raises(Refused):
        asked(village, draft, "clerk")
    excusing.agree(village.viewers["supervisor"], excuse.id)
    with pytest.raises(Refused):
        excusing.agree(village.viewers["supervisor"], excuse.id)


@pytest.mark.parametrize("body", [ID, "张小明，12岁，获得资助", "当事人：张三", "孤儿张小明，"])
def test_some_things_nobody_lets_through(village: Village, body: str) -> None:
    draft = begun(village, body=body)
    with pytest.raises(Refused) as stopped:
        asked(village, draft)
    assert stopped.value.key == "drafts.never_public"
    assert refused(village, draft).key == "drafts.looks_final"
    assert not Excuse.select().exists()


def test_one_button_masks_text_rows_and_the_names_of_files(village: Village) -> None:
    draft = begun(
        village, file(b"plain words", f"{PHONE}.txt"), item="", title="低保对象公示", summary=f"打 {PHONE}",
        rows=(("姓名", "身份证号", "组别"), ("张小明", ID, "三组")),
    )
    refused(village, draft)
    masked = services.mask(village.viewers["clerk"], draft.id, draft.revision)
    up = services.publish(village.viewers["secretary"], draft.id, masked.revision)
    from portal.disclosures.records import editions_of, paper_of

    paper = paper_of(editions_of(up)[0])
    assert paper.rows[1] == ("张*明", "—", "三组")
    assert PHONE not in paper.summary + paper.files[0].name


@pytest.mark.parametrize(("contents", "name"), [
    (packed(word__footnotes_xml=WORD.format(ID)), "纪要.docx"), (workbook(hidden=ID), "名单.xlsx"),
    (pdf(ID), "公示.pdf"), (f"证号 {ID}".encode(), "说明.txt"),
    (f"姓名,证号\n张三,{ID}\n".encode("gb18030"), "名单.csv"),
])
def test_an_id_number_hidden_in_a_file_stops_it(village: Village, contents: bytes, name: str) -> None:
    draft = begun(village, file(contents, name))
    stopped = refused(village, draft)
    assert stopped.key == "drafts.file_looks_private"
    assert name in str(stopped.facts["where"])
    assert ID not in str(stopped.facts)
    assert Draft.get_by_id(draft.id).ended_at is None, "nothing is lost"


def test_an_id_number_in_a_file_s_name_stops_it_and_is_never_shown(village: Village) -> None:
    draft = begun(village, file(pdf("minutes"), f"{ID}.pdf"))
    stopped = refused(village, draft)
    assert stopped.key == "drafts.looks_final" and ID not in str(stopped.facts)
    masked = services.mask(village.viewers["secretary"], draft.id, draft.revision)
    assert services.publish(village.viewers["secretary"], draft.id, masked.revision)


def test_what_no_program_reads_somebody_has_to_look_at(village: Village) -> None:
    draft = begun(village, file(pdf("minutes", pictures=True), "扫描.pdf"))
    assert refused(village, draft).key == "drafts.not_looked_at"
    excusing.look_at(village.viewers["clerk"], draft.id, draft.revision, 1)
    excusing.look_at(village.viewers["clerk"], draft.id, draft.revision, 1)
    assert [row.by_name for row in LookedAt.select()] == [village.viewers["clerk"].name]
    assert services.publish(village.viewers["secretary"], draft.id, draft.revision)


@pytest.mark.parametrize("position", [0, 2, -1])
def test_only_a_file_that_is_there_is_looked_at(village: Village, position: int) -> None:
    draft = begun(village, file(pdf("", pictures=True), "扫描.pdf"))
    with pytest.raises(Refused):
        excusing.look_at(village.viewers["clerk"], draft.id, draft.revision, position)
    assert not LookedAt.select().exists()


@pytest.mark.parametrize("table", ["draft_looked_at", "draft_excuse", "draft_excuse_agreed"])
def test_who_let_something_through_is_sealed(village: Village, table: str) -> None:
    draft = begun(village, file(pdf("", pictures=True), "扫描.pdf"), body=PHONE)
    excusing.look_at(village.viewers["clerk"], draft.id, draft.revision, 1)
    excusing.agree(village.viewers["supervisor"], asked(village, draft).id)
    with pytest.raises(DatabaseError), db.atomic():
        db.execute_sql(f"UPDATE {table} SET by_name = 'x'")
    with pytest.raises(DatabaseError), db.atomic():
        db.execute_sql(f"DELETE FROM {table}")
