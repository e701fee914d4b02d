"""Start the portal as on a PC whose clock is wrong: `python at_another_time.py 1970-01-01T00:03 --data …`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    begun, first = time.monotonic(), datetime.fromisoformat(sys.argv.pop(1) + "+00:00")

    def shown() -> datetime:
        """What the machine's clock shows."""
        return first + timedelta(seconds=time.monotonic() - begun)

    time.time = lambda: max(0.0, (shown() - EPOCH).total_seconds())

    from portal.foundation import clock
    from portal.starting import main

    clock.machine = lambda: shown().replace(tzinfo=None, microsecond=0)
    main()
