"""What the nodes of a dataset are called: the names that a look-up by label compares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from procgraph.rdf import vocabulary as v

__all__ = [
    "CLASS",
    "DESCRIBES",
    "LABELS",
    "TYPE",
    "Known",
    "Name",
    "names_of",
    "procedure_names",
]

CLASS = {
    "role": v.pg("PersonnelRole"),
    "roles": v.pg("PersonnelRole"),
    "setting": v.pg("CareSetting"),
}
"""The class of what a type of a parameter asks for, where it asks for one."""

Name = tuple[ox.NamedNode, str, int]
"""A node, one of its names, and 0 where that is its preferred label, 1 where it is another."""

LABELS = (ox.NamedNode(v.RDFS_LABEL), ox.NamedNode(v.SKOS_ALT_LABEL))
"""The properties of preferred labels and of other names."""

TYPE = ox.NamedNode(v.RDF_TYPE)
DESCRIBES = ox.NamedNode(v.DESCRIBES)


def procedure_names(store: ox.Store) -> Iterator[Name]:
    """The names of the procedures that a document describes."""
    described = store.quads_for_pattern(None, DESCRIBES, None)
    return names_of(store, {quad.object for quad in described})


def names_of(store: ox.Store, nodes: Iterable[object]) -> Iterator[Name]:
    """The names of some nodes."""
    for node in nodes:
        if isinstance(node, ox.NamedNode):
            for tier, predicate in enumerate(LABELS):
                for quad in store.quads_for_pattern(node, predicate, None):
                    if isinstance(quad.object, ox.Literal):
                        yield node, quad.object.value, tier


class Known:
    """All names in a dataset, read when they are asked for, and once: a large one has hundreds of
    thousands, which takes seconds."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._known: dict[str, set[tuple[str, str | None]]] = {}

    def of(self, wanted: str) -> set[tuple[str, str | None]]:
        """The names, each with its language, of what a type of a parameter may mean; for a concept
        also those of nodes that are none."""
        if wanted not in self._known:
            self._known[wanted] = {(x.value, x.language) for x in self._labels(wanted)}
        return self._known[wanted]

    def _labels(self, wanted: str) -> Iterator[ox.Literal]:
        described, step = f"?document {DESCRIBES} ?node", f"?node {TYPE} <{v.STEP_CLASS}>"
        which = f"MINUS {{ {described} }} MINUS {{ {step} }}"
        if wanted == "procedure":
            which = described
        elif wanted in CLASS:
            which = f"?node {TYPE} <{CLASS[wanted]}>"
        for predicate in LABELS:
            # Not quad by quad: every document repeats the labels of the concepts that it coins.
            found = self._store.query(
                f"SELECT DISTINCT ?label WHERE {{ ?node {predicate} ?label . {which} }}",
                use_default_graph_as_union=True,
            )
            assert isinstance(found, ox.QuerySolutions)
            for (label,) in found:
                if isinstance(label, ox.Literal):
                    yield label
