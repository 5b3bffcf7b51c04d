"""Answer every question on the corpus and write the rows beside it.

    python tests/queries/regenerate.py

What changed is printed as a diff, to be read before it is committed: a row that is wrong in
substance is a bug in what was read, not a new expectation.
"""

from __future__ import annotations

import sys
import tempfile
from difflib import unified_diff
from pathlib import Path

import procgraph
from procgraph.dataset.questions import shipped
from procgraph.resources import queries_dir

CORPUS = Path(__file__).resolve().parents[2] / "data" / "documents"


def main() -> int:
    """Write the files; 1 when any changed."""
    with tempfile.TemporaryDirectory() as folder:
        procgraph.build([CORPUS], folder)
        graph = procgraph.open(folder)
        rows = {q.name: graph.query(q.name).to("csv") for q in shipped("competency")}
    changed = False
    for name, text in rows.items():
        path = queries_dir() / "competency" / f"{name}.expected.csv"
        old = path.read_text("utf-8") if path.exists() else ""
        new = text.replace("\r\n", "\n")
        path.write_text(new, "utf-8")
        changed |= old != new
        sys.stdout.writelines(unified_diff(old.splitlines(True), new.splitlines(True), name, name))
    return int(changed)


if __name__ == "__main__":
    raise SystemExit(main())
