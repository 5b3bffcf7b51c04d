"""Mentions without a concept, as an SSSOM table with candidates for a person to decide.

A candidate is proposed with ``skos:relatedMatch``, which decides nothing when the file is given as
``--mappings``. To accept it, write ``skos:exactMatch`` or ``skos:broadMatch``; to reject it, write
``Not`` into `predicate_modifier`; where nothing fits, write ``sssom:NoTermFound`` as the object of
a ``skos:exactMatch``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from procgraph.errors import ResourceError
from procgraph.model import Relation
from procgraph.rdf.iris import CONCEPT
from procgraph.terminology.curation import NO_TERM, OWN_PREFIX
from procgraph.terminology.lexicon import Lexicon
from procgraph.terminology.normalise import normalise
from procgraph.terminology.slots import SLOTS, Slot

__all__ = ["Candidate", "candidates", "open_mentions"]

COLUMNS = (
    *("subject_label", "subject_category", "subject_type", "predicate_id", "predicate_modifier"),
    *("object_id", "object_label", "mapping_justification", "similarity_score", "comment"),
)
_PREFIXES = {
    "pgc": CONCEPT,
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
    "ICD10CM": "http://purl.bioontology.org/ontology/ICD10CM/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
}
_LEXICAL = "semapv:LexicalSimilarityThresholdMatching"
_UNREVIEWED = "semapv:UnspecifiedMatching"
_ALIKE = 60.0
# How many outside terms that share a word with the mention are compared with it.
_COMPARED = 200


class Candidate(NamedTuple):
    """A term that a mention may mean; `score` is from 0 to 1."""

    identifier: str
    label: str
    score: float


def candidates(
    phrase: str, relation: Relation, lexicon: Lexicon, limit: int = 3
) -> list[Candidate]:
    """The terms of the relation's vocabularies with a name like the phrase, the likest first; a
    concept of ours before an outside term that is as like.

    Raises:
        ResourceError: rapidfuzz is not installed.
    """
    slot, wanted = SLOTS[relation], normalise(phrase)
    own = (
        (OWN_PREFIX + term.iri.removeprefix(CONCEPT), term.label, name)
        for scheme in slot.schemes
        for term in lexicon.terms(scheme)
        for name in (term.label, *term.alt_labels, *term.hidden_labels)
    )
    beyond = (
        (term.curie, term.label, term.name)
        for term in (
            lexicon.search_outside(phrase, slot.schemes, _COMPARED) if slot.schemes else ()
        )
    )
    best: dict[str, Candidate] = {}
    for named in (own, beyond):
        for identifier, label, score in _scored(wanted, named):
            known = best.get(identifier)
            if known is None or known.score < score:
                best[identifier] = Candidate(identifier, label, score)
    # Sorting keeps ours, which are first, before others of the same score.
    return sorted(best.values(), key=lambda found: -found.score)[:limit]


def open_mentions(
    counts: Mapping[tuple[str, str], int], lexicon: Lexicon, *, limit: int = 3
) -> Iterator[str]:
    """The lines of the SSSOM table, without line ends, the most frequent mention first.

    `counts` are the numbers of facts by label and relation, as `coverage` counts them.

    Raises:
        ResourceError: rapidfuzz is not installed.
    """
    yield from _header()
    by_slot: dict[tuple[str, Slot], tuple[int, Relation]] = {}
    for (label, name), count in sorted(counts.items()):
        relation = Relation(name)
        if SLOTS[relation].schemes:
            key = (label, SLOTS[relation])
            by_slot[key] = (by_slot[key][0] + count if key in by_slot else count, relation)
    ordered = sorted(by_slot.items(), key=lambda entry: (-entry[1][0], entry[0][0]))
    for (label, slot), (count, relation) in ordered:
        comment = "1 mention" if count == 1 else f"{count} mentions"
        found = candidates(label, relation, lexicon, limit)
        for candidate in found:
            score = f"{candidate.score:.2f}"
            yield _line(
                label, slot, candidate.identifier, candidate.label, _LEXICAL, score, comment
            )
        if not found:
            yield _line(label, slot, NO_TERM, "", _UNREVIEWED, "", comment)


def _header() -> Iterator[str]:
    yield "#mapping_set_id: https://w3id.org/procgraph/mappings/open"
    yield "#license: https://creativecommons.org/publicdomain/zero/1.0/"
    yield "#curie_map:"
    for prefix, namespace in _PREFIXES.items():
        yield f"#  {prefix}: {namespace}"
    yield "\t".join(COLUMNS)


def _line(label: str, slot: Slot, identifier: str, name: str, *rest: str) -> str:
    subject = (label, slot.name, "rdfs literal", "skos:relatedMatch", "")
    cells: Sequence[str] = (*subject, identifier, name, *rest)
    return "\t".join(" ".join(cell.split()) for cell in cells)


def _scored(wanted: str, named: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, float]]:
    try:
        from rapidfuzz import fuzz
    except ImportError:
        raise ResourceError(
            'candidates need rapidfuzz; pip install "procgraph-kg[terminologies]"'
        ) from None
    for identifier, label, name in named:
        score = fuzz.token_sort_ratio(wanted, normalise(name), score_cutoff=_ALIKE)
        if score:
            yield identifier, label, round(score / 100, 2)
