"""JSON-LD for people: each document with its procedure, and that with its facts and statements.

The context is inlined, so that a file stands for itself. What the context has no fitting term for
is written as an expanded value, so the text always means exactly the quads that it was made from.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from procgraph.rdf import vocabulary as v
from procgraph.rdf.serialise import parse_nquads
from procgraph.resources import ontology_dir

__all__ = ["Context", "shipped_context", "write_jsonld"]

Json = dict[str, Any]
Node = dict[str, list[Any]]

_XSD_STRING = v.XSD + "string"
_PLAIN_CONTAINERS: tuple[object, ...] = (None, "@set", "@language")


def shipped_context() -> Json:
    """The project's context, `ontology/context.jsonld`, or the prefixes where it is missing."""
    path = ontology_dir() / "context.jsonld"
    context: Json = json.loads(path.read_text("utf-8"))["@context"] if path.is_file() else {}
    return {**v.PREFIXES, **context}


def write_jsonld(
    graphs: Iterable[tuple[str, Sequence[str]]], context: Json | None = None
) -> Iterator[str]:
    """Named graphs (their IRI and N-Quads lines) as one JSON-LD document, in pieces."""
    names = Context(shipped_context() if context is None else context)
    yield '{"@context": ' + _dumps(names.data) + ',\n"@graph": ['
    between = "\n"
    for iri, lines in graphs:
        yield between + _dumps(_Framed(lines, names).graph(iri))
        between = ",\n"
    yield "\n]}\n"


class Context:
    """How a context names properties, classes and IRIs."""

    def __init__(self, data: Json) -> None:
        self.data = data
        self.language = data.get("@language")

    def iri(self, iri: str) -> str:
        """An IRI as a node's id."""
        for prefix, namespace in self._prefixes:
            if iri.startswith(namespace) and not iri[len(namespace) :].startswith("//"):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def keyword(self, name: str) -> str:
        """The context's alias of `@id` or `@type`."""
        return next((term for term, meaning in self.data.items() if meaning == name), name)

    def type(self, iri: str) -> str:
        """A class, as a value of `@type`."""
        return next((term for term, plain in self._terms[iri] if not plain), self.iri(iri))

    def reverse(self, iri: str) -> str | None:
        """The term for a property read backwards."""
        for term, definition in self.data.items():
            reverse = definition.get("@reverse") if isinstance(definition, dict) else None
            if reverse and self.expand(reverse) == iri:
                return term
        return None

    def term(self, predicate: str, value: ox.NamedNode | ox.Literal) -> tuple[str, Any]:
        """The key for a property, and the value as it is written under that key."""
        for term, definition in self._terms[predicate]:
            written = self._coerced(definition, value)
            if written is not None:
                return term, written
        return self.iri(predicate), self._expanded(value)

    def is_set(self, key: str) -> bool:
        """Whether the key always takes a list."""
        definition = self.data.get(key)
        return isinstance(definition, dict) and definition.get("@container") == "@set"

    def is_language_map(self, key: str) -> bool:
        """Whether the key takes texts by language."""
        definition = self.data.get(key)
        return isinstance(definition, dict) and definition.get("@container") == "@language"

    def expand(self, name: str) -> str:
        """A term or compact IRI as an IRI."""
        definition = self.data.get(name)
        if isinstance(definition, dict):
            definition = definition.get("@id", name)
        if isinstance(definition, str) and definition != name:
            return definition if definition.startswith("@") else self.expand(definition)
        prefix, colon, local = name.partition(":")
        if colon and not local.startswith("//") and isinstance(self.data.get(prefix), str):
            return self.expand(self.data[prefix]) + local
        if not colon and isinstance(self.data.get("@vocab"), str):
            return str(self.data["@vocab"]) + name
        return name

    @cached_property
    def _prefixes(self) -> list[tuple[str, str]]:
        # Only what ends like a namespace may be a prefix by JSON-LD 1.1.
        found = [
            (term, iri)
            for term, iri in self.data.items()
            if isinstance(iri, str)
            and not term.startswith("@")
            and iri[-1:] in "/#"
            and "://" in iri
        ]
        return sorted(found, key=lambda entry: (-len(entry[1]), entry[0]))

    @cached_property
    def _terms(self) -> dict[str, list[tuple[str, Json]]]:
        terms: dict[str, list[tuple[str, Json]]] = defaultdict(list)
        prefixes = {prefix for prefix, _ in self._prefixes}
        for term, definition in self.data.items():
            if term.startswith("@") or term in prefixes:
                continue
            full = {"@id": definition} if isinstance(definition, str) else definition
            is_plain = isinstance(full, dict) and not full.keys() & {
                "@reverse",
                "@context",
                "@nest",
            }
            if is_plain and full.get("@container") in _PLAIN_CONTAINERS:
                rest = {key: value for key, value in full.items() if key not in ("@id", "@prefix")}
                terms[self.expand(term)].append((term, rest))
        return terms

    def _coerced(self, definition: Json, value: ox.NamedNode | ox.Literal) -> Any:
        kind, container = definition.get("@type"), definition.get("@container")
        if isinstance(value, ox.NamedNode):
            if kind == "@vocab":
                return self.type(value.value)
            return self.iri(value.value) if kind == "@id" else None
        language = definition.get("@language", self.language)
        if container == "@language":
            return {value.language: value.value} if value.language else None
        if value.language:
            return value.value if kind is None and language == value.language else None
        datatype = value.datatype.value
        if kind is not None:
            return _native(value) if self.expand(kind) == datatype else None
        if datatype == _XSD_STRING:
            return value.value if language is None else None
        native = _native(value)
        return None if isinstance(native, str) else native

    def _expanded(self, value: ox.NamedNode | ox.Literal) -> Any:
        if isinstance(value, ox.NamedNode):
            return {self.keyword("@id"): self.iri(value.value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value == _XSD_STRING:
            return {"@value": value.value}
        return {"@value": value.value, "@type": self.iri(value.datatype.value)}


class _Framed:
    """One graph as JSON. In a document's graph, what a node says is written where it is first met;
    other graphs are flat, for there is no end to how deep a chain of links may be."""

    def __init__(self, lines: Sequence[str], names: Context) -> None:
        self.names = names
        self.id, self.type = names.keyword("@id"), names.keyword("@type")
        self.nodes: dict[str, Node] = {}
        self.statements: dict[str, list[str]] = defaultdict(list)
        for quad in parse_nquads(lines):
            if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
                node = self.nodes.setdefault(quad.subject.value, {})
                node.setdefault(quad.predicate.value, []).append(quad.object)
                if quad.predicate.value == v.RDF_SUBJECT:
                    self.statements[quad.object.value].append(quad.subject.value)
        self.documents = [iri for iri in self.nodes if self._is_document(iri)]
        self.waiting = dict.fromkeys(self.nodes)

    def graph(self, iri: str) -> Json:
        """The graph as a JSON-LD node."""
        roots = [*self.documents, *self.nodes]
        tree = [self._node(root) for root in roots if root in self.waiting]
        return {self.id: self.names.iri(iri), "@graph": tree}

    def _is_document(self, iri: str) -> bool:
        return any(kind.value == v.DOCUMENT_CLASS for kind in self.nodes[iri].get(v.RDF_TYPE, ()))

    def _node(self, iri: str, without: str = "") -> Json:
        """A node; `without` is the property that its place in the tree already says."""
        del self.waiting[iri]
        written: dict[str, list[Any]] = defaultdict(list)
        for predicate, values in self.nodes[iri].items():
            for value in values if predicate != without else ():
                key, plain = self._property(predicate, value)
                written[key].append(plain)
        node: Json = {self.id: self.names.iri(iri)}
        # The type and the names first, as a reader wants them.
        for key in sorted(written, key=lambda key: (key != self.type, key != "label")):
            node[key] = self._folded(key, written[key])
        below = [s for s in self.statements.get(iri, ()) if s in self.waiting and self.documents]
        if below:
            term = self.names.reverse(v.RDF_SUBJECT)
            found = [self._node(statement, without=v.RDF_SUBJECT) for statement in below]
            node |= {term: found} if term else {"@reverse": {self.names.iri(v.RDF_SUBJECT): found}}
        return node

    def _property(self, predicate: str, value: Any) -> tuple[str, Any]:
        if predicate == v.RDF_TYPE and isinstance(value, ox.NamedNode):
            return self.type, self.names.type(value.value)
        key, plain = self.names.term(predicate, value)
        is_node = isinstance(value, ox.NamedNode) and value.value in self.waiting
        if is_node and self.documents and v.RDF_SUBJECT not in self.nodes[value.value]:
            return key, self._node(value.value)
        return key, plain

    def _folded(self, key: str, values: list[Any]) -> Any:
        if self.names.is_language_map(key):
            by_language: dict[str, list[str]] = defaultdict(list)
            for value in values:
                for language, text in value.items():
                    by_language[language].append(text)
            return {
                lang: texts[0] if len(texts) == 1 else texts for lang, texts in by_language.items()
            }
        return values if len(values) > 1 or self.names.is_set(key) else values[0]


def _native(value: ox.Literal) -> str | int | bool:
    """A number or boolean of JSON where that is the very same literal, else the text."""
    kind, text = value.datatype.value, value.value
    if kind == v.XSD_BOOLEAN and text in ("true", "false"):
        return text == "true"
    if kind == v.XSD_INTEGER and len(text) < 16 and text.isascii() and text.lstrip("-").isdigit():
        return int(text) if str(int(text)) == text else text
    return text


def _dumps(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
