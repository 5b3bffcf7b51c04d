"""`python -m procgraph` is `procgraph`."""

from __future__ import annotations

import sys

from procgraph.cli import main

if __name__ == "__main__":
    sys.exit(main())
