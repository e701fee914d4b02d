"""A slow link: a proxy that delays and shapes both directions and makes a new connection wait for its handshake."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

PIECE = 512


@dataclass(frozen=True)
class Link:
    """How slow it is."""

    round_trip: float = 1.0
    bytes_a_second: float = 50_000 / 8

    def floor(self, up: int, down: int) -> float:
        """The least a first page can take: handshake, question and answer at the speed of the link."""
        return 2 * self.round_trip + (up + down) / self.bytes_a_second


class _Way:
    """One direction of the whole link, shared by all connections."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._free_at = 0.0

    def arrives(self, size: int, not_before: float) -> float:
        """When a piece that is sent now is there."""
        begins = max(not_before, self._free_at)
        self._free_at = begins + size / self._link.bytes_a_second
        return self._free_at + self._link.round_trip / 2


class Shaping:
    """The proxy: `port` leads to `target` over the link."""

    def __init__(self, target: int, link: Link) -> None:
        self.target, self.link, self.port = target, link, 0
        self._up, self._down = _Way(link), _Way(link)

    async def serve(self, ready: threading.Event) -> None:
        """Until cancelled."""
        server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await server.serve_forever()

    async def _join(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        opened = asyncio.get_running_loop().time() + self.link.round_trip
        with suppress(asyncio.CancelledError, OSError):
            far, forth = await asyncio.open_connection("127.0.0.1", self.target)
            await asyncio.gather(
                self._carry(near, forth, self._up, opened), self._carry(far, back, self._down, 0.0),
                return_exceptions=True,
            )

    async def _carry(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: _Way, opened: float,
    ) -> None:
        loop, waiting = asyncio.get_running_loop(), asyncio.Queue[tuple[float, bytes]]()

        async def deliver() -> None:
            while True:
                due, piece = await waiting.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                if not piece:
                    sink.close()
                    return
                sink.write(piece)

        delivery = asyncio.ensure_future(deliver())
        while piece := await source.read(PIECE):
            waiting.put_nowait((way.arrives(len(piece), max(opened, loop.time())), piece))
        waiting.put_nowait((loop.time() + self.link.round_trip / 2, b""))
        await delivery


@contextmanager
def slowed(target: int, link: Link) -> Iterator[Shaping]:
    """The link while this lasts, in a thread of its own."""
    shaping, ready = Shaping(target, link), threading.Event()
    loop = asyncio.new_event_loop()

    def run() -> None:
        asyncio.set_event_loop(loop)
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(shaping.serve(ready))
        rest = asyncio.all_tasks(loop)
        for task in rest:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(5)
    try:
        yield shaping
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        thread.join(10)
