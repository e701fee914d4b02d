"""A server of its own process, pinned to one core, with its clock of CPU and its memory in view."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def pinned(command: Sequence[str], core: int | None) -> list[str]:
    """The command held to one core, where that can be done and there is more than one."""
    if core is None or not shutil.which("taskset") or (os.cpu_count() or 1) < 2:
        return list(command)
    return ["taskset", "-c", str(core), *command]


class Serving:
    """A server while it runs; `arguments` follow the interpreter, `--port N` is added."""

    def __init__(self, *arguments: str, core: int | None = 0, log: Path | None = None, **settings: object) -> None:
        self.port = free_port()
        self._environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")} | {
            "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1",
            **{f"PORTAL_{name.upper()}": str(value) for name, value in settings.items()},
        }
        self._command = pinned([sys.executable, *arguments, "--port", str(self.port)], core)
        self._log = log
        self.first_answer = 0.0

    def __enter__(self) -> Serving:
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, env=self._environ, stdout=subprocess.DEVNULL,
            stderr=self._log.open("wb") if self._log else subprocess.DEVNULL,
        )
        while time.perf_counter() - begun < 120:
            if self._process.poll() is not None:
                raise SystemExit(f"the server did not start: {' '.join(self._command)}")
            try:
                self.get("/")
            except OSError:
                time.sleep(0.01)
                continue
            self.first_answer = time.perf_counter() - begun
            return self
        raise SystemExit("the server did not answer in two minutes")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Seconds of CPU it has used in all its threads."""
        cells = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(cells[11]) + int(cells[12])) / TICK

    def resident(self) -> float:
        """Resident memory in MB."""
        return self._status("VmRSS")

    def peak(self) -> float:
        """The most resident memory it has had, in MB."""
        return self._status("VmHWM")

    def _status(self, name: str) -> float:
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def portal(folder: Path, core: int | None = 0, log: Path | None = None, **settings: object) -> Serving:
    """The portal on a demonstration folder."""
    return Serving(
        "app.py", "--demo", "--host", "127.0.0.1", "--data", str(folder), core=core, log=log, **settings,
    )
