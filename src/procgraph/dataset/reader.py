"""An open dataset: its manifest, its documents one after the other, and its index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from procgraph.dataset.files import Kind, file_name, open_file
from procgraph.dataset.manifest import MEND, Manifest
from procgraph.dataset.segments import RESOLUTION, Part, read_graphs, read_segment
from procgraph.errors import DatasetError
from procgraph.locations import location

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["Dataset", "open_dataset"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset on disk, as its manifest describes it.

    It stays what it was when it was opened, also while a build replaces it.
    """

    folder: Path
    manifest: Manifest

    def parts(self) -> Iterator[Part]:
        """Every document's record and quads; one document in memory at a time."""
        for name, entry in sorted(self.manifest.segments.items()):
            yield from read_segment(self.folder, name, entry, self.manifest.documents)

    def graphs(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Every document's id, text and quads, in a third of the time that `parts` takes."""
        for name, entry in sorted(self.manifest.segments.items()):
            yield from read_graphs(self.folder, name, entry)

    def part(self, identifier: str) -> Part:
        """One document's record and quads. Raises `DatasetError` for an unknown id."""
        documents = self.manifest.documents
        if identifier in documents:
            name = documents[identifier].segment
            entry = self.manifest.segments[name]
            for part in read_segment(self.folder, name, entry, documents, only={identifier}):
                return part
        raise DatasetError(f"{self.folder}: has no document {identifier!r}")

    def resolution(self) -> Iterator[str]:
        """The quads of the links across documents, as lines without line ends."""
        name = file_name(Kind.QUADS, RESOLUTION, self.manifest.resolution)
        try:
            with open_file(str(self.folder), name) as file:
                for line in file:
                    yield line.decode().rstrip("\n")
        except (OSError, UnicodeDecodeError):
            raise DatasetError(f"{self.folder / name}: is missing or damaged; {MEND}") from None

    def store(self) -> ox.Store:
        """The index, made first where it is missing or out of date."""
        # Here, because half of the commands need no index.
        from procgraph.dataset.index import open_index

        return open_index(self.folder, self.manifest)


def open_dataset(folder: str | Path) -> Dataset:
    """The dataset in `folder`.

    Raises `DatasetError` when there is none, or when it is of another format.
    """
    path = location(folder)
    return Dataset(path, Manifest.read(path))
