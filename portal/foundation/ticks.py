"""Jobs that come due: a table of what was last done when, so that a PC that was off catches up when it wakes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from peewee import CharField, DateTimeField, fn

from . import clock
from .database import Record, connected, writing

log = logging.getLogger("portal.ticks")


class Tick(Record):
    """One job: when it was last begun, last finished well, and the kind of its last failure."""

    name = CharField(60, unique=True)
    begun_at = DateTimeField(null=True)
    done_at = DateTimeField(null=True)
    failure = CharField(120, default="")

    class Meta:
        table_name = "tick"


@dataclass(frozen=True)
class Job:
    """A named piece of work, how long after its last success it is due again, and whether any clock is good enough."""

    name: str
    every: timedelta
    work: Callable[[], None]
    by_any_clock: bool = False


_jobs: dict[str, Job] = {}


def due_every(
    every: timedelta, name: str, *, by_any_clock: bool = False,
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Have a function run whenever its last success is longer ago than `every`.

    What ends periods or purges waits while the clock is doubted; `by_any_clock` is for work that only looks after
    the machine, such as a backup.
    """

    def keep(work: Callable[[], None]) -> Callable[[], None]:
        _jobs[name] = Job(name, every, work, by_any_clock)
        return work

    return keep


def jobs() -> list[Job]:
    """Every known job by name."""
    return sorted(_jobs.values(), key=lambda job: job.name)


def states() -> dict[str, Tick]:
    """What is known about each job."""
    return {tick.name: tick for tick in Tick.select()}


def run_due() -> list[str]:
    """Run every job that is due and return the names of those that went well; one failing stops no other."""
    doubted = clock.doubt() is not None and not clock.is_told()
    return [job.name for job in jobs() if (job.by_any_clock or not doubted) and _take(job) and _run(job)]


def newest_done() -> datetime | None:
    """When a job was last done: the machine was on then."""
    found: datetime | None = Tick.select(fn.MAX(Tick.done_at)).scalar()
    return found


def done_no_later_than(moment: datetime) -> None:
    """The clock was wrong: no job was done after `moment`. Call inside a deed."""
    Tick.update(done_at=moment).where(Tick.done_at > moment).execute()


def _take(job: Job) -> bool:
    now = clock.now()
    with writing():
        tick = Tick.get_or_none(Tick.name == job.name) or Tick.create(name=job.name)
        waiting = tick.done_at is None or tick.done_at > now or now - tick.done_at >= job.every
        running = tick.begun_at is not None and timedelta() <= now - tick.begun_at < timedelta(minutes=1)
        if not waiting or running:
            return False
        Tick.update(begun_at=now).where(Tick.id == tick.id).execute()
    return True


def _run(job: Job) -> bool:
    failure = ""
    try:
        job.work()
    except Exception as error:
        failure = type(error).__name__
        log.exception("job %s failed", job.name)
    with writing():
        facts = {"failure": failure} if failure else {"failure": "", "done_at": clock.now()}
        Tick.update(**facts).where(Tick.name == job.name).execute()
    return not failure


class Ticker:
    """The thread that looks every half minute whether something is due."""

    def __init__(self, app: Flask, seconds: float = 30.0) -> None:
        self._app = app
        self._seconds = seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._live, name="ticks", daemon=True)

    def start(self) -> None:
        """Begin looking."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the job at hand and end."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _live(self) -> None:
        while not self._stop.wait(self._seconds):
            try:
                with self._app.app_context(), connected():
                    run_due()
            except Exception:
                log.exception("looking for due jobs failed")
