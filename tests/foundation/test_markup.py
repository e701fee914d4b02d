"""A notice may be laid out, and nothing in it can load, run or shout over the page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.markup import plain, render


@pytest.mark.parametrize(
    ("typed", "tag"), [("# 一", "h3"), ("## 二", "h4"), ("### 三", "h5"), ("##### 五", "h6"), ("一\n===", "h3")],
)
def test_headings_stand_below_the_pages_own(typed: str, tag: str) -> None:
    assert f"<{tag}>" in render(typed)
    assert "<h1" not in render(typed)


def test_tables_have_scopes_and_no_style() -> None:
    page = render("| 项目 | 金额 |\n|---|--:|\n| 修路 | 12.00 |\n")
    assert '<th scope="col">项目</th>' in page
    assert '<td data-align="right">12.00</td>' in page
    assert "style" not in page


def test_struck_and_strong_words() -> None:
    assert "<del>旧</del>" in render("~~旧~~")
    assert "<strong>新</strong>" in render("**新**")


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b onclick=x>b</b>", "<!-- x -->",
        "<svg/onload=alert(1)>",
    ],
)
def test_raw_html_is_shown_not_obeyed(typed: str) -> None:
    page = render(typed)
    assert not re.search(r"<(?!/?p>)", page)
    assert "&lt;" in page


def test_a_picture_is_only_its_words() -> None:
    page = render("![照片](http://x/y.png)")
    assert "<img" not in page
    assert "照片" in page


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "//evil.example",
        "javascript&colon;alert(1)", "java&#115;cript:alert(1)", "mailto:a@b", "tel:110", "/\\evil.example", "\\\\evil",
        "&#106;avascript:x", "ftp://x", "&#x2f;/evil.example",
    ],
)
def test_an_address_elsewhere_or_that_runs_is_no_link(address: str) -> None:
    page = render(f"[看这里]({address})")
    assert "href" not in page
    assert "看这里" in page


@pytest.mark.parametrize(
    "address", ["/disclosures/DGL-2026-0012", "#two", "?q=1", "a/b:c", "https://www.gov.cn/x?a=1&b=2"],
)
def test_an_honest_address_is_a_link(address: str) -> None:
    assert f'href="{address.replace("&", "&amp;")}"' in render(f"[看这里]({address})")


def test_a_foreign_link_does_not_hand_over_the_page() -> None:
    assert 'rel="noopener"' in render("[x](https://www.gov.cn)")
    assert 'rel="noopener"' in render("<https://www.gov.cn>")
    assert "rel=" not in render("[x](/here)")


def test_a_title_cannot_leave_its_quotes() -> None:
    page = render("[x](/here \"a' onclick='b\")")
    assert page.count('"') == 4
    assert " onclick=" not in re.sub(r'title="[^"]*"', "", page)


def test_plain_lines_for_reading_aloud() -> None:
    notice = "# 通知\n\n各位村民，**明天**[开会](/m)。\n\n- 一\n- 二\n"
    table = "| 项目 | 金额 |\n|---|---|\n| 修路 | <b>12</b> |\n"
    assert plain(f"{notice}\n{table}") == "通知\n各位村民，明天开会。\n一\n二\n项目，金额\n修路，<b>12</b>"
    assert plain("") == ""


@given(st.text(alphabet="<>&\"'[]()!#*~`|-=: \nabjavscript/\\1", max_size=120))
def test_nothing_typed_makes_a_tag_of_its_own(typed: str) -> None:
    page = render(typed)
    allowed = r"</?(?:p|h[3-6]|ul|ol|li|em|strong|del|code|pre|blockquote|table|thead|tbody|tr|th|td|br|hr|a)\b"
    assert not re.findall(rf"<(?!{allowed[1:]})", page.replace("<!", "< !"))
    assert not re.findall(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', page))


@pytest.mark.parametrize("piece", ["[", "*", "`", "> ", "- ", "|", "~~", "![](", "<", "&", "_a", "[a](", "#", "\n> - "])
def test_hostile_notices_come_to_an_end(piece: str) -> None:
    assert len(render(piece * 5000)) > 0
