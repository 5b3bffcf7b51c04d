"""SKOS in Turtle or N-Triples → names: prefLabel, altLabel and hiddenLabel in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from procgraph.errors import InputError
from procgraph.terminology.skos import curie
from procgraph.terminology.sources.names import Name, Standing, scheme_named
from procgraph.terminology.sources.text import readable

__all__ = ["read_skos"]

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_IN_SCHEME = _SKOS + "inScheme"
_DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
_STANDING = {
    _SKOS + "prefLabel": Standing.LABEL,
    _SKOS + "altLabel": Standing.SYNONYM,
    _SKOS + "hiddenLabel": Standing.SYNONYM,
}
_FORMATS = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES}


@dataclass(slots=True)
class _Concept:
    names: list[tuple[Standing, str]] = field(default_factory=list)
    scheme: str | None = None
    is_deprecated: bool = False


def read_skos(path: Path, scheme: str | None = None) -> Iterator[Name]:
    """The names of the concepts of a SKOS file that are not deprecated.

    Without a `scheme`, that of a concept is the end of its skos:inScheme, which then is a slot
    ('condition') or one of our vocabularies ('conditions').

    Raises:
        InputError: it is no RDF, holds no concepts, or nothing tells what they are.
    """
    concepts: dict[str, _Concept] = {}
    for triple in _triples(path):
        if not isinstance(triple.subject, NamedNode):
            continue
        predicate, value = triple.predicate.value, triple.object
        concept = concepts.setdefault(triple.subject.value, _Concept())
        if isinstance(value, Literal):
            if predicate in _STANDING and (value.language or "en").lower().startswith("en"):
                concept.names.append((_STANDING[predicate], " ".join(value.value.split())))
            concept.is_deprecated |= predicate == _DEPRECATED and value.value == "true"
        elif isinstance(value, NamedNode) and predicate == _IN_SCHEME:
            concept.scheme = value.value.replace("#", "/").rpartition("/")[2]
    named = {iri: concept for iri, concept in concepts.items() if concept.names}
    if not named:
        raise InputError(
            "holds no skos:prefLabel in English", source=str(path), mend="give a SKOS vocabulary"
        )
    for iri, concept in sorted(named.items()):
        if not concept.is_deprecated:
            yield from _names(iri, concept, scheme, path)


def _names(iri: str, concept: _Concept, scheme: str | None, path: Path) -> Iterable[Name]:
    if scheme is None and concept.scheme is None:
        raise InputError(
            f"<{iri}> has no skos:inScheme",
            source=str(path),
            mend=f"name the slot of its concepts, such as condition={path}",
        )
    wanted = scheme or scheme_named(concept.scheme or "", source=str(path))
    return (Name(curie(iri), wanted, text, standing) for standing, text in sorted(concept.names))


def _triples(path: Path) -> Iterator[Triple]:
    with readable(path):
        try:
            for quad in parse(path=path, format=_FORMATS[path.suffix.lower()]):
                yield quad.triple
        except (SyntaxError, ValueError) as error:
            raise InputError(
                " ".join((getattr(error, "msg", None) or str(error)).split()),
                source=str(path),
                line=getattr(error, "lineno", None),
                mend="mend the RDF there",
            ) from None
