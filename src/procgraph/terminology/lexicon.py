"""The lexicon: the project's own vocabularies, what stands beside them, and linking and search."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path

from procgraph.model import Concept, Relation
from procgraph.resources import rejections_file
from procgraph.terminology.curation import Curation, mappings_version, read_mappings
from procgraph.terminology.gazetteer import Gazetteer, Hit
from procgraph.terminology.index import LabelIndex, Labels, build_index
from procgraph.terminology.linker import Linker
from procgraph.terminology.normalise import normalise
from procgraph.terminology.outside import NamedTerm, Outside, SourceInfo
from procgraph.terminology.skos import Term
from procgraph.terminology.slots import SLOTS
from procgraph.terminology.sources import given_source, packaged_sources
from procgraph.terminology.store import load_compiled, own_version
from procgraph.terminology.words import singular, us_spelling

__all__ = ["Lexicon", "lexicon_version"]

_REMEMBERED = 1 << 16
_ALIKE = 0.7
_SYNONYM_LAST = 0.01
# A word with its hyphens, and its parts.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+|[^\W\d_]+")
_PROCEDURE_SCHEMES = ("procedures", "imaging")


class Lexicon:
    """Vocabulary terms and the ways from a phrase to them.

    Linking takes the first of these steps that gives a term of the relation's schemes:

    1. ``curated``: a person decided it, in a file of mappings;
    2. ``exact``: the phrase is a preferred label, but for case, articles and outer punctuation;
    3. ``inflected``: it is one in another number, spelling or word order;
    4. ``synonym``: the same with alternative and hidden labels;
    5. the same in the terminologies that are not our own, see `outside`: the concept keeps an IRI
       of its own, and `Concept.matches` are what was found;
    6. ``broader``: it is one of these after modifiers were dropped from the left; the concept keeps
       an IRI of its own, and `Concept.broader` names what was found;
    7. ``phrase``: an IRI of its own.

    An IRI of its own is made from the normalised phrase. Where that is a term of another slot
    ('rest' as a complication), the slot's name is added: ``…/concept/rest--condition``.
    """

    def __init__(
        self,
        terms: Iterable[Term],
        index: LabelIndex,
        version: str,
        *,
        outside: Outside | None = None,
        curation: Curation | None = None,
    ) -> None:
        self._terms = tuple(terms)
        self._labels = Labels(index)
        self._by_iri = {term.iri: term for term in self._terms}
        self._outside, self._curation = outside, curation
        self._linker = Linker(self._terms, self._labels, outside, curation)
        self._linked: dict[tuple[str, Relation], Concept] = {}
        self._gazetteers: dict[tuple[str, ...], Gazetteer] = {}
        beside = [part.version for part in (outside, curation) if part is not None]
        self.version = "+".join([version, *beside])

    @classmethod
    def from_terms(
        cls,
        terms: Iterable[Term],
        version: str = "",
        *,
        outside: Outside | None = None,
        curation: Curation | None = None,
    ) -> Lexicon:
        """A lexicon of these terms."""
        listed = sorted(terms, key=lambda term: (term.scheme, term.iri))
        return cls(listed, build_index(listed), version, outside=outside, curation=curation)

    @classmethod
    def load(
        cls,
        terminologies: Iterable[str | Path] = (),
        mappings: str | Path | None = None,
        *,
        packages: bool = True,
        anew: bool = False,
    ) -> Lexicon:
        """The project's own vocabularies and, beside them, terminologies that are not our own.

        Those are the ones of the extra ``terminologies``, as far as they are installed and unless
        `packages` is false, after the given ones: paths, or ``slot=path`` where a file does not say
        what its terms are. `mappings` is an SSSOM file that overrides what is found, and what
        ``ontology/mappings/rejections.sssom.tsv`` rejects. All is compiled once and kept in the
        cache; `anew` compiles the terminologies again.

        Raises:
            ResourceError: a vocabulary of ours is missing or broken.
            InputError: a terminology or the mappings cannot be read.
        """
        sources = [*map(given_source, terminologies), *(packaged_sources() if packages else ())]
        terms, index, version = load_compiled()
        # What we reject are outside terms.
        curation = read_mappings(rejections_file()) if sources else None
        if mappings is not None:
            given = read_mappings(Path(mappings), {term.iri for term in terms})
            curation = curation + given if curation else given
        outside = Outside.load(sources, anew=anew) if sources else None
        return cls(terms, index, version, outside=outside, curation=curation)

    @property
    def sources(self) -> tuple[SourceInfo, ...]:
        """The terminologies that are not our own, in the order in which they are asked."""
        return self._outside.sources if self._outside else ()

    @cached_property
    def schemes(self) -> tuple[str, ...]:
        """The names of the vocabularies, sorted."""
        return tuple(sorted({term.scheme for term in self._terms}))

    def terms(self, scheme: str) -> tuple[Term, ...]:
        """The terms of one vocabulary, sorted by IRI."""
        return tuple(term for term in self._terms if term.scheme == scheme)

    def concept(self, iri: str) -> Term | None:
        """The term with this IRI."""
        return self._by_iri.get(iri)

    def above(self, iris: Iterable[str]) -> frozenset[str]:
        """The IRIs of all that terms are kinds of, at any distance."""
        found: set[str] = set()
        waiting = list(iris)
        while waiting:
            term = self._by_iri.get(waiting.pop())
            wider = set(term.broader).difference(found) if term else ()
            found.update(wider)
            waiting.extend(wider)
        return frozenset(found)

    def path(self, iri: str) -> tuple[str, ...]:
        """The labels from a term up to the root, by the first IRI where several are broader.

        Empty for an IRI of no term.
        """
        labels: list[str] = []
        seen: set[str] = set()
        term = self._by_iri.get(iri)
        while term is not None and term.iri not in seen:
            seen.add(term.iri)
            labels.append(term.label)
            term = self._by_iri.get(term.broader[0]) if term.broader else None
        return tuple(labels)

    def is_narrower(self, iri: str, wider: str) -> bool:
        """Whether the vocabularies have the one term below the other."""
        seen: set[str] = set()
        waiting = [iri]
        while waiting:
            term = self._by_iri.get(waiting.pop())
            for broader in term.broader if term else ():
                if broader == wider:
                    return True
                if broader not in seen:
                    seen.add(broader)
                    waiting.append(broader)
        return False

    def is_word(self, word: str) -> bool:
        """Whether a word in lower case, in any number and spelling, is one of a label of ours."""
        return word in self._words or singular(us_spelling(word)) in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(
            word
            for term in self._terms
            for label in (term.label, *term.alt_labels, *term.hidden_labels)
            for word in _WORD.findall(label.lower())
        )

    def knows(self, phrase: str, relations: tuple[Relation, ...]) -> bool:
        """Whether the phrase names a term of ours that can stand in one of the relations."""
        return self._labels.look_up(phrase, _schemes(relations)) is not None

    def link(self, phrase: str, relation: Relation) -> Concept:
        """The concept of a phrase that stands in a relation; always one, see the class."""
        key = (phrase, relation)
        concept = self._linked.get(key)
        if concept is None:
            if len(self._linked) >= _REMEMBERED:
                self._linked.clear()
            concept = self._linked[key] = self._linker.link(phrase, SLOTS[relation])
        return concept

    def find(self, text: str, schemes: tuple[str, ...]) -> list[Hit]:
        """The preferred and alternative labels of these vocabularies in running text.

        Whole words in any case and number and in UK or US spelling; abbreviations of up to four
        capitals only as they are written. The longest match wins, and hits do not overlap. Offsets
        are code points of `text` as given.
        """
        gazetteer = self._gazetteers.get(schemes)
        if gazetteer is None:
            terms = [term for scheme in schemes for term in self.terms(scheme)]
            gazetteer = self._gazetteers[schemes] = Gazetteer(terms)
        return gazetteer.find(text)

    def procedure_concepts(self, names: Iterable[str]) -> tuple[str, ...]:
        """The procedures and imaging tests that one of the names denotes, as IRIs, sorted."""
        found: set[str] = set()
        for name in names:
            for candidate in (name, _without_parentheses(name)):
                match = self._labels.look_up(candidate, _PROCEDURE_SCHEMES)
                if match is not None:
                    found.add(self._terms[match.term].iri)
        return tuple(sorted(found))

    def search(self, text: str, limit: int = 10) -> list[Term]:
        """Our terms whose labels are, begin with, contain or resemble `text`, best first."""
        wanted = normalise(text)
        if not wanted:
            return []
        scored = [(_resemblance(wanted, term), term) for term in self._terms]
        scored.sort(key=lambda pair: (-pair[0], pair[1].label, pair[1].iri))
        return [term for score, term in scored[:limit] if score > 0]

    def search_outside(
        self, text: str, schemes: Sequence[str] = (), limit: int = 10
    ) -> list[NamedTerm]:
        """Terms that are not our own with a name that has words of `text`, the nearest first."""
        return self._outside.search(text, schemes, limit) if self._outside else []


def lexicon_version(
    terminologies: Iterable[str | Path] = (),
    mappings: str | Path | None = None,
    *,
    on_compile: Callable[[], None] | None = None,
) -> str:
    """The `version` of what `Lexicon.load` gives, without loading it. Terminologies that were not
    yet compiled are, and `on_compile` is called before.

    Raises:
        InputError: a terminology or the mappings cannot be read.
    """
    sources = [*map(given_source, terminologies), *packaged_sources()]
    parts = [own_version()]
    if sources:
        parts += [
            Outside.load(sources, on_compile=on_compile).version,
            mappings_version(rejections_file()),
        ]
    if mappings is not None:
        parts.append(mappings_version(Path(mappings)))
    return "+".join(parts)


@cache
@cache
def _schemes(relations: tuple[Relation, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for relation in relations for name in SLOTS[relation].schemes))


def _without_parentheses(name: str) -> str:
    name = name.strip()
    start = name.rfind("(")
    return name[:start].rstrip() if start > 0 and name.endswith(")") else name


def _resemblance(wanted: str, term: Term) -> float:
    """From 3 (a label is just that) down to 0 (nothing alike); synonyms rank below labels."""
    synonyms = (_alike(wanted, normalise(label)) for label in term.alt_labels + term.hidden_labels)
    return max(_alike(wanted, normalise(term.label)), max(synonyms, default=0.0) - _SYNONYM_LAST)


def _alike(wanted: str, label: str) -> float:
    if wanted == label:
        return 3.0
    share = len(wanted) / len(label)
    if label.startswith(wanted):
        return 2.0 + share
    if wanted in label:
        return (1.5 if f" {wanted}" in label else 1.0) + share / 2
    matcher = difflib.SequenceMatcher(None, wanted, label, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= _ALIKE else 0.0
