"""The process dies at random moments under four writers: what was confirmed is there, once, and the register holds."""

from __future__ import annotations

import random
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from durability.sending import WRITERS, Counted, Server, Writer, count, faults, prepare

pytestmark = pytest.mark.own_file


@dataclass(frozen=True)
class Killed:
    """What came of a series of kills."""

    writers: list[Writer]
    counted: Counted
    starts: list[float]
    wrong: list[str]

    @property
    def confirmed(self) -> int:
        """How many forms were confirmed."""
        return sum(len(writer.sent.confirmed) for writer in self.writers)

    @property
    def again(self) -> int:
        """How many times a form was sent again because no answer came."""
        return sum(writer.sent.again for writer in self.writers)


def kill_many(folder: Path, times: int, *, polite: float = 0.0, longest: float = 1.0, least: int = 0) -> Killed:
    """Kill a serving portal so many times under four writers, and on until `least` forms were confirmed.

    `polite` is the share that is SIGTERM.
    """
    server, stop = Server(folder), threading.Event()
    writers = [Writer(server, who, prepare(folder), stop) for who in WRITERS[:1]]
    number = writers[0].number
    writers += [Writer(server, who, number, stop) for who in WRITERS[1:]]
    server.start()
    for writer in writers:
        writer.start()
    turns = 0
    while turns < times or (turns < 10 * times and sum(len(writer.sent.confirmed) for writer in writers) < least):
        turns += 1
        time.sleep(random.uniform(0.05, longest))
        server.kill(signal.SIGTERM if random.random() < polite else signal.SIGKILL)
        server.start()
    time.sleep(0.5)
    stop.set()
    for writer in writers:
        writer.join(60)
    server.kill(signal.SIGTERM)
    counted = count(folder)
    return Killed(writers, counted, server.starts, faults(counted, writers))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
def test_what_was_confirmed_is_there_once_after_every_kill(tmp_path: Path) -> None:
    killed = kill_many(tmp_path, 6, polite=0.3, least=20)
    assert not killed.wrong, "\n".join(killed.wrong[:20])
    assert killed.confirmed >= 20, [writer.sent for writer in killed.writers]
