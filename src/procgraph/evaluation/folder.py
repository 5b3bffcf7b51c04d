"""A folder of documents against a folder of gold: facts, links to concepts, links to documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from procgraph.dataset.resolution import Row, row
from procgraph.errors import InputError
from procgraph.evaluation.facts import FIELDS, Evaluation, evaluate
from procgraph.evaluation.gold import Record, read_gold
from procgraph.evaluation.links import LinkScore, score_links
from procgraph.evaluation.resolution import ResolutionScore, score_resolution
from procgraph.evaluation.tables import Link, Mention, half, read_links, read_resolution
from procgraph.model import Document, Extraction
from procgraph.terminology import Lexicon

__all__ = ["Gold", "Scores", "read_gold_folder", "score"]

Read = Callable[[Document, Lexicon], Extraction]


@dataclass(frozen=True, slots=True)
class Gold:
    """What a folder of gold holds: facts by document stem, and the rows of its tables; None for a
    table that it lacks."""

    facts: Mapping[str, Record]
    links: tuple[Link, ...] | None = None
    resolution: tuple[Mention, ...] | None = None

    @property
    def fields(self) -> list[str]:
        """What can be scored: the fields of the facts, and the tables by their names."""
        tables = {"links": self.links, "resolution": self.resolution}
        held = [name for name, rows in tables.items() if rows is not None]
        return [*(FIELDS if self.facts else ()), *held]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of facts, of links by slot and of links between documents; None without gold.

    `without_document` are the stems of gold files that no document was found for.
    """

    facts: Evaluation | None
    links: Mapping[str, LinkScore] | None
    resolution: ResolutionScore | None
    without_document: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As `procgraph evaluate --format json` prints it."""
        found = self.facts.to_json() if self.facts else {}
        if self.links is not None:
            both = sum(self.links.values(), start=LinkScore())
            found["links"] = {
                slot: scored.to_json() for slot, scored in [*self.links.items(), ("all", both)]
            }
        if self.resolution is not None:
            found["resolution"] = self.resolution.to_json()
        return found


def read_gold_folder(folder: Path, *, part: str | None = None) -> Gold:
    """The gold of a folder: ``<document>.json`` files at any depth, and perhaps ``links.tsv`` and
    ``resolution.tsv``. Of a `part` (``development`` or ``test``) only the facts in a folder of that
    name, and the rows whose document is in that half.

    Raises `InputError` for what is none, and for a folder without any.
    """
    links, resolution = folder / "links.tsv", folder / "resolution.tsv"
    has_tables = links.is_file() or resolution.is_file()
    facts = read_gold(folder, part=part, may_lack=has_tables)

    def is_in(document: str) -> bool:
        return part is None or half(document) == part

    return Gold(
        facts,
        tuple(x for x in read_links(links) if is_in(x.document)) if links.is_file() else None,
        tuple(x for x in read_resolution(resolution) if is_in(x.document))
        if resolution.is_file()
        else None,
    )


def score(
    documents: Path,
    gold: Gold,
    lexicon: Lexicon,
    *,
    read: Read,
    on_error: Callable[[InputError], None],
) -> Scores:
    """Read the documents that the gold is about, each once, and score what is found.

    A mention may lead to any document that lies in a folder with one that ``resolution.tsv`` names.
    """
    from procgraph.documents import read_documents

    given = list(read_documents([documents], on_error=on_error))
    pool = _folders_of(gold, given)
    facts: list[Record] = []
    rows: dict[str, Row] = {}
    for document in given:
        has_gold, in_pool = Path(document.id).stem in gold.facts, _folder(document) in pool
        if not (has_gold or in_pool):
            continue
        try:
            extraction = read(document, lexicon)
        except InputError as error:
            on_error(error)
            continue
        if has_gold:
            facts.extend(fact.to_json() for fact in extraction.facts)
        if in_pool:
            rows[document.id] = row(extraction)
    return Scores(
        evaluate(facts, gold.facts) if gold.facts else None,
        None if gold.links is None else score_links(gold.links, lexicon),
        None if gold.resolution is None else score_resolution(gold.resolution, rows, lexicon),
        tuple(sorted(gold.facts.keys() - {Path(document.id).stem for document in given})),
    )


def _folders_of(gold: Gold, documents: list[Document]) -> frozenset[Path]:
    mentions = gold.resolution or ()
    named = {m.document for m in mentions} | {target for m in mentions for target in m.targets}
    return frozenset(_folder(d) for d in documents if d.id in named)


def _folder(document: Document) -> Path:
    return Path(document.source).parent
