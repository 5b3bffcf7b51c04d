"""The Python interface: `procgraph.extract`, `procgraph.open` and what an open dataset can do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from procgraph.dataset.reader import Dataset, open_dataset
from procgraph.dataset.rows import Rows
from procgraph.model import Document, Extraction, Fact, Relation

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox
    import rdflib

    from procgraph.dataset.report import Report

__all__ = ["ProcedureGraph", "extract", "open"]


def extract(*sources: str | Path | Document) -> Iterator[Extraction]:
    """Read documents and give what each says, without storing anything.

    A source is a path (a file, a folder, ``-``), a `Document`, or the text itself: a `str` with a
    line end in it is text.

    Raises `InputError` for a source that cannot be read.
    """
    from procgraph.documents import read_documents
    from procgraph.reading import read
    from procgraph.terminology import Lexicon

    lexicon = Lexicon.load()
    for number, source in enumerate(sources, start=1):
        if isinstance(source, Document):
            yield read(source, lexicon)
        elif isinstance(source, str) and "\n" in source:
            yield read(Document(id=f"text-{number}", text=source, source="text"), lexicon)
        else:
            for document in read_documents([source]):
                yield read(document, lexicon)


def open(folder: str | Path) -> ProcedureGraph:
    """Open a dataset that `build` made. Raises `DatasetError` when there is none."""
    return ProcedureGraph(open_dataset(folder))


class ProcedureGraph:
    """A dataset, open for reading. What it says is what the dataset held when it was opened."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._store: ox.Store | None = None

    def __repr__(self) -> str:
        return f"<ProcedureGraph {self.dataset.folder}: {len(self)} documents>"

    def __len__(self) -> int:
        return len(self.dataset.manifest.documents)

    @property
    def store(self) -> ox.Store:
        """The index as a read-only pyoxigraph store."""
        if self._store is None:
            self._store = self.dataset.store()
        return self._store

    def query(
        self, question: str | Path, /, *, timeout: float | None = None, **parameters: object
    ) -> Rows:
        """The answer to a shipped question, a file `*.rq`, or a SPARQL text.

        Parameters are labels, CURIEs or IRIs, numbers or strings, as the question's header says;
        `timeout` is in seconds. Raises `QuestionError`.
        """
        from procgraph.dataset.query import ask

        return ask(self.dataset, question, parameters, timeout=timeout, store=self.store)

    def facts(
        self,
        relation: Relation | str | None = None,
        *,
        procedure: str | None = None,
        document: str | None = None,
    ) -> Iterator[Fact]:
        """The facts: all, or those of a relation, of a procedure (by any name), of a document.

        Raises `QuestionError` for an unknown procedure, `DatasetError` for an unknown document and
        `ValueError` for an unknown relation.
        """
        wanted = Relation(relation) if relation is not None else None
        for extraction in self.extractions(procedure=procedure, document=document):
            yield from (f for f in extraction.facts if wanted is None or f.relation is wanted)

    def extractions(
        self, *, procedure: str | None = None, document: str | None = None
    ) -> Iterator[Extraction]:
        """What was read from each document: its text, procedure, facts and unread sentences."""
        if procedure is not None:
            from procgraph.dataset.cards import cards

            found = [card.extraction for card in cards(self.dataset, procedure)]
            yield from (e for e in found if document is None or e.document.id == document)
        elif document is not None:
            yield self.dataset.part(document).record.extraction
        else:
            yield from (part.record.extraction for part in self.dataset.parts())

    def documents(self) -> Iterator[Document]:
        """The documents, with their text."""
        return (extraction.document for extraction in self.extractions())

    def validate(self) -> Report:
        """Validate every document's graph, and ask the rules across documents."""
        from procgraph.dataset.report import validate

        return validate(self.dataset)

    def to_rdflib(self) -> rdflib.Dataset:
        """The documents' graphs, the links between them and the vocabulary that they mention, as an
        rdflib dataset: for some thousand documents, rdflib is slow beyond."""
        from procgraph.dataset.export import graphs
        from procgraph.rdf.serialise import parse_nquads, to_rdflib

        lines = (line for graph in graphs(self.dataset) for line in graph.lines)
        return to_rdflib(parse_nquads(lines))

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Procedures and concepts as nodes, facts as edges; see `procgraph.analysis.projection`."""
        from procgraph.analysis.projection import to_networkx

        return to_networkx(self.dataset)
