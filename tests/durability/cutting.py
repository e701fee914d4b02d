"""Power cuts, played: what a disk may hold when the power fails at some moment, from a journal of what was written.

Simulated: the process's writes, truncations, renames, removals and syncs are written down in their order by a small
library (unsynced.c). A cut is one place in that order. Whatever a file had at its last sync before the cut is there.
Of what came after it every 512-byte sector may be there, or not, or hold rubbish, each by chance and in no order; a
file that was made, renamed or removed without its folder being synced may be found either way.

Not simulated: a disk that says it has synced and has not, a sector that goes bad by itself, and a file system that
loses what was synced. Against those stand backups and `flask rescue`.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512


def library(folder: Path) -> Path | None:
    """The journal-keeping library, built here; None where there is no C compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    made = folder / "unsynced.so"
    source = Path(__file__).with_name("unsynced.c")
    built = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-ldl", "-lpthread"],
        capture_output=True, check=False,
    )
    return made if built.returncode == 0 else None


@dataclass(frozen=True)
class Step:
    """One thing that was done to a file: where it stands in the journal, and what it was."""

    end: int
    kind: str
    path: str
    first: int
    bytes: bytes


def steps(journal: bytes) -> list[Step]:
    """The journal as steps; what was being written down when the process died is left out."""
    found, at = [], 0
    while (line := journal.find(b"\n", at)) > 0:
        kind, path, first, length = journal[at:line].decode().split("\t")
        end = line + 1 + (int(length) if kind in ("write", "rename") else 0)
        if end > len(journal):
            break
        found.append(Step(end, kind, path, int(first), journal[line + 1 : end]))
        at = end
    return found


@dataclass
class Disk:
    """A folder as a disk holds it: what is sure of each file, and what has been written since."""

    sure: dict[str, bytes] = field(default_factory=dict)
    seen: dict[str, bytearray] = field(default_factory=dict)
    loose: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    names: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path) -> Disk:
        """A folder that has been lying there since yesterday."""
        kept = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        return cls(dict(kept), {name: bytearray(contents) for name, contents in kept.items()})

    def play(self, step: Step) -> None:
        """Do a step again."""
        name = step.path
        if step.kind == "write":
            file = self.seen.setdefault(name, bytearray())
            file.extend(b"\0" * (step.first - len(file)))
            file[step.first : step.first + len(step.bytes)] = step.bytes
            self.loose.setdefault(name, []).append((step.first, step.bytes))
        elif step.kind == "cut":
            file = self.seen.setdefault(name, bytearray())
            del file[step.first :]
            file.extend(b"\0" * (step.first - len(file)))
            self.loose.setdefault(name, []).append((step.first, b""))
        elif step.kind == "sync" and name in self.seen:
            self.sure[name] = bytes(self.seen[name])
            self.loose.pop(name, None)
        elif step.kind == "sync":
            self._sync_folder(name)
        elif step.kind == "rename":
            to = step.bytes.decode()
            self._move(name, to)
        elif step.kind == "remove":
            self.names.append(("remove", name, name))
            self.seen.pop(name, None)
            self.loose.pop(name, None)

    def _sync_folder(self, folder: str) -> None:
        """From here on no name in this folder comes back or goes again."""
        settled = [change for change in self.names if str(Path(change[2]).parent) == folder]
        self.names = [change for change in self.names if change not in settled]
        for kind, _name, to in settled:
            if kind == "remove" and to not in self.seen:
                self.sure.pop(to, None)

    def _move(self, name: str, to: str) -> None:
        self.names.append(("rename", name, to))
        self.seen[to] = self.seen.pop(name, bytearray())
        self.sure[to] = self.sure.pop(name, b"")
        self.loose[to] = self.loose.pop(name, [])

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """One of the many things the disk may hold now."""
        found = {name: self._torn(name, chance) for name in {*self.sure, *self.seen}}
        for kind, _name, to in self.names:
            if kind == "remove" and to not in self.seen and chance.random() < 0.5:
                found.pop(to, None)
        return found

    def _torn(self, name: str, chance: random.Random) -> bytes:
        file = bytearray(self.sure.get(name, b""))
        mood = chance.choice(("nothing", "everything", "some"))
        for first, contents in self.loose.get(name, []):
            if mood == "nothing" or (mood == "some" and chance.random() < 0.3):
                continue
            if not contents:
                del file[first:]
                continue
            for at in range(0, len(contents), SECTOR):
                sector = contents[at : at + SECTOR]
                if mood == "some" and chance.random() < 0.3:
                    if chance.random() < 0.7:
                        continue
                    sector = chance.randbytes(len(sector))
                file.extend(b"\0" * (first + at - len(file)))
                file[first + at : first + at + len(sector)] = sector
        return bytes(file)


def lay_out(found: dict[str, bytes], lived: Path, folder: Path) -> None:
    """Write what the disk holds into a folder of its own."""
    for name, contents in found.items():
        path = folder / Path(name).relative_to(lived)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
