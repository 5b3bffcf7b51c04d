"""The links across documents of a dataset in the making.

They depend on the documents' rows alone, which most changes to a document leave as they are: then
they stay, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from procgraph.dataset.files import Kind, file_name, is_whole, write_file
from procgraph.dataset.manifest import Manifest
from procgraph.dataset.resolution import Row, resolve
from procgraph.dataset.segments import RESOLUTION, read_summaries
from procgraph.dataset.staging import Staging
from procgraph.errors import DatasetError

__all__ = ["with_links"]

_FEW = 16
"""So many segments are read in no time."""

_LINES_AT_ONCE = 10_000


def with_links(
    manifest: Manifest, before: Manifest, staging: Staging, staged: Container[str]
) -> Manifest:
    """The manifest with its links, whose file is staged unless it is that of the manifest before.

    `staged` are the segments that stand in the staging folder.
    """

    def rows(names: Iterable[str]) -> Iterator[Row]:
        for name in names:
            folder = staging.folder if name in staged else staging.dataset
            for summary in read_summaries(folder, name, manifest.segments[name]):
                yield summary.row

    if _has_links(before, staging) and manifest.versions == before.versions:
        old, new = _others(before, manifest), _others(manifest, before)
        if len(old) <= _FEW and Counter(rows(new)) == _rows_before(old, before, staging):
            return replace(manifest, resolution=before.resolution, links=before.links)
    links = resolve(rows(sorted(manifest.segments)))
    file = write_file(str(staging.folder), Kind.QUADS, RESOLUTION, _chunks(links))
    return replace(manifest, resolution=file, links=len(links))


def _chunks(links: Sequence[str]) -> Iterator[bytes]:
    for start in range(0, len(links), _LINES_AT_ONCE):
        yield "".join([f"{line}\n" for line in links[start : start + _LINES_AT_ONCE]]).encode()


def _has_links(manifest: Manifest, staging: Staging) -> bool:
    name = file_name(Kind.QUADS, RESOLUTION, manifest.resolution)
    return is_whole(str(staging.dataset), name, manifest.resolution)


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
