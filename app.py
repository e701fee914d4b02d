"""Start the portal: `python app.py --demo`. Also what `flask` finds."""

from __future__ import annotations

import sys

MISSING = """
还缺程序包 / a package is missing: {name}
请在这个目录里运行 / run this here:
  python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/python app.py --demo
  python3 -m venv .venv && .venv/bin/pip install -e ".[test]" && .venv/bin/python -m pytest
"""

try:
    from portal import create_app
    from portal.starting import main
except ModuleNotFoundError as error:
    if (error.name or "").split(".")[0] == "portal":
        raise
    print(MISSING.format(name=error.name), file=sys.stderr)
    raise SystemExit(1) from None

__all__ = ["create_app"]

if __name__ == "__main__":
    main()
