"""How fast documents are read: documents and megabytes a second, with and without linking.

    python benchmarks/extraction.py data/documents --repeat 3
    python benchmarks/extraction.py data/documents --json

One process, CPU time. The documents are read into memory first. A third of them warms up; one third
is measured without linking (with an empty lexicon, every phrase gets an IRI of its own) and one
with it: first as ``new`` texts (what a corpus costs), then again as ``seen`` ones, `--repeat` times
(words, phrases and links are remembered). The thirds are alike, but not the same documents.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from procgraph.documents import read_documents
from procgraph.extraction import extract
from procgraph.model import Document
from procgraph.terminology import Lexicon


@dataclass(frozen=True)
class Result:
    """One row of the table."""

    linking: bool
    texts: str
    documents: int
    bytes: int
    seconds: float

    @property
    def documents_per_second(self) -> float:
        return self.documents / self.seconds

    @property
    def megabytes_per_second(self) -> float:
        return self.bytes / self.seconds / 1e6


def measured(documents: Sequence[Document], lexicon: Lexicon, texts: str, repeat: int) -> Result:
    """The CPU time of reading `documents` `repeat` times."""
    size = sum(len(document.text.encode()) for document in documents)
    start = time.process_time()
    for _ in range(repeat):
        for document in documents:
            extract(document, lexicon)
    seconds = time.process_time() - start
    linking = bool(lexicon.schemes)
    return Result(linking, texts, len(documents) * repeat, size * repeat, seconds)


def results(documents: Sequence[Document], repeat: int) -> list[Result]:
    """Without and with linking, new texts and seen ones."""
    rows: list[Result] = []
    for third, lexicon in enumerate((Lexicon.from_terms([]), Lexicon.load()), start=1):
        measured(documents[::3], lexicon, "warm-up", 1)
        rows.append(measured(documents[third::3], lexicon, "new", 1))
        rows.append(measured(documents[third::3], lexicon, "seen", repeat))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--repeat", type=int, default=3, help="rounds over texts seen before")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    documents = list(read_documents(options.folder))
    print_results(results(documents, options.repeat), as_json=options.json)


def print_results(rows: Sequence[Result], *, as_json: bool) -> None:
    if as_json:
        figures = [
            asdict(row)
            | {
                "documents_per_second": round(row.documents_per_second, 1),
                "megabytes_per_second": round(row.megabytes_per_second, 3),
            }
            for row in rows
        ]
        print(json.dumps(figures, indent=2))
        return
    print(f"{'linking':8}{'texts':8}{'documents':>10}{'documents/s':>13}{'MB/s':>8}")
    for row in rows:
        linking = "yes" if row.linking else "no"
        print(
            f"{linking:8}{row.texts:8}{row.documents:10}"
            f"{row.documents_per_second:13.0f}{row.megabytes_per_second:8.2f}"
        )


if __name__ == "__main__":
    main()
