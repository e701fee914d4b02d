"""The page everybody may read, and the forms of whoever may set a rule."""

import re

import pytest

from portal.charter.reading import layers
from portal.charter.records import CharterRow
from portal.foundation.database import db

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"reason": "村民代表会议定的", "source": "", "valid_from": "2026-11-21", "valid_until": ""}


@pytest.fixture
def set_rule(client):
    def send(key, **typed):
        return client.post(f"/charter/BINGCUN/{key}", data={**TYPED, **typed}, headers=SAME_SITE)

    return send


def rows():
    with db.connection_context():
        return CharterRow.select().count()


def errors(page):
    return [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r'class="error".*?</p>', page.text, re.S)]


def test_anybody_reads_the_rules_with_their_sources(client):
    page = client.get("/charter/BINGCUN")
    assert page.status_code == 200
    for words in (
        "村民委员会组织法（2025年修正）第35条", "据法规原文", "山东省", "妇女村民代表至少 2/3",
        "低于法定要求，不再适用",
    ):
        assert words in page.text
    assert "本地另定" not in page.text
    assert page.text.count("<h1") == 1


def test_another_day_has_other_rules(client):
    old = client.get("/charter/BINGCUN?on=2025-12-31")
    assert "村民委员会组织法（2018年修正）" in old.text
    assert "村民委员会组织法（2025年修正）" not in old.text


@pytest.mark.parametrize("asked", ["tomorrow", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_read_is_said_so(client, asked):
    page = client.get(f"/charter/BINGCUN?on={asked}")
    assert page.status_code == 422
    assert "日期看不懂" in page.text


def test_htmx_gets_only_the_rules(client):
    page = client.get("/charter/BINGCUN", headers={"HX-Request": "true"})
    assert page.text.strip().startswith('<div id="rules">')


def test_a_place_nobody_knows_is_not_found(client):
    assert client.get("/charter/NOWHERE").status_code == 404


def test_every_setting_with_a_choice_has_a_form(client, seen_by, secretary):
    seen_by(secretary)
    linked = re.findall(r'href="/charter/BINGCUN/([a-z_.]+)"', client.get("/charter/BINGCUN").text)
    assert "disclosure.board_days" in linked
    assert "masking.id_number" not in linked
    for key in layers().settings:
        page = client.get(f"/charter/BINGCUN/{key}")
        assert page.status_code == (200 if key in linked else 404), key
        names = re.findall(r' id="([^"]+)"', page.text)
        assert len(names) == len(set(names)), key


def test_the_form_is_shut_for_everybody_else(client, seen_by, secretary):
    assert client.get("/charter/BINGCUN/grid.size").status_code == 302
    assert client.post("/charter/BINGCUN/grid.size", data=TYPED, headers=SAME_SITE).status_code == 401
    seen_by(secretary)
    assert client.get("/charter/DINGCUN/grid.size").status_code == 403
    assert rows() == 0


@pytest.mark.parametrize(
    ("key", "typed", "shown"),
    [
        ("disclosure.board_days", {"value": "30"}, "30 天"),
        ("representatives.notice_days", {"value": "10"}, "10 天"),
        ("appraisal.bottom_percent", {"value": "0"}, "0%"),
        ("grid.size", {"value": "10", "most": "40"}, "10 到 40"),
        ("decision.member_quorum", {"value": "at least", "part": "3", "whole": "4"}, "至少 3/4"),
        ("decision.major_money", {"value": "50,000"}, "50,000.00 元"),
        ("disclosure.party_days", {"value": "1月20日、7-1"}, "1月20日、7月1日"),
        ("disclosure.holiday_moves", {"value": "no"}, "否"),
        ("disclosure.finance_cadence", {"value": "monthly"}, "每月"),
        ("decision.origins", {"value": ["higher_level", "village_officers"]}, "村干部提议、上级安排"),
        ("quorum.local_variants", {}, "没有"),
    ],
)
def test_a_rule_is_set(client, seen_by, secretary, set_rule, key, typed, shown):
    seen_by(secretary)
    answer = set_rule(key, **typed)
    assert (answer.status_code, answer.headers.get("Location")) == (303, "/charter/BINGCUN"), errors(answer)
    assert f"<h3>{shown}</h3>" in client.get(f"/charter/BINGCUN/{key}").text
    assert "本地自定 · 丙村" in client.get("/charter/BINGCUN").text


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("disclosure.board_days", {"value": "7"}, "第35条规定15 天，您填的是7 天"),
        ("disclosure.board_days", {"value": "500"}, "要在 3 到 365 之间"),
        ("disclosure.board_days", {"value": "30", "valid_from": "2020-01-01"}, "最早从今天开始"),
        ("disclosure.board_days", {"value": "30", "reason": ""}, "这里要填"),
        ("disclosure.board_days", {"value": "30", "reason": "打 13812345678 问"}, "像证件号、电话或卡号"),
        ("decision.member_quorum", {"value": "at least", "part": "4", "whole": "3"}, "要填比例"),
        ("decision.major_money", {"value": "很多"}, "不是金额"),
        ("disclosure.party_days", {"value": "明天"}, "看不懂这些日子"),
        ("decision.steps", {}, "至少要选一项"),
    ],
)
def test_a_refused_rule_keeps_what_was_typed(seen_by, secretary, set_rule, key, typed, said):
    seen_by(secretary)
    page = set_rule(key, **typed)
    assert page.status_code == 422
    assert any(said in error for error in errors(page)), errors(page)
    for value in typed.values():
        assert f'value="{value}"' in page.text or value in page.text
    assert rows() == 0


def test_a_rule_is_ended(client, seen_by, secretary, set_rule):
    seen_by(secretary)
    set_rule("grid.size", value="10", most="40")
    too_early = {"row1-last_day": "2020-01-01", "row1-reason": "不用了"}
    early = client.post("/charter/rows/1/end", data=too_early, headers=SAME_SITE)
    assert early.status_code == 422
    assert "最早只能到今天为止" in errors(early)[0]
    assert "不用了" in early.text
    typed = {"row1-last_day": "2026-11-21", "row1-reason": "重新划分"}
    assert client.post("/charter/rows/1/end", data=typed, headers=SAME_SITE).status_code == 303
    assert "已写明结束" in client.get("/charter/BINGCUN/grid.size").text
    again = client.post("/charter/rows/1/end", data=typed, headers=SAME_SITE)
    assert again.status_code == 422


def test_a_row_of_another_village_is_not_ended(client, seen_by, secretary, reviewer):
    seen_by(reviewer)
    client.post("/charter/DINGCUN/grid.size", data={**TYPED, "value": "10", "most": "40"}, headers=SAME_SITE)
    seen_by(secretary)
    typed = {"row1-last_day": "2026-11-21", "row1-reason": "不是我的"}
    assert client.post("/charter/rows/1/end", data=typed, headers=SAME_SITE).status_code == 403
