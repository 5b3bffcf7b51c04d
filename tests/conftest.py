"""The same results on every machine: with the extra ``terminologies`` and without it."""

from __future__ import annotations

import os

# Before anything is collected, and for the processes that tests start. The tests of the packages
# themselves take it away again.
os.environ["PROCGRAPH_PACKAGES"] = "none"
