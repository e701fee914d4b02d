"""A portal started on a PC whose clock is wrong serves, writes and keeps its order, by HTTP as people meet it."""

from __future__ import annotations

import json
import signal
import threading
import time
from pathlib import Path

import pytest
from durability.sending import ASKED_ABOUT, WRITERS, Server, Writer, count, faults, prepare

from portal.foundation.clock import BUILT
from portal.foundation.database import db
from portal.foundation.deeds import deeds_before

pytestmark = pytest.mark.own_file
PROGRAM = Path(__file__).with_name("at_another_time.py")
SHOWN = ("1970-01-01T00:03:00", "2000-02-29T23:59:50", "2038-01-19T03:14:05", "2099-12-31T15:59:50")


@pytest.mark.parametrize("shown", SHOWN)
def test_a_wrong_clock_stops_nobody(tmp_path: Path, shown: str) -> None:
    folder = tmp_path / "village"
    folder.mkdir()
    number = prepare(folder)
    db.close()
    server = Server(folder, program=[str(PROGRAM), shown]).start()
    stop = threading.Event()
    writers = [Writer(server, who, number, stop) for who in WRITERS]
    for writer in writers:
        writer.start()
    pages = {}
    for address in ("/", "/disclosures/", f"/disclosures/{number}", "/meetings/", "/activities/", "/cases/", "/check/",
                    "/search/?q=%E5%85%AC", "/feed.xml", "/disclosures/archive", "/agenda/"):
        pages[address] = server.ask("GET", address)
    banner = Writer(server, "clerk", number, stop)
    banner._sign_in()
    office = server.ask("GET", "/today/", cookie=banner.cookie)
    time.sleep(2)
    stop.set()
    for writer in writers:
        writer.join(60)
    server.kill(signal.SIGTERM)
    counted = count(folder)
    with db.connection_context():
        lines = deeds_before(None, 5)
    db.close()
    assert {address: page[0] for address, page in pages.items() if page[0] not in (200, 404)} == {}
    assert ASKED_ABOUT in pages["/disclosures/"][1], "nothing is hidden"
    assert office[0] == 200 and "电脑的时钟信不过" in office[1]
    assert not faults(counted, writers)
    assert sum(len(writer.sent.confirmed) for writer in writers) > 3
    refused = [said for writer in writers for said in writer.sent.refused]
    assert not [said for said in refused if said.startswith("5")], refused
    assert all(json.loads(line.facts)["clock_doubt"] for line in lines)
    assert all(abs((line.at - lines[-1].at).total_seconds()) < 600 and line.at >= BUILT for line in lines)
