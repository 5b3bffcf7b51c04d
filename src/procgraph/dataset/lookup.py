"""What a person types for a parameter → the RDF term that it means, in one dataset.

A concept or procedure may be given as an IRI, as a CURIE (`pgc:sciatica`, `MESH:D012585`) or as a
label. Labels are compared without case, punctuation and number. A preferred label goes before
another name, so that 'biopsy' is the concept of that name, not one that is also called so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, product
from types import MappingProxyType

import pyoxigraph as ox

from procgraph.dataset.binding import Term
from procgraph.dataset.names import (
    CLASS,
    DESCRIBES,
    LABELS,
    TYPE,
    Known,
    Name,
    names_of,
    procedure_names,
)
from procgraph.dataset.questions import Parameter
from procgraph.dataset.resolution import DESCRIBED_BY, normal
from procgraph.dataset.suggest import nearest
from procgraph.errors import QuestionError
from procgraph.model import Relation
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import concept_iri, procedure_iri

__all__ = ["OUTSIDE_PREFIXES", "find_procedures", "labels", "terms_for"]

_OBO = "http://purl.obolibrary.org/obo/"
OUTSIDE_PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "MESH": "http://id.nlm.nih.gov/mesh/",
        "ICD10CM": "http://purl.bioontology.org/ontology/ICD10CM/",
        "MAXO": f"{_OBO}MAXO_",
        "UBERON": f"{_OBO}UBERON_",
        "HP": f"{_OBO}HP_",
        "MONDO": f"{_OBO}MONDO_",
    }
)
"""The prefixes of the terminologies that our concepts are matched to."""

_DESCRIBED_BY = ox.NamedNode(DESCRIBED_BY)
_SCHEME = ox.NamedNode(v.SKOS + "inScheme")
_EXACT = ox.NamedNode(v.SKOS + "exactMatch")
_CURIE = re.compile(r"([A-Za-z][A-Za-z0-9]*):([^\s/][^\s]*)$")
_IRI = re.compile(r"<?(https?://[^\s<>]*)>?$")


def terms_for(store: ox.Store, parameter: Parameter, value: object) -> list[Term]:
    """The terms that a value of a parameter means: one, or several where the parameter is a list.

    Raises `QuestionError` when the value does not fit the type, is unknown or ambiguous.
    """
    text = str(value).strip()
    if not text:
        raise QuestionError(f"parameter {parameter.name} is empty")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise QuestionError(f"parameter {parameter.name} is not Unicode text")
    match parameter.type:
        case "string":
            return [ox.Literal(text)]
        case "integer":
            return [_integer(parameter, text)]
        case "relation":
            return [_relation(parameter, text)]
        case "roles":
            parts = [part.strip() for part in text.split(";") if part.strip()]
            return [_node(store, parameter, part) for part in parts]
    return [_node(store, parameter, text)]


def find_procedures(store: ox.Store, text: str) -> list[str]:
    """The IRIs of the procedures that have a document and are meant by an IRI, CURIE or label.

    Raises `QuestionError` when there is none, naming the nearest.
    """
    return [node.value for node in _candidates(store, Parameter("procedure", "procedure"), text)]


def labels(store: ox.Store, node: ox.NamedNode) -> str:
    """The label of a node, or the end of its IRI."""
    for quad in store.quads_for_pattern(node, LABELS[0], None):
        if isinstance(quad.object, ox.Literal):
            return quad.object.value
    return node.value.rsplit("/", 1)[-1]


def _integer(parameter: Parameter, text: str) -> ox.Literal:
    try:
        return ox.Literal(int(text))
    except ValueError:
        raise QuestionError(
            f"parameter {parameter.name} takes a whole number, not {text!r}"
        ) from None


def _relation(parameter: Parameter, text: str) -> ox.NamedNode:
    name = text.removeprefix("pg:").removeprefix("<").removesuffix(">").removeprefix(v.pg(""))
    names = {iri.removeprefix(v.pg("")) for iri in v.RELATION_OF_PROPERTY} | set(Relation)
    if name not in names:
        hint = nearest(name, names)
        raise QuestionError(f"parameter {parameter.name}: there is no relation {text!r}{hint}")
    return ox.NamedNode(v.pg(name))


def _node(store: ox.Store, parameter: Parameter, text: str) -> ox.NamedNode:
    found = _candidates(store, parameter, text)
    if len(found) > 1:
        names = ", ".join(f"{labels(store, node)} ({_short(node.value)})" for node in found[:8])
        raise QuestionError(
            f"parameter {parameter.name}: {text!r} may mean {names}; give its CURIE"
        )
    return found[0]


def _candidates(store: ox.Store, parameter: Parameter, text: str) -> list[ox.NamedNode]:
    wanted = parameter.type
    named = _by_iri(store, text)
    known = Known(store)
    if named is not None:
        found = _procedures(store, named) if wanted == "procedure" else named
    elif wanted == "procedure":
        at_once = (node for node in _spelled(store, text, procedure_iri) if _describes(store, node))
        found = (
            _best(text, names_of(store, at_once))
            or _best(text, procedure_names(store))
            or _procedures(store, _by_label(store, text, "concept", known))
        )
    else:
        found = _by_label(store, text, wanted, known)
    if found:
        return sorted(found, key=lambda node: node.value)
    hint = nearest(text, {name for name, _ in known.of(wanted)}) if named is None else ""
    what = {"roles": "role"}.get(wanted, wanted)
    raise QuestionError(f"parameter {parameter.name}: no {what} in this dataset is {text!r}{hint}")


def _by_iri(store: ox.Store, text: str) -> list[ox.NamedNode] | None:
    """The node of an IRI or CURIE, or our concepts for an outside one; None when it is neither."""
    iri = _IRI.match(text)
    curie = _CURIE.match(text)
    prefixes = {**v.PREFIXES, **OUTSIDE_PREFIXES}
    if iri:
        name = iri[1]
    elif curie and curie[1] in prefixes:
        name = prefixes[curie[1]] + curie[2]
    else:
        return None
    try:
        node = ox.NamedNode(name)
    except ValueError:
        raise QuestionError(f"{text!r} is not an IRI") from None
    matching = {q.subject for q in store.quads_for_pattern(None, _EXACT, node)}
    ours = [
        n for n in matching if isinstance(n, ox.NamedNode) and n.value.startswith(v.PREFIXES["pgc"])
    ]
    if ours:
        return ours
    is_known = any(True for _ in store.quads_for_pattern(node, None, None)) or any(
        True for _ in store.quads_for_pattern(None, None, node)
    )
    return [node] if is_known else []


def _by_label(store: ox.Store, text: str, wanted: str, known: Known) -> list[ox.NamedNode]:
    # Labels of concepts are lower case as a rule: most often no list needs to be searched.
    literal = ox.Literal(text.lower(), language="en")
    labelled = {quad.subject for quad in store.quads_for_pattern(None, LABELS[0], literal)}
    exact = [node for node in labelled if _is_concept(store, node, wanted)]
    nodes = [node for node in exact if isinstance(node, ox.NamedNode)]
    at_once = (n for n in _spelled(store, text, concept_iri) if _is_concept(store, n, wanted))
    found = (
        nodes
        or _best(text, names_of(store, at_once))
        or _best(text, _concept_names(store, text, wanted, known))
    )
    # A phrase of another slot may be called like a concept of a vocabulary, which is what is meant.
    schemed = [n for n in found if next(store.quads_for_pattern(n, _SCHEME, None), None)]
    return schemed or found


def _spelled(store: ox.Store, text: str, iri_of: Callable[[str], str]) -> Iterator[ox.NamedNode]:
    """The nodes whose IRI or name is the text, each of its words singular or plural.

    A look-up for each spelling: to read every name of a large dataset takes seconds.
    """
    words = [(word, f"{word}s") for word in _key(text).split()]
    cases = {text, text.lower(), text.upper(), text.title(), text.capitalize()}
    spellings = {*cases, *(" ".join(p) for p in islice(product(*words), 64))}
    found = {ox.NamedNode(iri_of(spelling)) for spelling in spellings}
    for spelling, predicate in product(sorted(spellings), LABELS):
        literal = ox.Literal(spelling, language="en")
        for quad in store.quads_for_pattern(None, predicate, literal):
            if isinstance(quad.subject, ox.NamedNode):
                found.add(quad.subject)
    yield from sorted(found, key=lambda node: node.value)


def _best(text: str, names: Iterable[Name]) -> list[ox.NamedNode]:
    """The nodes that are called so, those by a preferred label before those by another name."""
    key = _key(text)
    tiers: dict[int, set[ox.NamedNode]] = defaultdict(set)
    for node, label, tier in names:
        if _key(label) == key:
            tiers[tier].add(node)
    return list(tiers[min(tiers)]) if tiers else []


def _concept_names(store: ox.Store, text: str, wanted: str, known: Known) -> Iterator[Name]:
    """The names of concepts that are the text but for case, punctuation and number."""
    key = _key(text)
    alike = [(value, language) for value, language in known.of(wanted) if _key(value) == key]
    for (value, language), (tier, predicate) in product(alike, enumerate(LABELS)):
        label = ox.Literal(value, language=language)
        for quad in store.quads_for_pattern(None, predicate, label):
            if isinstance(quad.subject, ox.NamedNode) and _is_concept(store, quad.subject, wanted):
                yield quad.subject, value, tier


def _is_concept(store: ox.Store, node: object, wanted: str) -> bool:
    """Whether a node is a concept of the class that the type asks for."""
    if not isinstance(node, ox.NamedNode) or not node.value.startswith(v.PREFIXES["pgc"]):
        return False
    kind = CLASS.get(wanted)
    if kind is None:
        return True
    return next(store.quads_for_pattern(node, TYPE, ox.NamedNode(kind)), None) is not None


def _procedures(store: ox.Store, nodes: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """Of the nodes, the procedures with a document; of a concept, those that describe it."""
    found: set[ox.NamedNode] = set()
    for node in nodes:
        if _describes(store, node):
            found.add(node)
        found.update(_described(store, node))
    return list(found)


def _describes(store: ox.Store, node: ox.NamedNode) -> bool:
    """Whether a document describes the node."""
    return next(store.quads_for_pattern(None, DESCRIBES, node), None) is not None


def _described(store: ox.Store, concept: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for quad in store.quads_for_pattern(concept, _DESCRIBED_BY, None):
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object


def _key(label: str) -> str:
    """A label without case, punctuation and number; crude, for both sides are treated alike."""
    return " ".join(
        word[:-1] if word.endswith("s") and not word.endswith("ss") else word
        for word in normal(label).split()
    )


def _short(iri: str) -> str:
    for prefix, namespace in v.PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
