"""How fast documents are read, beside a light medspaCy pipeline in the same process.

    python benchmarks/extraction.py
    python benchmarks/extraction.py --smoke --json

Documents a second of CPU time, in one process; the documents are in memory. Three readers:
procgraph without linking (with an empty lexicon every phrase gets an IRI of its own), procgraph
with it, and medspaCy (medspacy_pipeline.py; left out where it is not installed). Four kinds of
texts, after a warm-up on others of their kind:

corpus      a third of the corpus that was not seen before
generated   documents of generate.py, none seen before; the readers take turns, batch by batch
recombined  the same with ``--novelty 0``, in whose documents the corpus' sentences stand anew,
            after three times as many others of the kind: most sentences were seen, no document was
seen        that third of the corpus again: what is remembered of words, phrases and sentences
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import medspacy_pipeline
from common import arguments, clock, present, scratch
from generate import CORPUS, NOVELTY, generate

from procgraph.documents import read_documents
from procgraph.extraction import extract
from procgraph.model import Document
from procgraph.terminology import Lexicon

BATCH = 50


@dataclass(slots=True)
class Reader:
    """A reader of documents and what it took so far. `read` returns how much it found."""

    name: str
    linking: bool
    read: Callable[[Document], int]
    documents: int = 0
    characters: int = 0
    found: int = 0
    seconds: float = field(default=0.0)

    def take(self, documents: Sequence[Document]) -> None:
        """Read these documents and add what they took."""
        with clock() as taken:
            found = sum(self.read(document) for document in documents)
        self.seconds += taken.cpu
        self.found += found
        self.documents += len(documents)
        self.characters += sum(len(document.text) for document in documents)

    def finish(self, texts: str) -> dict[str, object]:
        """The row for what was taken, and begin anew."""
        row: dict[str, object] = {
            "texts": texts,
            "reader": self.name,
            "linking": "yes" if self.linking else "no",
            "documents": self.documents,
            "documents/s": round(self.documents / self.seconds),
            "MB/s": round(self.characters / self.seconds / 1e6, 2),
            "ms a document": round(1000 * self.seconds / self.documents, 2),
            "found a document": round(self.found / self.documents, 1),
        }
        self.documents = self.characters = self.found = 0
        self.seconds = 0.0
        return row


def readers() -> list[Reader]:
    """Those that can run here."""
    found = [_procgraph(Lexicon.from_terms([])), _procgraph(Lexicon.load())]
    other = medspacy_pipeline.load()
    if other:
        found.append(Reader("medspaCy", True, other))
    return found


def _procgraph(lexicon: Lexicon) -> Reader:
    return Reader(
        "procgraph", bool(lexicon.schemes), lambda document: len(extract(document, lexicon).facts)
    )


def results(
    corpus: Sequence[Document],
    generated: Sequence[Document],
    recombined: Sequence[Document],
    repeat: int,
) -> Iterator[dict[str, object]]:
    """The rows: corpus, generated, recombined, seen."""
    everyone = readers()
    for reader in everyone:
        reader.take(corpus[::3])
        reader.finish("warm-up")
    # Or every collection looks through all that the other readers keep.
    gc.collect()
    gc.freeze()
    # What is remembered may be shared by readers with and without linking: a third for each.
    thirds = [corpus[1 if reader.linking else 2 :: 3] for reader in everyone]
    for reader, third in zip(everyone, thirds, strict=True):
        reader.take(third)
        yield reader.finish("corpus")
    yield from _in_turns(everyone, generated, "generated", warm_up=BATCH * len(everyone))
    yield from _in_turns(everyone, recombined, "recombined", warm_up=len(recombined) * 3 // 4)
    for reader, third in zip(everyone[:2], thirds[:2], strict=True):
        reader.take(third)
        reader.finish("warm-up")
        for _ in range(repeat):
            reader.take(third)
        yield reader.finish("seen")


def _in_turns(
    everyone: Sequence[Reader], documents: Sequence[Document], texts: str, warm_up: int
) -> Iterator[dict[str, object]]:
    """A row for each reader, that of the documents after the first `warm_up`."""
    batches = [documents[start : start + BATCH] for start in range(0, len(documents), BATCH)]
    whole = len(batches) - len(batches) % len(everyone)
    for number, batch in enumerate(batches[:whole]):
        if number == warm_up // BATCH // len(everyone) * len(everyone):
            for reader in everyone:
                reader.finish("warm-up")
        everyone[number % len(everyone)].take(batch)
    for reader in everyone:
        yield reader.finish(texts)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="FOLDER")
    parser.add_argument("--generated", type=int, default=900, help="how many documents of each")
    parser.add_argument("--repeat", type=int, default=3, help="rounds over texts seen before")
    options = parser.parse_args()
    corpus = list(read_documents([options.corpus]))
    if options.smoke:
        corpus, options.generated, options.repeat = corpus[:9], 6 * BATCH, 1
    with scratch(options.scratch) as folder:
        generated = _generated(options.generated, NOVELTY, folder)
        recombined = _generated(options.generated * 2, 0, folder)
    rows = list(results(corpus, generated, recombined, options.repeat))
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
        if reader == "medspaCy" and isinstance(other, float) and isinstance(ours, float):
            yield f"times_faster_than_medspaCy_on_{texts}_texts", round(other / ours, 1)


if __name__ == "__main__":
    main()
