"""A crowd: sixty visitors who never wait and four people who publish without pause, all at once, for a while."""

from __future__ import annotations

import asyncio
import os
import random
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from statistics import quantiles

from .ground import Ground
from .machine import Table
from .serving import ROOT, Serving, portal
from .staff import Browser, signed_in
from .weight import pages

VISITORS, WRITERS = 60, 4
RATE, P95, MEMORY = 100.0, 0.3, 200.0
PAUSE = 0.25
"""How long a writer looks at the page before the next button."""


@dataclass
class Seen:
    """What came back: how long each took, what failed, and the memory now and then."""

    waits: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def measure(ground: Ground) -> Table:
    """Everybody at once; then the register is read again from its first line."""
    seconds = ground.asked.minutes * 60
    folder = ground.copy("crowd")
    seen = Seen()
    with portal(folder, log=ground.folder / "crowd.log") as house:
        writers = [
            {name: signed_in(house, name) for name in ("secretary", "supervisor")} for _writer in range(WRITERS)
        ]
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=_write, args=(writer, until, seen)) for writer in writers]
        watch = threading.Thread(target=_watch, args=(house, until, seen))
        for thread in (*threads, watch):
            thread.start()
        addresses = [address for address, _budget in pages(ground).values()]
        asyncio.run(_visit_all(house, addresses, until, seen))
        for thread in (*threads, watch):
            thread.join()
    return _table(seen, seconds, _verified(folder))


def _table(seen: Seen, seconds: float, verdict: str) -> Table:
    table = Table(
        f"{VISITORS} visitors and {WRITERS} writers at once for {seconds:g} s", ("what", "figure", "budget", "holds"),
    )
    rate, cut = len(seen.waits) / seconds, quantiles(seen.waits, n=100)
    table.add("requests a second", rate, f"≥ {RATE:g}", rate >= RATE)
    table.add("half of the visitors wait, ms", cut[49] * 1000, "", "")
    table.add("95 % wait at most, ms", cut[94] * 1000, f"≤ {P95 * 1000:g}", cut[94] <= P95)
    table.add("longest wait, ms", max(seen.waits) * 1000, "", "")
    table.add("publications made", len(seen.writes), "", "")
    slow = quantiles(seen.writes, n=100)[94] if len(seen.writes) > 1 else 0.0
    table.add("95 % of drafts and publications take at most, ms", slow * 1000, "", "")
    table.add("answers that were not 200 or 303", len(seen.faults), "0", not seen.faults)
    table.add("memory at the start, MB", seen.memory[0], "", "")
    table.add("memory at the end, MB", seen.memory[-1], f"≤ {MEMORY:g}", max(seen.memory) <= MEMORY)
    table.add("register read again afterwards", verdict, "whole", verdict == "whole")
    table.notes += sorted(set(seen.faults))[:5]
    return table


def _write(desk: dict[str, Browser], until: float, seen: Seen) -> None:
    """Write, have it reviewed, publish, again and again; every step empties the page cache."""
    turn = 0
    while time.monotonic() < until:
        turn += 1
        begun = time.perf_counter()
        status, leads = desk["secretary"].post(
            "/drafts/new", kind="finance", title=f"第{turn}次集体收支", body="收的和花的都在下面。", days=15, item="",
            rows="",
        )
        if status != 303:
            seen.faults.append(f"draft: {status} {' '.join(re.sub('<[^>]+>', ' ', leads).split())[-200:]}")
            time.sleep(PAUSE)
            continue
        review = leads.replace("/drafts/", "/reviews/").removesuffix("/preview")
        time.sleep(PAUSE)
        for who, verb, typed in _procedure():
            status, leads = desk[who].post(f"{review}/{verb}", round=1, revision=1, **typed)
            if status != 303:
                seen.faults.append(f"{verb}: {status}")
                break
        seen.writes.append(time.perf_counter() - begun - PAUSE)
        time.sleep(PAUSE)


def _procedure() -> list[tuple[str, str, dict[str, str]]]:
    """Who presses what between the draft and the board."""
    today = datetime.now(timezone(timedelta(hours=8))).date()
    return [
        ("secretary", "send-in", {}), ("supervisor", "declare", {"relation": "clear"}),
        ("supervisor", "steps/supervisory_review", {}),
        ("secretary", "steps/joint_meeting", {"met_on": today.isoformat(), "reference": "联席1"}),
        ("secretary", "put-up", {}),
    ]


def _watch(house: Serving, until: float, seen: Seen) -> None:
    while time.monotonic() < until:
        seen.memory.append(house.resident())
        time.sleep(0.5)


async def _visit_all(house: Serving, addresses: list[str], until: float, seen: Seen) -> None:
    await asyncio.gather(*(_visit(house, addresses, until, seen, number) for number in range(VISITORS)))


async def _visit(house: Serving, addresses: list[str], until: float, seen: Seen, number: int) -> None:
    """One visitor with one connection, from page to page; half of them have favourites, half ask something new."""
    fate = random.Random(number)
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    turn = 0
    while time.monotonic() < until:
        turn += 1
        address = fate.choice(addresses)
        if fate.random() < 0.1:
            address += f"{'&' if '?' in address else '?'}n={number}.{turn}"
        begun = time.perf_counter()
        asked = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nAccept-Encoding: gzip\r\n\r\n"
        writer.write(asked.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.I)
        await reader.readexactly(int(length[1]) if length else 0)
        seen.waits.append(time.perf_counter() - begun)
        if not head.startswith(b"HTTP/1.1 200"):
            seen.faults.append(f"{address.partition('n=')[0]}: {head.split()[1].decode()}")
    writer.close()


def _verified(folder: Path) -> str:
    """What the portal itself says of its register after all this."""
    environ = os.environ | {"PYTHONPATH": str(ROOT), "PORTAL_DATA_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app:create_app", "verify"], cwd=ROOT, env=environ, check=False,
        capture_output=True, text=True,
    )
    return "whole" if done.returncode == 0 else (done.stderr or done.stdout).strip()[-200:]
