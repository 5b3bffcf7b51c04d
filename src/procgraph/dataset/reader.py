"""An open dataset: its manifest, its documents one after the other, and its index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from procgraph.dataset.files import segment_of
from procgraph.dataset.manifest import Manifest
from procgraph.dataset.segments import Part, read_segment, resolution_path
from procgraph.errors import DatasetError

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["Dataset", "open_dataset"]

STAGING = "staging"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset on disk, as its manifest describes it."""

    folder: Path
    manifest: Manifest

    def parts(self) -> Iterator[Part]:
        """Every document's record and quads; one segment in memory at a time."""
        for name in sorted(self.manifest.segments):
            yield from read_segment(self.folder, name, self.manifest.documents)

    def part(self, identifier: str) -> Part:
        """One document's record and quads. Raises `DatasetError` for an unknown id."""
        if identifier in self.manifest.documents:
            for part in read_segment(self.folder, segment_of(identifier), self.manifest.documents):
                if part.record.extraction.document.id == identifier:
                    return part
        raise DatasetError(f"{self.folder}: has no document {identifier!r}")

    def resolution(self) -> Iterator[str]:
        """The quads of the links across documents, as lines without line ends."""
        with resolution_path(self.folder).open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line.rstrip("\n")

    def store(self) -> ox.Store:
        """The index, made first where it is missing or out of date."""
        # Here, because half of the commands need no index.
        from procgraph.dataset.index import open_index

        return open_index(self.folder, self.manifest)


def open_dataset(folder: str | Path) -> Dataset:
    """The dataset in `folder`.

    Raises `DatasetError` when there is none, when it is of another format, or when a build was
    stopped in the moment of putting it in place.
    """
    path = Path(folder)
    manifest = Manifest.read(path)
    if (path / STAGING / "dataset.json").exists():
        raise DatasetError(
            f"{path}: a build stopped while it put its files in place; build it again"
        )
    return Dataset(path, manifest)
