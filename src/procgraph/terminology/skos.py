"""SKOS vocabularies in Turtle → terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from procgraph.errors import ResourceError

__all__ = ["Term", "curie", "expanded", "read_terms", "terms_from_turtle"]

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_CONCEPT = _SKOS + "Concept"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_CURIE_PREFIXES = {
    "http://id.nlm.nih.gov/mesh/": "MESH:",
    "http://purl.bioontology.org/ontology/ICD10CM/": "ICD10CM:",
    "http://snomed.info/id/": "SNOMEDCT:",
    "https://uts.nlm.nih.gov/uts/umls/concept/": "UMLS:",
}
_OBO = "http://purl.obolibrary.org/obo/"
_OBO_PREFIXES = frozenset({"DOID", "HP", "MAXO", "MONDO", "UBERON"})


class Term(NamedTuple):
    """One concept of a vocabulary.

    `scheme` is the local name of its concept scheme ('personnel'), `broader` holds IRIs, `matches`
    CURIEs of exactly the same meaning elsewhere, `classes` the IRIs of its further types.
    """

    iri: str
    scheme: str
    label: str
    alt_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


def read_terms(path: Path) -> list[Term]:
    """The terms of one Turtle file, sorted by IRI.

    Raises:
        ResourceError: the file is no Turtle, or a concept lacks its label or scheme.
    """
    return terms_from_turtle(path.read_bytes(), source=str(path))


def terms_from_turtle(turtle: str | bytes, *, source: str = "vocabulary") -> list[Term]:
    """The terms of a Turtle text, sorted by IRI; raises as `read_terms`."""
    described: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    try:
        for triple in parse(turtle, RdfFormat.TURTLE):
            if isinstance(triple.subject, NamedNode) and isinstance(
                triple.object, NamedNode | Literal
            ):
                described[triple.subject.value][triple.predicate.value].append(triple.object.value)
    except (SyntaxError, ValueError) as error:
        raise ResourceError(f"{source}: no valid Turtle: {' '.join(str(error).split())}") from error
    return [
        _term(iri, properties, source)
        for iri, properties in sorted(described.items())
        if _CONCEPT in properties.get(_TYPE, ())
    ]


def curie(iri: str) -> str:
    """The usual short form of an outside term's IRI; the IRI itself where there is none.

    >>> curie("http://purl.obolibrary.org/obo/UBERON_0002110")
    'UBERON:0002110'
    """
    for namespace, prefix in _CURIE_PREFIXES.items():
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    if iri.startswith(_OBO):
        return iri.removeprefix(_OBO).replace("_", ":", 1)
    return iri


def expanded(short: str) -> str | None:
    """The IRI of an outside term's short form; None where its prefix is unknown.

    >>> expanded("ICD10CM:M54.2")
    'http://purl.bioontology.org/ontology/ICD10CM/M54.2'
    """
    prefix, _, local = short.partition(":")
    if prefix in _OBO_PREFIXES:
        return f"{_OBO}{prefix}_{local}"
    for namespace, known in _CURIE_PREFIXES.items():
        if known == f"{prefix}:":
            return namespace + local
    return short if local.startswith("//") else None


def _term(iri: str, properties: dict[str, list[str]], source: str) -> Term:
    def values(name: str) -> tuple[str, ...]:
        return _unique(properties.get(_SKOS + name, ()))

    labels, schemes = values("prefLabel"), values("inScheme")
    if len(labels) != 1 or len(schemes) != 1:
        raise ResourceError(f"{source}: <{iri}> needs one skos:prefLabel and one skos:inScheme")
    return Term(
        iri=iri,
        scheme=schemes[0].rpartition("/")[2],
        label=labels[0],
        alt_labels=values("altLabel"),
        hidden_labels=values("hiddenLabel"),
        broader=values("broader"),
        matches=_unique(map(curie, values("exactMatch"))),
        classes=_unique(c for c in properties[_TYPE] if c != _CONCEPT),
    )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
