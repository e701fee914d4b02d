"""A photo from a 12-megapixel phone: how small it is kept, how long it takes, how much memory it costs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from .ground import Ground
from .machine import Table
from .serving import ROOT

KEPT, SECONDS, MEMORY = 150 * 1024, 2.0, 60.0
SIZE = (4032, 3024)
SHRINK = """
import json, sys, time
from pathlib import Path
from PIL import Image, features
from portal.foundation.photos import shrink
contents = Path(sys.argv[1]).read_bytes()
def most():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
before = most()
begun = time.perf_counter()
small, _kind = shrink(contents)
spent = time.perf_counter() - begun
more = most() - before
print(json.dumps({"sent": len(contents), "kept": len(small), "seconds": spent, "memory": more / 1024}))
"""


def measure(ground: Ground) -> Table:
    """A busy picture, written in one pass and progressively, shrunk in a process of its own."""
    table = Table(
        "A photo of 12 megapixels on arrival",
        ("written", "sent, bytes", "kept, bytes", "seconds", "more memory, MB", "budget", "holds"),
    )
    for name, progressive in (("in one pass", False), ("progressively", True)):
        photo = ground.folder / f"{name.split()[0]}.jpg"
        _draw(photo, progressive)
        told = subprocess.run(
            [sys.executable, "-c", SHRINK, str(photo)], cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout
        found = json.loads(told)
        holds = found["kept"] <= KEPT and found["seconds"] < SECONDS and found["memory"] <= MEMORY
        table.add(
            name, found["sent"], found["kept"], round(found["seconds"], 2), round(found["memory"], 1),
            f"≤ {KEPT:,}, < {SECONDS} s, ≤ {MEMORY:.0f} MB", holds,
        )
    return table


def _draw(path: Path, progressive: bool) -> None:
    """Leaves, stones and sky: noise at several sizes over a slope of light."""
    from PIL import Image

    picture = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    for part in (8, 32, 128):
        noise = Image.effect_noise((SIZE[0] // part, SIZE[1] // part), 90).resize(SIZE, Image.Resampling.BICUBIC)
        picture = Image.blend(picture, Image.merge("RGB", (noise, noise.rotate(180), noise)), 0.4)
    picture.save(path, "JPEG", quality=92, progressive=progressive)
