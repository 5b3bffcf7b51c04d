"""The second pass: links between documents, in a graph of their own.

It works on a small table, one row a document. Only exact identity makes a link, for a wrong link is
worse than a missing one: a mention is another document's procedure when its concept is one that the
procedure's name denotes, or when its label is that procedure's name.

    <procedure>  pg:hasAlternative  <procedure>    the mention is a procedure that has a document
    <anything>   pg:alternativeTo   <procedure>    the inverse of every hasAlternative
    <concept>    pg:describedBy     <procedure>    the procedure whose name denotes the concept
    <procedure>  pg:addOnTo         <procedure>    an add-on and its only possible primary
    <procedure>  skos:exactMatch    <procedure>    two names for one code

Procedures of one code are each linked to the first of them by name, both ways, and not to each
other: a code may be on thousands.
"""

from __future__ import annotations

import re
from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from procgraph.extraction.title import series_head
from procgraph.model import Concept, Extraction, Relation
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import RESOLUTION_GRAPH
from procgraph.rdf.written import iri_term

__all__ = [
    "Link",
    "Mentioned",
    "Row",
    "Targets",
    "as_lines",
    "links_of_rows",
    "links_of_table",
    "normal",
    "resolve",
    "row",
]

Link = tuple[str, str, str]
"""Subject, predicate and object of a link, as IRIs."""

ALTERNATIVE_TO = v.pg("alternativeTo")
DESCRIBED_BY = v.pg("describedBy")
ADD_ON_TO = v.relation_iri(Relation.ADD_ON_TO)
EXACT_MATCH = v.SKOS + "exactMatch"

# The relations whose object may itself be a procedure with a document.
_MENTIONING = frozenset(
    {
        Relation.HAS_ALTERNATIVE,
        Relation.USES_IMAGING,
        Relation.REQUIRES_PREPARATION,
        Relation.ADD_ON_TO,
    }
)
# Those of them where the link between the two procedures is itself the relation.
_DIRECT = frozenset({Relation.HAS_ALTERNATIVE, Relation.ADD_ON_TO})

_ARTICLES = frozenset({"a", "an", "the"})
_NOT_WORD = re.compile(r"[^\w]+")


class Mentioned(NamedTuple):
    """An affirmed mention of what may be a procedure."""

    relation: Relation
    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the second pass needs to know of one document.

    `heads` are its names and titles, normalised and without the part that places them in a series,
    each with that place: ``first``, ``additional`` or nothing.
    """

    iri: str
    names: tuple[str, ...]
    heads: tuple[tuple[str, str], ...]
    concepts: tuple[str, ...]
    head_concepts: tuple[str, ...]
    add_on: bool
    code: tuple[str, str] | None
    mentions: tuple[Mentioned, ...]


def row(extraction: Extraction) -> Row:
    """The row of a document."""
    procedure = extraction.procedure
    mentions = {
        Mentioned(fact.relation, fact.object.iri, fact.object.label)
        for fact in extraction.facts
        if fact.relation in _MENTIONING
        and fact.polarity == "affirmed"
        and isinstance(fact.object, Concept)
    }
    has_code = procedure.code and procedure.code_system
    names = (procedure.label, *procedure.names)
    heads = map(series_head, (*names, *procedure.titles))
    return Row(
        iri=procedure.iri,
        names=names,
        heads=tuple(sorted({(normal(head), series or "") for head, series in heads})),
        concepts=procedure.concepts,
        head_concepts=procedure.head_concepts,
        add_on=procedure.add_on,
        code=(procedure.code_system or "", procedure.code or "") if has_code else None,
        mentions=tuple(sorted(mentions)),
    )


def resolve(rows: Iterable[Row]) -> list[str]:
    """The links between the procedures of `rows`: N-Quads lines, sorted and unique."""
    table = list(rows)
    targets = Targets.of(table)
    return as_lines({*links_of_rows(table, targets), *links_of_table(table, targets)})


def as_lines(links: Set[Link]) -> list[str]:
    """Links as N-Quads lines, sorted."""
    graph = iri_term(RESOLUTION_GRAPH)
    # Each IRI is looked at once, for it stands in many links.
    nodes = {iri for subject, _, target in links for iri in (subject, target)}
    terms = {iri: iri_term(iri) for iri in nodes}
    return sorted(f"{terms[s]} <{p}> {terms[o]} {graph} ." for s, p, o in links)


def normal(name: str) -> str:
    """A name without case, punctuation and articles.

    >>> normal("The Facet-Joint Injection")
    'facet joint injection'
    """
    folded = name.casefold()
    # Most names are words and spaces, which is seen at once.
    if not folded.replace(" ", "").isalnum():
        folded = _NOT_WORD.sub(" ", folded)
    return " ".join([word for word in folded.split() if word not in _ARTICLES])


class Targets:
    """The procedures that a mention is, by its concept and label."""

    def __init__(self, by_concept: Mapping[str, Set[str]], by_name: Mapping[str, Set[str]]) -> None:
        self._by_concept, self._by_name = by_concept, by_name
        # Thousands mention the same.
        self._found: dict[tuple[str, str], Set[str]] = {}

    @classmethod
    def of(cls, table: Iterable[Row]) -> Targets:
        """Those of a table: a procedure's own IRI, what its name denotes, and its names."""
        by_concept: dict[str, set[str]] = defaultdict(set)
        by_name: dict[str, set[str]] = defaultdict(set)
        for entry in table:
            for concept in (entry.iri, *entry.concepts):
                by_concept[concept].add(entry.iri)
            for name in entry.names:
                by_name[normal(name)].add(entry.iri)
        return cls(by_concept, by_name)

    def with_rows(self, rows: Iterable[Row]) -> Targets:
        """Those of the table with some more rows."""
        more = Targets.of(rows)
        return Targets(
            _merged(self._by_concept, more._by_concept), _merged(self._by_name, more._by_name)
        )

    def __getitem__(self, mention: tuple[str, str]) -> Set[str]:
        found = self._found.get(mention)
        if found is None:
            iri, label = mention
            found = self._by_concept.get(iri, frozenset())
            named = self._by_name.get(normal(label), frozenset())
            # Two procedures of one name are no identity; two that denote one concept both describe
            # it.
            found = self._found[mention] = found | named if len(named) == 1 else found
        return found


def _merged(some: Mapping[str, Set[str]], more: Mapping[str, Set[str]]) -> Mapping[str, Set[str]]:
    both = {key: some.get(key, frozenset()) | values for key, values in more.items()}
    return ChainMap(both, some)  # type: ignore[arg-type] # nothing is written to it


def links_of_rows(rows: Iterable[Row], targets: Targets) -> Iterator[Link]:
    """The links that a row makes by itself: by what it mentions, and what its name denotes."""
    for entry in rows:
        for concept in entry.concepts:
            yield concept, DESCRIBED_BY, entry.iri
        for relation, iri, label in entry.mentions:
            if relation is Relation.HAS_ALTERNATIVE:
                yield iri, ALTERNATIVE_TO, entry.iri
            for target in targets[iri, label]:
                if target == entry.iri:
                    continue
                if iri != target:
                    yield iri, DESCRIBED_BY, target
                if relation in _DIRECT:
                    yield entry.iri, v.relation_iri(relation), target
                if relation is Relation.HAS_ALTERNATIVE:
                    yield target, ALTERNATIVE_TO, entry.iri


def links_of_table(table: Sequence[Row], targets: Targets) -> Iterator[Link]:
    """The links that rows make together: of add-ons that do not say what they go with, and of one
    code."""
    yield from _primaries(table, targets)
    yield from _same_codes(table)


def _primaries(table: Sequence[Row], targets: Targets) -> Iterator[Link]:
    """'… each additional vertebra' to '… first vertebra': same title but for the place in the
    series, or the same concept once that is left out."""
    candidates = [entry for entry in table if entry.add_on and _is_additional(entry)]
    nodes = {entry.iri for entry in candidates}
    stated = {
        entry.iri
        for entry in table
        if entry.iri in nodes
        for relation, iri, label in entry.mentions
        if relation is Relation.ADD_ON_TO and targets[iri, label] - {entry.iri}
    }
    add_ons = [entry for entry in candidates if entry.iri not in stated]
    by_head: dict[str, set[str]] = {h: set() for entry in add_ons for h, _ in entry.heads if h}
    by_concept: dict[str, set[str]] = {c: set() for entry in add_ons for c in entry.head_concepts}
    for entry in table:
        if not _is_additional(entry):
            for head, _ in entry.heads:
                if head in by_head:
                    by_head[head].add(entry.iri)
            for concept in (*entry.concepts, *entry.head_concepts):
                if concept in by_concept:
                    by_concept[concept].add(entry.iri)
    for entry in add_ons:
        named = set().union(
            *(by_head.get(head, ()) for head, series in entry.heads if series == "additional")
        )
        same = set().union(*(by_concept[concept] for concept in entry.head_concepts))
        for primaries in (named - {entry.iri}, same - {entry.iri}):
            if len(primaries) == 1:
                yield entry.iri, ADD_ON_TO, primaries.pop()
                break


def _is_additional(entry: Row) -> bool:
    return any(series == "additional" for _, series in entry.heads)


def _same_codes(table: Iterable[Row]) -> Iterator[Link]:
    by_code: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in table:
        if entry.code:
            by_code[entry.code].add(entry.iri)
    for same in by_code.values():
        first, *others = sorted(same)
        for other in others:
            yield first, EXACT_MATCH, other
            yield other, EXACT_MATCH, first
