"""The links across documents of a dataset in the making.

They depend on the documents' rows alone, which most changes to a document leave as they are: then
they stay, too. Where a few rows change, what these have to do with is linked anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from procgraph.dataset.files import Kind, file_name, is_whole, open_file, write_file
from procgraph.dataset.manifest import Manifest
from procgraph.dataset.relinking import relinked
from procgraph.dataset.resolution import Row, resolve
from procgraph.dataset.segments import RESOLUTION, read_sketches, read_summaries
from procgraph.dataset.staging import Staging
from procgraph.dataset.summaries import Sketch
from procgraph.errors import DatasetError

__all__ = ["with_links"]

_FEW = 16
"""So many segments are read, and so many rows are looked for in all others, in no time."""

_LINES_AT_ONCE = 10_000

_Read = TypeVar("_Read")


def with_links(
    manifest: Manifest, before: Manifest, staging: Staging, staged: Container[str]
) -> Manifest:
    """The manifest with its links, whose file is staged unless it is that of the manifest before.

    `staged` are the segments that stand in the staging folder.
    """

    def read(names: Iterable[str], reader: Callable[..., Iterator[_Read]]) -> Iterator[_Read]:
        for name in names:
            folder = staging.folder if name in staged else staging.dataset
            yield from reader(folder, name, manifest.segments[name])

    links = None
    old, new = _others(before, manifest), _others(manifest, before)
    if len(old) <= _FEW and manifest.versions == before.versions and _has_links(before, staging):
        was = _rows_before(old, before, staging)
        if was is not None:
            rest, come = _apart(read(new, read_sketches), was)
            gone = [*was.elements()]
            if not gone and not come:
                return replace(manifest, resolution=before.resolution, links=before.links)
            if len(gone) + len(come) <= _FEW:
                rest += read(manifest.segments.keys() - new, read_sketches)
                links = relinked(_links_before(before, staging), rest, gone, come)
    if links is None:
        summaries = read(sorted(manifest.segments), read_summaries)
        links = resolve(summary.row for summary in summaries)
    file = write_file(str(staging.folder), Kind.QUADS, RESOLUTION, _chunks(links))
    return replace(manifest, resolution=file, links=len(links))


def _apart(sketches: Iterable[Sketch], was: Counter[Row]) -> tuple[list[Sketch], list[Row]]:
    """Those with rows that `was` has, which are taken from it, and the rows of the others."""
    rest, come = [], []
    for sketch in sketches:
        row = sketch.whole()
        if was[row]:
            was[row] -= 1
            rest.append(sketch)
        else:
            come.append(row)
    return rest, come


def _chunks(links: Sequence[str]) -> Iterator[bytes]:
    for start in range(0, len(links), _LINES_AT_ONCE):
        yield "".join([f"{line}\n" for line in links[start : start + _LINES_AT_ONCE]]).encode()


def _has_links(manifest: Manifest, staging: Staging) -> bool:
    name = file_name(Kind.QUADS, RESOLUTION, manifest.resolution)
    return is_whole(str(staging.dataset), name, manifest.resolution)


def _links_before(before: Manifest, staging: Staging) -> list[str]:
    name = file_name(Kind.QUADS, RESOLUTION, before.resolution)
    with open_file(str(staging.dataset), name) as file:
        return file.read().decode().split("\n")[:-1]


def _others(manifest: Manifest, than: Manifest) -> list[str]:
    return [name for name, entry in manifest.segments.items() if than.segments.get(name) != entry]


def _rows_before(names: Iterable[str], before: Manifest, staging: Staging) -> Counter[Row] | None:
    try:
        return Counter(
            summary.row
            for name in names
            for summary in read_summaries(staging.dataset, name, before.segments[name])
        )
    except DatasetError:
        # It was seen, and is being made anew.
        return None
