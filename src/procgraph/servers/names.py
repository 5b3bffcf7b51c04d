"""What a person types for a parameter, looked up on a server.

What the lookup of a dataset needs to know is fetched for the few nodes that may be meant, into a
store in memory; the lookup itself is the dataset's own, so that a label means the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from procgraph.dataset.lookup import OUTSIDE_PREFIXES
from procgraph.dataset.questions import Parameter
from procgraph.dataset.resolution import DESCRIBED_BY, normal
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import CONCEPT, ID
from procgraph.servers.client import Client
from procgraph.servers.results import answer, select

__all__ = ["names"]

_NAMED = frozenset({"concept", "procedure", "role", "roles", "setting"})
_NAMING = (
    v.RDFS_LABEL,
    v.SKOS_ALT_LABEL,
    v.RDF_TYPE,
    v.SKOS + "inScheme",
    v.SKOS_EXACT_MATCH,
    DESCRIBED_BY,
)
_IRI = re.compile(r"<?(https?://[^\s<>\"{}|^`\\]*)>?$")
_CURIE = re.compile(r"([A-Za-z][A-Za-z0-9]*):([^\s/<>\"{}|^`\\]+)$")
_EXACT = f"<{v.SKOS_EXACT_MATCH}>"
_BATCH = 200
_MOST = 2000
_DOING = "looking up a parameter"


def names(
    url: str,
    parameters: Iterable[Parameter],
    given: Mapping[str, object],
    client: Client,
    graphs: Sequence[str],
) -> ox.Store:
    """A store with the names, kinds and matches of all that the given values may mean."""
    store = ox.Store()
    asked = _Server(url, client, graphs)
    for parameter in parameters:
        value = given.get(parameter.name)
        if parameter.type not in _NAMED or value is None:
            continue
        parts = str(value).split(";") if parameter.type == "roles" else [str(value)]
        for part in filter(None, map(str.strip, parts)):
            store.extend(asked.about(part))
    return store


class _Server:
    """The questions about names that a server is asked."""

    def __init__(self, url: str, client: Client, graphs: Sequence[str]) -> None:
        self._url, self._client, self._graphs = url, client, graphs

    def about(self, text: str) -> Iterator[ox.Quad]:
        """What is to be known of all that a text may mean."""
        iri, curie = _IRI.match(text), _CURIE.match(text)
        prefixes = {**v.PREFIXES, **OUTSIDE_PREFIXES}
        if iri:
            yield from self._of_iri(iri[1])
        elif curie and curie[1] in prefixes:
            yield from self._of_iri(prefixes[curie[1]] + curie[2])
        else:
            yield from self._naming(self._called(text))

    def _of_iri(self, iri: str) -> Iterator[ox.Quad]:
        node = f"<{iri}>"
        # Whether it is known at all, and which concept of ours it stands for.
        yield from self._quads(f"VALUES ?s {{ {node} }} ?s ?p ?o", limit=1)
        yield from self._quads(f"VALUES ?o {{ {node} }} ?s ?p ?o", limit=1)
        matching = list(self._quads(f"VALUES ?o {{ {node} }} ?s ?p ?o . FILTER(?p = {_EXACT})"))
        yield from matching
        yield from self._naming([iri, *(_iri(quad.subject) for quad in matching)])

    def _called(self, text: str) -> list[str]:
        """Nodes with a name like the text; where there is none, some that a hint can be made of."""
        parts = [ox.Literal(_stem(word)) for word in normal(text).split() if word.isascii()]
        near = [ox.Literal(word.value[:4]) for word in parts if len(word.value) > 3]
        # A name of the same key is longer by articles and punctuation only.
        short = f"STRLEN(?name) < {2 * len(text) + 20}"
        alike = " && ".join([short, *(f"CONTAINS(?name, {part})" for part in parts)])
        found = self._nodes(f"FILTER({alike})")
        if not found and near:
            begun = " || ".join(f"CONTAINS(?name, {part})" for part in near)
            found = self._nodes(f"FILTER({short} && ({begun}))")
        return found

    def _nodes(self, condition: str) -> list[str]:
        found = select(
            self._client,
            self._url,
            f"SELECT DISTINCT ?node WHERE {{ ?node ?naming ?label "
            f"FILTER(?naming IN (<{v.RDFS_LABEL}>, <{v.SKOS_ALT_LABEL}>)) "
            f'FILTER(STRSTARTS(STR(?node), "{CONCEPT}") || STRSTARTS(STR(?node), "{ID}")) '
            f"BIND(LCASE(STR(?label)) AS ?name) {condition} }} LIMIT {_MOST}",
            doing=_DOING,
            graphs=self._graphs,
        )
        return [row["node"] for row in found]

    def _naming(self, nodes: Iterable[str]) -> Iterator[ox.Quad]:
        """Names, kinds and matches of nodes, and of the procedures that describe them."""
        todo = list(dict.fromkeys(nodes))
        seen = set(todo)
        naming = ", ".join(f"<{predicate}>" for predicate in _NAMING)
        while todo:
            values = " ".join(f"<{node}>" for node in todo[:_BATCH])
            del todo[:_BATCH]
            for quad in self._quads(
                f"VALUES ?s {{ {values} }} ?s ?p ?o . FILTER(?p IN ({naming}))"
            ):
                yield quad
                target = _iri(quad.object)
                if quad.predicate.value == DESCRIBED_BY and target not in seen:
                    seen.add(target)
                    todo.append(target)
            yield from self._quads(
                f"VALUES ?o {{ {values} }} ?s ?p ?o . FILTER(?p = <{v.DESCRIBES}>)"
            )

    def _quads(self, pattern: str, *, limit: int | None = None) -> Iterator[ox.Quad]:
        text = f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }}"
        if limit:
            text += f" LIMIT {limit}"
        rows = answer(self._client, self._url, text, doing=_DOING, graphs=self._graphs)
        for s, p, o in rows.cells:
            if isinstance(s, ox.NamedNode) and isinstance(p, ox.NamedNode) and o is not None:
                yield ox.Quad(s, p, o)


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") else word
