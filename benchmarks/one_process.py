"""What one process of a build holds and does for every document, however many workers there are.

    python benchmarks/one_process.py
    python benchmarks/one_process.py --documents 10000 100000 1000000 --same 1 10

The manifest is written and read, and the links across documents are made, each in a process of its
own. The documents are the corpus' ones, repeated under other names: `--same` of them describe each
procedure, and name the same alternatives. docs/scale.md computes from these figures.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from common import ROOT, arguments, clock, measure, present

from procgraph.collecting import collecting_seldom
from procgraph.dataset.files import FileEntry, Kind, segment_of
from procgraph.dataset.manifest import NAME, DocumentEntry, Manifest, SegmentEntry
from procgraph.dataset.resolution import Mentioned, Row, resolve, row
from procgraph.documents import read_documents
from procgraph.reading import read
from procgraph.terminology import Lexicon

CORPUS = ROOT / "data" / "documents"


def rows(documents: int, same: int) -> Iterator[Row]:
    """Rows of the second pass: those of the corpus, under as many names as it takes."""
    lexicon = Lexicon.load()
    corpus = [row(read(document, lexicon)) for document in read_documents([CORPUS])]
    for number in range(documents):
        group, place = divmod(number, len(corpus) * same)
        yield _renamed(corpus[place // same], group, place % same)


def manifest(documents: int) -> Manifest:
    """A manifest of documents in files with names of a common length."""
    names = [f"procedures/{number:08}.html" for number in range(documents)]
    prints = {name: hashlib.sha256(name.encode()).hexdigest() for name in names}
    entries = {
        name: DocumentEntry(segment_of(name), sha256, f"pages/{name}")
        for name, sha256 in prints.items()
    }
    files = {kind: FileEntry(hashlib.sha256(kind.room.encode()).hexdigest(), 1) for kind in Kind}
    segment = SegmentEntry(files, 1, 0, {})
    return Manifest({"ontology": ""}, entries, dict.fromkeys(map(segment_of, names), segment))


def main() -> None:
    """Print a row for each number of documents and each number of documents a procedure."""
    parser = arguments(__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--same", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--one", nargs=3, help="measure one, and print it: for this script alone")
    given = parser.parse_args()
    if given.one:
        what, documents, same = given.one
        _one(what, int(documents), int(same))
        return
    sizes, sames = ([1000], [1]) if given.smoke else (given.documents, given.same)
    cases = [("manifest", size, 1) for size in sizes]
    cases += [("links", size, same) for same in sames for size in sizes]
    table = []
    for what, size, same in cases:
        run = measure([sys.executable, Path(__file__), "--one", what, str(size), str(same)])
        seconds, count = run.output.split()
        table.append(
            {
                "what": what,
                "documents": size,
                "a procedure": same,
                "CPU s": round(float(seconds), 2),
                "microseconds a document": round(float(seconds) / size * 1e6, 1),
                "bytes or links a document": round(int(count) / size, 1),
                "peak MB": round(run.peak_megabytes),
            }
        )
    present("One process", table, as_json=given.json)


def _one(what: str, documents: int, same: int) -> None:
    if what == "manifest":
        made = manifest(documents)
        with tempfile.TemporaryDirectory() as folder, clock() as taken:
            path = Path(folder, NAME)
            path.write_bytes(made.to_bytes())
            count = path.stat().st_size
            del made
            Manifest.read(Path(folder))
    else:
        table = list(rows(documents, same))
        # As a build does.
        with collecting_seldom(), clock() as taken:
            count = len(resolve(table))
    print(taken.cpu, count)


def _renamed(found: Row, group: int, copy: int) -> Row:
    """The row in a world of its own: documents of one group name each other, and no others."""

    def iri(name: str) -> str:
        return f"{name}-{group}"

    def names(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{name} {group}" for name in given)

    return replace(
        found,
        iri=f"{found.iri}-{group}-{copy}",
        names=names(found.names),
        heads=tuple((f"{name} {group}", place) for name, place in found.heads),
        concepts=tuple(map(iri, found.concepts)),
        head_concepts=tuple(map(iri, found.head_concepts)),
        code=found.code and (found.code[0], f"{found.code[1]}{group}"),
        mentions=tuple(
            Mentioned(m.relation, iri(m.iri), f"{m.label} {group}") for m in found.mentions
        ),
    )


if __name__ == "__main__":
    main()
