"""What the village loudspeaker says about publications: short lines, amounts in words, dates with their weekday."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.foundation.days import weekday_word
from portal.foundation.i18n import N_, _, label, spoken
from portal.foundation.markup import plain
from portal.foundation.numerals import parse_yuan, spoken_yuan, yuan
from portal.foundation.refusal import Refused
from portal.foundation.showing import short_day

from .rules import Paper, Rows, Stay
from .statements import Side, Statement

MOST_A_LINE = 30
MOST_SENTENCES, MOST_WORDS = 3, 140
"""How much of a text is read out where nobody has written a summary."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+[”’」』）)]*|[^。！？!?；;\n]+")
_PHRASE = re.compile(r"[^，,、：:]*[，,、：:]+|[^，,、：:]+")
_AMOUNT = re.compile(r"(?<![\d.,])\s*(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?\s*(万?)元(?![/／])")
_YUAN_COLUMN = re.compile(r"[（(]\s*元\s*[)）]")
_ENDS = re.compile(r"[。！？!?；;]$")
_UNENDED = "，,、：: "
_TOTAL = re.compile(r"合\s*计|总\s*计|共\s*计")


@dataclass(frozen=True)
class Notice:
    """One publication to read out: what was put up, for how long, and where the paper hangs."""

    paper: Paper
    stay: Stay
    boards: tuple[str, ...] = ()


def script_of(notices: Sequence[Notice], place: str, phone: str, today: date) -> list[str]:
    """The whole announcement, one line of at most MOST_A_LINE characters each."""
    said = [
        _("各位村民请注意。"),
        _("今天是{day}，{weekday}。").format(day=short_day(today), weekday=weekday_word(today)),
        *_beginning(notices, place),
    ]
    for count, notice in enumerate(notices, 1):
        said += _about(notice, count if len(notices) > 1 else 0)
    said.append(
        _("看不明白、觉得不对，请到村委会问，或者打电话 {phone}。").format(phone=phone) if phone
        else _("看不明白、觉得不对，请到村委会问。")
    )
    said.append(_("念完了，谢谢大家。"))
    return [line for sentence in said for line in broken(sentence)]


def _beginning(notices: Sequence[Notice], place: str) -> Iterator[str]:
    if len(notices) > 1:
        yield _("{place}公布了 {n} 份公开榜，一份一份念。").format(place=place, n=len(notices))
    elif notices:
        yield _("{place}公布了一份{kind}。").format(place=place, kind=label(notices[0].paper.kind))


def _about(notice: Notice, count: int) -> Iterator[str]:
    paper = notice.paper
    if count:
        yield _("第 {n} 份，{kind}。").format(n=count, kind=label(paper.kind))
    yield _ended(paper.title)
    yield from (_in_words(sentence) for sentence in _gist(paper))
    if paper.statement is not None:
        yield from () if paper.summary else _money(paper.statement)
    else:
        yield from _totals(paper.rows)
    if notice.boards:
        yield _("公开榜贴在{boards}。").format(boards=_("、").join(notice.boards))
    if notice.stay.until is not None:
        day = notice.stay.until
        yield _("公开到{day}，{weekday}为止。").format(day=short_day(day), weekday=weekday_word(day))


def _gist(paper: Paper) -> list[str]:
    """The summary; where nobody wrote one, the first sentences of the text."""
    if paper.summary:
        return [_ended(found) for found in _sentences(paper.summary)]
    kept: list[str] = []
    for sentence in _sentences(plain(paper.body)):
        if len(kept) == MOST_SENTENCES or sum(map(len, kept)) + len(sentence) > MOST_WORDS:
            break
        kept.append(_ended(sentence))
    return kept


def _sentences(text: str) -> list[str]:
    return [found for match in _SENTENCE.finditer(text) if (found := match[0].strip())]


def _ended(words: str) -> str:
    """A sentence with its end: a colon before a list that is not read out becomes one."""
    return words if _ENDS.search(words) else _("{words}。").format(words=words.rstrip(_UNENDED))


def amount(fen: int) -> str:
    """An amount as it is read out."""
    return spoken_yuan(fen) if spoken() == "zh" else _("{amount}元").format(amount=yuan(fen))


def _in_words(sentence: str) -> str:
    """The sentence with every amount in 元 as it is spoken."""

    def said(match: re.Match[str]) -> str:
        fen = int(match[1].replace(",", "")) * 100 + int((match[2] or "").ljust(2, "0"))
        return amount(fen * 10_000 if match[3] else fen)

    return _AMOUNT.sub(said, sentence)


def _money(statement: Statement) -> Iterator[str]:
    income, expense = (
        sum(line.amount for line in statement.lines if line.side is side) for side in (Side.INCOME, Side.EXPENSE)
    )
    for said, fen in (
        (N_("上期结余{amount}。"), statement.opening), (N_("这一期收入{amount}。"), income),
        (N_("支出{amount}。"), expense), (N_("现在还有{amount}。"), statement.closing),
    ):
        yield _(said).format(amount=amount(fen))


def _totals(rows: Rows) -> Iterator[str]:
    """The last row of a table when it is the total: each of its columns of money."""
    if len(rows) < 3 or not _TOTAL.match(rows[-1][0]):
        return
    for head, cell in zip(rows[0], rows[-1], strict=False):
        if not _YUAN_COLUMN.search(head) or not cell.strip():
            continue
        try:
            fen = parse_yuan(cell, negative=True)
        except Refused:
            continue
        yield _("{what}一共{amount}。").format(what=_YUAN_COLUMN.sub("", head).strip(), amount=amount(fen))


def broken(text: str, most: int = MOST_A_LINE) -> list[str]:
    """A text in lines of at most `most` characters, broken where somebody would draw breath; no sign is lost."""
    lines: list[str] = []
    for sentence in _sentences(text):
        line = ""
        for phrase in (piece for match in _PHRASE.finditer(sentence) for piece in _cut(match[0], most)):
            if len(line) + len(phrase) > most:
                lines.append(line)
                line = ""
            line += phrase if line else phrase.lstrip()
        lines.append(line)
    return [line.strip() for line in lines if line.strip()]


def _cut(phrase: str, most: int) -> Iterator[str]:
    """A phrase in pieces that fit; at a space where there is one."""
    while len(phrase) > most:
        at = phrase.rfind(" ", 1, most) + 1 or most
        yield phrase[:at]
        phrase = phrase[at:]
    yield phrase
