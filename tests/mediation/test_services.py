"""A file from its opening to the visit afterwards; who is kept out; and what no deed may say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cases.ways import HOUSE, reported
from makers import Village
from mediation.ways import CANARIES, DAY, agreement, begun, ready
from werkzeug.exceptions import NotFound

from portal.cases.board_records import ringing
from portal.cases.records import case_by_id
from portal.foundation import clock
from portal.foundation.deeds import Deed, last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.mediation import services, writing_down
from portal.mediation.counting import counted
from portal.mediation.records import Opening, file_by_id, opens
from portal.mediation.rules import End, Kept, Paper, Role, Side

pytestmark = pytest.mark.usefixtures("connection")


def test_a_dispute_to_a_written_agreement_kept_and_visited(village: Village) -> None:
    secretary = village.viewers["secretary"]
    file = ready(village)
    assert file.formal == "（2026）柳坡村人调字第1号" and file.due == DAY.replace(month=12, day=21)
    writing_down.agree(secretary, file.id, agreement())
    after = file_by_id(file.id)
    assert after.ended_as is End.AGREED and after.court_until == DAY.replace(month=12, day=21)
    case = case_by_id(after.case_id)
    assert case.stage == "done" and case.outcome == "fixed" and after.formal in case.outcome_words
    writing_down.keep(secretary, file.id, Kept.WHOLE, "八百元已经当面付清")
    writing_down.follow_up(secretary, file.id, "两家都说好，没有隐患")
    writing_down.confirm(secretary, file.id, DAY)
    figures = counted(village.county, 2026)
    assert (figures.opened, figures.agreed, figures.kept, figures.confirmed, figures.share) == (1, 1, 1, 1, "100%")
    with pytest.raises(Refused) as refused:
        writing_down.write(secretary, file.id, Paper.TALK, DAY, "再写一份")
    assert refused.value.key == "mediation.has_ended"


def test_a_file_is_shut_to_every_post_that_is_not_named_on_it(village: Village) -> None:
    file, now = begun(village), clock.now()
    assert [name for name, viewer in village.viewers.items() if opens(viewer, file, now)] == ["secretary"]
    for name in ("clerk", "grid", "township", "administrator", "supervisor", "neighbour"):
        before = last_number()
        with pytest.raises(NotFound):
            writing_down.write(village.viewers[name], file.id, Paper.TALK, DAY, "想写一句")
        assert last_number() == before


def test_a_reason_opens_it_for_a_day_to_read_only_and_stays_recorded(village: Village) -> None:
    file, admin = begun(village), village.viewers["administrator"]
    with pytest.raises(Refused):
        services.unseal(admin, file, "看看")
    with pytest.raises(Forbidden):
        services.unseal(village.viewers["clerk"], file, "上级检查卷宗质量")
    services.unseal(admin, file, "上级检查卷宗质量")
    assert opens(admin, file, clock.now())
    with pytest.raises(Forbidden):
        writing_down.write_party(admin, file.id, Side.OTHER, "某人", "", "")
    assert not opens(admin, file, clock.now() + timedelta(hours=25))
    assert Opening.select().count() == 1


def test_the_lead_names_mediators_and_reviewers_and_takes_them_off(village: Village) -> None:
    file, secretary = begun(village), village.viewers["secretary"]
    clerk, township = village.viewers["clerk"], village.viewers["township"]
    named = services.name(secretary, file, township.account_id or 0, Role.REVIEWER)
    assert opens(township, file, clock.now())
    with pytest.raises(Forbidden):
        writing_down.write(township, file.id, Paper.TALK, DAY, "审阅的人不写")
    services.name(secretary, file, clerk.account_id or 0, Role.MEDIATOR)
    writing_down.write(clerk, file.id, Paper.INQUIRY, DAY, "去看了现场")
    for do in (
        lambda: services.name(clerk, file, village.viewers["grid"].account_id or 0, Role.REVIEWER),
        lambda: services.name(secretary, file, clerk.account_id or 0, Role.MEDIATOR),
        lambda: services.name(secretary, file, 999, Role.MEDIATOR),
        lambda: services.unname(secretary, file, 1),
    ):
        before = last_number()
        with pytest.raises(Refused):
            do()
        assert last_number() == before
    services.unname(secretary, file, named.id)
    assert not opens(township, file, clock.now())


def test_danger_rings_everywhere_at_once_and_names_nobody(village: Village) -> None:
    file = ready(village)
    with HOUSE[0].app_context():
        case = writing_down.danger(village.viewers["secretary"], file.id, f"{CANARIES[1]}扬言要动手")
        with pytest.raises(Refused):
            writing_down.danger(village.viewers["secretary"], file.id, "再报一次")
    assert [number for number, _path, _name in ringing()] == [case.number]
    assert not any(canary in case.words for canary in CANARIES)
    assert file_by_id(file.id).risk == "red"


def test_a_refusal_of_a_party_ends_with_the_other_ways(village: Village) -> None:
    file, secretary = ready(village), village.viewers["secretary"]
    with pytest.raises(Refused):
        writing_down.end(secretary, file.id, End.REFUSED, "")
    writing_down.end(secretary, file.id, End.REFUSED, "告知可以到法院起诉")
    assert case_by_id(file.case_id).outcome == "elsewhere"
    with pytest.raises(Refused) as refused:
        writing_down.keep(secretary, file.id, Kept.WHOLE, "付清了")
    assert refused.value.key == "mediation.no_agreement"


def test_only_disputes_have_one_file(village: Village) -> None:
    case, _code = reported(village)
    secretary = village.viewers["secretary"]
    with pytest.raises(Refused) as refused:
        services.open_file(secretary, case.id, services.NewFile())
    assert refused.value.key == "mediation.no_dispute"
    file = begun(village)
    with pytest.raises(Refused) as refused:
        services.open_file(secretary, file.case_id, services.NewFile())
    assert refused.value.key == "mediation.has_file"


def test_no_deed_says_anything_of_a_party(village: Village) -> None:
    file = ready(village)
    writing_down.agree(village.viewers["secretary"], file.id, agreement())
    told = " ".join(f"{one.facts} {one.who_name} {one.subject}" for one in Deed.select())
    assert not [canary for canary in CANARIES if canary in told]
