"""Reads a dataset again and again while others build it: a script.

    python reader.py DIR STOP        until there is a file STOP; prints a line for each reading

A line is the answer of `seen`: hashes of what the index, the segments and the records say.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import procgraph
from procgraph.dataset.records import write_record

_STATEMENTS = """
SELECT ?procedure ?predicate ?object ?quote {
  ?statement rdf:subject ?procedure ; rdf:predicate ?predicate ; rdf:object ?object ;
    oa:exact ?quote
} ORDER BY ?procedure ?predicate ?object ?quote"""


def seen(folder: str | Path) -> str:
    """What a dataset says, asked in three ways."""
    graph = procgraph.open(folder)
    parts = list(graph.dataset.parts())
    quads = [line for part in parts for line in part.quads]
    said = (
        graph.query(_STATEMENTS).to("json"),
        "\n".join([*quads, *graph.dataset.resolution()]),
        "\n".join(write_record(part.record) for part in parts),
    )
    return " ".join(hashlib.sha256(text.encode()).hexdigest()[:12] for text in said)


if __name__ == "__main__":
    while not Path(sys.argv[2]).exists():
        print(seen(sys.argv[1]), flush=True)
