"""The words of a posting, drafted from what was decided and done: the resolution, and later its result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal.decisions.kinds import PUBLISHING, Step
from portal.decisions.records import Decision, DecisionText, StepTaken
from portal.disclosures.rules import Rows
from portal.foundation.i18n import _, label
from portal.foundation.numerals import yuan
from portal.foundation.showing import short_day

from .kinds import TaskStanding
from .result_records import Result, ResultCheck, Spend
from .task_records import Task

MOST_TITLE = 120


def _bold(words: str) -> str:
    """A line that parts the paper; a heading would leave a gap in the page's own."""
    return f"**{words}**"


def paragraphs(text: str) -> str:
    """Typed lines as paragraphs, which marked-up text parts by empty lines."""
    return "\n\n".join(line for line in text.split("\n") if line.strip())


def title_of(decision: Decision, step: Step) -> str:
    """What a posting is called; no longer than a publication's title may be."""
    words = _("决议公告：{title}") if step is Step.PUBLISH_RESOLUTION else _("实施结果：{title}")
    return words.format(title=decision.title)[:MOST_TITLE]


def needed_in(decision: Decision, resolved: StepTaken, step: Step) -> list[str]:
    """The words a posting may not lose: the number, and in a resolution the count."""
    if step is Step.PUBLISH_RESULT:
        return [decision.number]
    return [decision.number, resolved.words]


def resolution(decision: Decision, text: DecisionText, resolved: StepTaken, days: int) -> str:
    """The resolution: its number, what was decided word for word, the count in words, the law, how to object."""
    lines = [
        _("决议编号：{number}（第 {version} 版文本）").format(number=decision.number, version=decision.version),
        "", _bold(_("决定的内容")), "", paragraphs(text.body), "", _bold(_("怎样决定的")), "",
        "".join([_("{day}表决通过。").format(day=short_day(resolved.on)), *resolved.words.split("\n")]),
    ]
    if resolved.article and resolved.article not in resolved.words:
        lines += ["", _("依据：{article}").format(article=resolved.article)]
    if decision.budget is not None:
        lines += ["", _("预算：{sum} 元").format(sum=yuan(decision.budget))]
    lines += [
        "", _bold(_("有异议怎么办")), "",
        _("公告之日起 {days} 天内，可以在网页上、在村委会的触摸屏上或者到村委会窗口提出异议，不用注册。"
          "每一条都公开答复，不公开是谁提的。").format(days=days),
        "", _("异议期满、异议都答复了，决议生效，开始落实。"),
    ]
    return "\n".join(lines)


def ladder_rows(steps: Sequence[StepTaken], version: int) -> Rows:
    """Every step that was taken for this text with its day and what it came to."""
    rows = [
        (label(one.of), one.on.isoformat(), _came_to(one))
        for one in steps if (one.version == version or one.of is Step.SUGGEST) and one.of not in PUBLISHING
    ]
    return ((_("步骤"), _("日期"), _("结果")), *rows) if rows else ()


def _came_to(step: StepTaken) -> str:
    """What a step came to on one line: the word for it, and the count where there was a vote."""
    said = step.figures
    if "yes" not in said:
        return label(step.came_to)
    counted = _("应到 {due}，到会 {present}，赞成 {yes}，反对 {no}").format(
        **{name: said.get(name, 0) for name in ("due", "present", "yes", "no")},
    )
    return f"{label(step.came_to)} {counted}"


def result_words(
    decision: Decision, told: Result, said: ResultCheck | None, tasks: Sequence[Task], payments: Sequence[Spend],
) -> str:
    """The result: what was done, what it cost against the budget, and who checked it."""
    lines = [
        _("决议编号：{number}（第 {version} 版文本）").format(number=decision.number, version=decision.version),
        "", _bold(_("办成了什么")), "", paragraphs(told.words), "", _bold(_("花了多少钱")), "", money_words(told),
    ]
    if reasons := [one for one in dict.fromkeys(one.over_reason for one in payments) if one]:
        lines += ["", _("超出预算的原因：{reason}").format(reason=_("；").join(reasons))]
    dropped = [task.title for task in tasks if task.dropped_at is not None]
    if dropped:
        lines += ["", _("取消的任务：{titles}").format(titles=_("、").join(dropped))]
    if said is not None:
        lines += [
            "", _bold(_("监督核查")), "",
            _("{post}{name}核查：{words}").format(post=said.by_post, name=said.by_name, words=said.words),
        ]
    return "\n".join(lines)


def money_words(told: Result) -> str:
    """What was spent against the budget, in words."""
    if told.budget is None:
        return _("没有单列预算，实际支出 {spent} 元。").format(spent=yuan(told.spent))
    if told.spent > told.budget:
        return _("预算 {budget} 元，实际支出 {spent} 元，超出 {over} 元。").format(
            budget=yuan(told.budget), spent=yuan(told.spent), over=yuan(told.spent - told.budget),
        )
    return _("预算 {budget} 元，实际支出 {spent} 元，结余 {left} 元。").format(
        budget=yuan(told.budget), spent=yuan(told.spent), left=yuan(told.budget - told.spent),
    )


def result_rows(tasks: Sequence[Task], payments: Sequence[Spend], today: date) -> Rows:
    """What was spent, line by line with its sum; where no money moved, the tasks with their days."""
    if payments:
        lines = [(one.day.isoformat(), one.words, yuan(one.amount), one.voucher) for one in payments]
        whole = yuan(sum(one.amount for one in payments))
        return ((_("日期"), _("用途"), _("金额（元）"), _("凭证")), *lines, (_("合计"), "", whole, ""))
    done = [task for task in tasks if task.standing(today) is not TaskStanding.DROPPED]
    rows = [(task.title, task.owner, short_day(task.done_on or task.due_on)) for task in done]
    return ((_("任务"), _("负责单位"), _("办完的日期")), *rows) if rows else ()
