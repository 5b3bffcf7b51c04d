"""Mentions without a concept, as an SSSOM table with candidates for a person to decide.

A candidate is proposed with ``skos:relatedMatch``, which decides nothing when the file is given as
``--mappings``. To accept it, write ``skos:exactMatch`` or ``skos:broadMatch``; to reject it, write
``Not`` into `predicate_modifier`; where nothing fits, write ``sssom:NoTermFound`` as the object of
a ``skos:exactMatch``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from procgraph.errors import ResourceError
from procgraph.model import Relation
from procgraph.rdf.iris import CONCEPT
from procgraph.terminology.curation import NO_TERM, OWN_PREFIX
from procgraph.terminology.lexicon import Lexicon
from procgraph.terminology.normalise import normalise
from procgraph.terminology.slots import SLOTS, Slot

__all__ = ["COLUMNS", "Candidate", "Proposer", "open_mentions"]

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
# In percent: names that share a word with the mention, and such as only look like it.
_ALIKE, _MISSPELT = 60.0, 80.0
# How many names of a source are looked at closer.
_COMPARED = 200


class Candidate(NamedTuple):
    """A term that a mention may mean; `score` is from 0 to 1."""

    identifier: str
    label: str
    score: float


class _Named(NamedTuple):
    identifier: str
    label: str
    words: str


class Proposer:
    """Finds candidates for mentions.

    Raises:
        ResourceError: rapidfuzz is not installed.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        try:
            from rapidfuzz import fuzz, process
        except ImportError:
            raise ResourceError(
                'candidates need rapidfuzz; pip install "procgraph-kg[terminologies]"'
            ) from None
        self._extract, self._ratio = process.extract, fuzz.ratio
        self._lexicon = lexicon
        self._own: dict[tuple[str, ...], list[_Named]] = {}

    def candidates(self, phrase: str, slot: Slot, limit: int = 3) -> list[Candidate]:
        """The terms of the slot's vocabularies with a name like the phrase, the likest first; a
        concept of ours before an outside term that is as like."""
        if not slot.schemes:
            return []
        wanted = _words(phrase)
        best: dict[str, Candidate] = {}
        for named in (self._ours(slot.schemes), self._beyond(phrase, slot.schemes)):
            for identifier, label, score in self._scored(wanted, named):
                known = best.get(identifier)
                if known is None or known.score < score:
                    best[identifier] = Candidate(identifier, label, score)
        # Sorting keeps ours, which are first, before others of the same score.
        return sorted(best.values(), key=lambda found: -found.score)[:limit]

    def _scored(self, wanted: str, named: Sequence[_Named]) -> Iterator[Candidate]:
        known = frozenset(wanted.split())
        names = [one.words for one in named]
        for name, score, at in self._extract(
            wanted, names, scorer=self._ratio, score_cutoff=_ALIKE, limit=_COMPARED
        ):
            if score >= _MISSPELT or not known.isdisjoint(name.split()):
                yield Candidate(named[at].identifier, named[at].label, round(score / 100, 2))

    def _ours(self, schemes: tuple[str, ...]) -> list[_Named]:
        if schemes not in self._own:
            self._own[schemes] = [
                _Named(OWN_PREFIX + term.iri.removeprefix(CONCEPT), term.label, _words(name))
                for scheme in schemes
                for term in self._lexicon.terms(scheme)
                for name in (term.label, *term.alt_labels, *term.hidden_labels)
            ]
        return self._own[schemes]

    def _beyond(self, phrase: str, schemes: tuple[str, ...]) -> list[_Named]:
        found = self._lexicon.search_outside(phrase, schemes, _COMPARED)
        return [_Named(term.curie, term.label, _words(term.name)) for term in found]


def open_mentions(
    counts: Mapping[tuple[str, str], int], lexicon: Lexicon, *, limit: int = 3
) -> Iterator[str]:
    """The lines of the SSSOM table, without line ends, the most frequent mention first.

    `counts` are the numbers of facts by label and relation, as `coverage` counts them. Mentions
    that no vocabulary is asked for, such as benefits, are left out.

    Raises:
        ResourceError: rapidfuzz is not installed.
    """
    proposer = Proposer(lexicon)
    by_slot: Counter[tuple[str, Slot]] = Counter()
    for (label, relation), count in counts.items():
        slot = SLOTS[Relation(relation)]
        if slot.schemes:
            by_slot[label, slot] += count
    yield from _header()
    ordered = sorted(by_slot.items(), key=lambda of: (-of[1], of[0][0], of[0][1].name))
    for (label, slot), count in ordered:
        comment = "1 mention" if count == 1 else f"{count} mentions"
        found = proposer.candidates(label, slot, limit)
        for identifier, name, score in found:
            yield _line(label, slot, identifier, name, _LEXICAL, f"{score:.2f}", comment)
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
    return "\t".join(" ".join(cell.split()) for cell in (*subject, identifier, name, *rest))


def _words(phrase: str) -> str:
    """The words of a phrase, sorted: what is compared should not depend on their order."""
    return " ".join(sorted(normalise(phrase).split()))
