"""How fast documents are read, beside a light medspaCy pipeline in the same run.

    python benchmarks/extraction.py
    python benchmarks/extraction.py --smoke --json

Documents a second of CPU time on one core; the documents are in memory. Three readers: procgraph
without linking (with an empty lexicon every phrase gets an IRI of its own), procgraph with it, and
medspaCy (medspacy_pipeline.py; left out where it is not installed). Each has a process of its own,
in which nobody else remembers or warms anything, and they take turns, batch by batch, with the same
documents. Four kinds of texts:

corpus      two thirds of the corpus, after the other third
generated   documents of generate.py, whose sentences are as new as those of the corpus
recombined  the same with ``--novelty 0``, in whose documents the corpus' sentences stand anew,
            after three times as many others of the kind: most sentences were seen, no document was
seen        the corpus again: what is remembered of words, phrases and sentences
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import medspacy_pipeline
from common import arguments, clock, present, scratch
from generate import CORPUS, NOVELTY, generate

from procgraph.collecting import collect_seldom
from procgraph.documents import read_documents
from procgraph.extraction import extract
from procgraph.model import Document
from procgraph.terminology import Lexicon

BATCH = 50
OURS = ("procgraph without linking", "procgraph")
THEIRS = "medspaCy"

_read: Callable[[Document], int] | None = None
"""The reader of a process; it returns how much it found in a document."""


class Reader:
    """A reader of documents in a process of its own, and what it took so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._process = ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=_begin, initargs=(name,)
        )
        self._taken = Taken()

    def close(self) -> None:
        """End its process."""
        self._process.shutdown()

    @property
    def is_here(self) -> bool:
        """Whether what it needs is installed."""
        return self._process.submit(_is_here).result()

    def take(self, documents: Sequence[Document]) -> None:
        """Read these documents and add what they took."""
        self._taken += self._process.submit(_take, documents).result()

    def finish(self, texts: str) -> dict[str, object]:
        """The row for what was taken, and begin anew."""
        taken, self._taken = self._taken, Taken()
        return {
            "texts": texts,
            "reader": self.name.split()[0],
            "linking": "no" if self.name == OURS[0] else "yes",
            "documents": taken.documents,
            "documents/s": round(taken.documents / taken.seconds),
            "MB/s": round(taken.characters / taken.seconds / 1e6, 2),
            "ms a document": round(1000 * taken.seconds / taken.documents, 2),
            "found a document": round(taken.found / taken.documents, 1),
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """What reading some documents took: `seconds` are those of the processor."""

    documents: int = 0
    characters: int = 0
    found: int = 0
    seconds: float = 0.0

    def __add__(self, other: Taken) -> Taken:
        return Taken(
            self.documents + other.documents,
            self.characters + other.characters,
            self.found + other.found,
            self.seconds + other.seconds,
        )


def _begin(name: str) -> None:
    global _read
    if name == THEIRS:
        _read = medspacy_pipeline.load()
    else:
        lexicon = Lexicon.from_terms([]) if name == OURS[0] else Lexicon.load()
        _read = lambda document: len(extract(document, lexicon).facts)  # noqa: E731
    # As in the workers of a build: what has been loaded stays.
    gc.collect()
    gc.freeze()
    collect_seldom()


def _is_here() -> bool:
    return _read is not None


def _take(documents: Sequence[Document]) -> Taken:
    assert _read is not None
    with clock() as taken:
        found = sum(map(_read, documents))
    return Taken(len(documents), sum(len(d.text) for d in documents), found, taken.cpu)


def results(
    everyone: Sequence[Reader],
    corpus: Sequence[Document],
    generated: Sequence[Document],
    recombined: Sequence[Document],
    repeat: int,
) -> Iterator[dict[str, object]]:
    """The rows: corpus, generated, recombined, seen."""
    yield from _in_turns(everyone, "corpus", corpus[1::3] + corpus[2::3], after=corpus[::3])
    yield from _in_turns(everyone, "generated", generated)
    few = max(1, len(recombined) // 4)
    yield from _in_turns(everyone, "recombined", recombined[-few:], after=recombined[:-few])
    ours = [reader for reader in everyone if reader.name in OURS]
    yield from _in_turns(ours, "seen", corpus * repeat, after=corpus)


def _in_turns(
    everyone: Sequence[Reader],
    texts: str,
    documents: Sequence[Document],
    after: Sequence[Document] = (),
) -> Iterator[dict[str, object]]:
    """A row for each reader and these documents, after others that are not in it."""
    for reader in everyone:
        # medspaCy remembers nothing of a text: a few documents are enough to warm it.
        first = after if reader.name in OURS else after[:BATCH]
        if first:
            reader.take(first)
            reader.finish("warm-up")
    for start in range(0, len(documents), BATCH):
        for reader in everyone:
            reader.take(documents[start : start + BATCH])
    for reader in everyone:
        yield reader.finish(texts)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="FOLDER")
    parser.add_argument("--generated", type=int, default=300, help="how many documents of a kind")
    parser.add_argument("--repeat", type=int, default=3, help="rounds over texts seen before")
    options = parser.parse_args()
    corpus = list(read_documents([options.corpus]))
    if options.smoke:
        corpus, options.generated, options.repeat = corpus[:9], 8, 1
    with scratch(options.scratch) as folder:
        generated = _generated(options.generated, NOVELTY, folder)
        recombined = _generated(options.generated * 4, 0, folder)
    with ExitStack() as stack:
        readers = [stack.enter_context(closing(Reader(name))) for name in (*OURS, THEIRS)]
        everyone = [reader for reader in readers if reader.is_here]
        rows = list(results(everyone, corpus, generated, recombined, options.repeat))
    ratios = dict(_ratios(rows))
    present("extraction", rows, as_json=options.json, packages=["medspacy", "spacy"], **ratios)


def _generated(number: int, novelty: float, folder: Path) -> list[Document]:
    documents = folder / f"extraction-{novelty}"
    generate(number, documents, novelty=novelty)
    return list(read_documents([documents]))


def _ratios(rows: Sequence[dict[str, object]]) -> Iterator[tuple[str, object]]:
    """How many times faster than medspaCy procgraph is with linking, by kind of text."""
    times = {(r["texts"], r["reader"], r["linking"]): r["ms a document"] for r in rows}
    for (texts, reader, _), other in times.items():
        ours = times[texts, "procgraph", "yes"]
        if reader == THEIRS and isinstance(other, float) and isinstance(ours, float):
            yield f"times_faster_than_medspaCy_on_{texts}_texts", round(other / ours, 1)


if __name__ == "__main__":
    main()
