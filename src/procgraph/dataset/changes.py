"""What differs between a dataset and the one before it.

The index and the report are brought up to date from this when little has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from procgraph.dataset.files import Kind, file_name, open_file
from procgraph.dataset.manifest import Manifest
from procgraph.dataset.segments import RESOLUTION
from procgraph.rdf.iris import graph_iri, is_of_one_document

__all__ = ["LARGEST_UPDATE", "Changes"]

LARGEST_UPDATE = 0.1
"""Of all documents: to change more costs as much as to make the index anew."""

_LEAST_NODES = 500
_NODES_A_DOCUMENT = 0.05
_AT_ONCE = 100


class Changes:
    """The documents and links of the dataset in `folder` that are others than `before`."""

    def __init__(self, folder: Path, before: Manifest, after: Manifest) -> None:
        self.folder, self.before, self.after = folder, before, after

    @cached_property
    def gone(self) -> list[str]:
        """The ids of documents that are gone or other than before, sorted."""
        return sorted(_others(self.before, self.after))

    @cached_property
    def come(self) -> Mapping[str, Set[str]]:
        """The ids of documents that are new or other than before, by segment."""
        come: dict[str, set[str]] = defaultdict(set)
        for identifier in _others(self.after, self.before):
            come[self.after.documents[identifier].segment].add(identifier)
        return come

    @property
    def are_small(self) -> bool:
        """Whether it is less work to bring up to date than to make anew."""
        count = len(self.gone) + sum(map(len, self.come.values()))
        is_same_software = self.before.versions == self.after.versions
        return is_same_software and count <= LARGEST_UPDATE * len(self.after.documents)

    @cached_property
    def documents(self) -> frozenset[str]:
        """The ids of all documents that are gone, new or other than before."""
        return frozenset(self.gone).union(*self.come.values())

    @cached_property
    def links(self) -> tuple[bytes, bytes]:
        """The links across documents that are gone, and those that are new, as N-Quads.

        Raises `OSError` when a file with links is missing.
        """
        if self.before.resolution == self.after.resolution:
            return b"", b""
        old, new = _links(self.folder, self.before), _links(self.folder, self.after)
        gone, come = _differing(old, new)
        return b"".join(gone), b"".join(come)

    @property
    def most_nodes(self) -> int:
        """So many nodes, those of ten documents or of one in a thousand, can be asked about in half
        of the time that it takes to ask about all."""
        return max(_LEAST_NODES, int(_NODES_A_DOCUMENT * len(self.after.documents)))

    def touched(self, old: ox.Store, new: ox.Store) -> frozenset[str] | None:
        """The nodes that the changes are about, given both indexes.

        They are the IRIs in graphs of documents that are gone or new and in links that are, as far
        as other graphs can mention them; None when they are more than `most_nodes`.
        """
        nodes: set[str] = set()
        most = self.most_nodes
        graphs = [(old, identifier) for identifier in self.gone]
        graphs += [(new, identifier) for some in self.come.values() for identifier in some]
        for store, identifier in graphs:
            graph = ox.NamedNode(graph_iri(identifier))
            nodes.update(_shared(store.quads_for_pattern(None, None, None, graph)))
            if len(nodes) > most:
                return None
        for links in self.links:
            nodes.update(_shared(ox.parse(input=links, format=ox.RdfFormat.N_QUADS)))
        return frozenset(nodes) if len(nodes) <= most else None


def _others(manifest: Manifest, than: Manifest) -> Iterator[str]:
    for identifier, entry in manifest.documents.items():
        other = than.documents.get(identifier)
        if other is None or other.sha256 != entry.sha256:
            yield identifier


def _links(folder: Path, manifest: Manifest) -> list[bytes]:
    with open_file(str(folder), file_name(Kind.QUADS, RESOLUTION, manifest.resolution)) as file:
        return file.readlines()


def _differing(old: Sequence[bytes], new: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    """What is in one of two sorted sequences only. Where they hardly differ, that takes a third of
    the time that sets take."""
    gone, come = [], []
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i : i + _AT_ONCE] == new[j : j + _AT_ONCE]:
            i, j = i + _AT_ONCE, j + _AT_ONCE
        elif old[i] == new[j]:
            i, j = i + 1, j + 1
        elif old[i] < new[j]:
            gone.append(old[i])
            i += 1
        else:
            come.append(new[j])
            j += 1
    return [*gone, *old[i:]], [*come, *new[j:]]


def _shared(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """The IRIs that other graphs can mention."""
    for quad in quads:
        for term in (quad.subject, quad.object):
            if isinstance(term, ox.NamedNode) and not is_of_one_document(term.value):
                yield term.value
