"""How days, moments, sums and closed sets are written on a page, in the reader's language."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from . import clock, days
from .i18n import _, deed_label, label, ngettext, spoken
from .markup import render
from .numerals import capitals, yuan

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    vars(app.jinja_env)["install_gettext_callables"](_, ngettext, newstyle=True)
    app.jinja_env.filters.update(
        label=label, deed_label=deed_label, day_words=day_words, short_day=short_day, moment_words=moment_words,
        days_left=days_left, marked=lambda text: render(text or ""), unlinked=unlinked, yuan=yuan, capitals=capitals,
    )


def unlinked(text: str | None) -> Markup:
    """Marked-up text without links, for a screen that must not lead anywhere else."""
    return Markup(re.sub(r"</?a\b[^>]*>", "", render(text or "")))


def short_day(day: date) -> str:
    """A day in figures: 2026年11月21日."""
    if spoken() == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


@lru_cache(maxsize=2048)
def _lunar(day: date) -> str:
    return days.lunar(day) or ""


def day_words(day: date) -> str:
    """A day as the wall says it: figures, weekday and lunar day."""
    lunar = _lunar(day)
    weekday = _(days.weekday_word(day))
    if spoken() == "en":
        return f"{weekday}, {short_day(day)}"
    return f"{short_day(day)} {weekday}" + (f" 农历{lunar}" if lunar else "")


def moment_words(moment: datetime) -> str:
    """A moment in village time, to the minute."""
    local = clock.village_time(moment)
    return f"{short_day(local.date())} {local:%H:%M}"


def days_left(day: date) -> str:
    """How far away a day is, in words: 还有3天, 今天, 已过2天."""
    left = (day - clock.today()).days
    if left == 0:
        return _("今天")
    if left > 0:
        return ngettext("还有%(num)s天", "还有%(num)s天", left) % {"num": left}
    return ngettext("已过%(num)s天", "已过%(num)s天", -left) % {"num": -left}


def today_words() -> str:
    """Today as the wall says it."""
    return day_words(clock.today())
