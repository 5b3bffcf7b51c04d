"""An index in the making: segments are loaded while the workers write others.

To load an index takes one core for as long as two workers need for the documents, and all but the
links across documents is known before they are done. A thread does it; the store's own code holds
no lock of Python's.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType

from procgraph.dataset.files import FileEntry, Kind, file_name, open_file
from procgraph.dataset.index import PAUSE, in_parts, index_path, index_room, load_index
from procgraph.dataset.manifest import Manifest, SegmentEntry
from procgraph.dataset.segments import RESOLUTION

__all__ = ["EarlyIndex"]

_CHUNK = 1 << 20


class EarlyIndex:
    """The index of a dataset whose segments come one by one.

    To be used in a `with`: what is not finished at its end is thrown away. Whatever goes wrong in
    the loading is no error here: `finish` puts nothing in place, and the index is made from the
    segments as always, which tells what is wrong.
    """

    def __init__(self, dataset: Path, staging: Path) -> None:
        self._dataset, self._staging = dataset, staging
        self._path = index_room(dataset) / f".early.{os.getpid()}"
        self._files: SimpleQueue[tuple[str, int] | None] = SimpleQueue()
        self._given: set[str] = set()
        self._thread: Thread | None = None
        self._is_dropped = self._is_whole = False

    def __enter__(self) -> EarlyIndex:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._given.clear()
        self._is_dropped = True
        self._end()
        shutil.rmtree(self._path, ignore_errors=True)

    def add(self, segment: str, entry: SegmentEntry) -> None:
        """Load a segment that stands in the staging folder or in the dataset."""
        if self._thread is None:
            # A daemon: a build that is interrupted does not wait for what it will throw away.
            self._thread = Thread(target=self._load, daemon=True)
            self._thread.start()
        self._given.add(self._put(segment, entry.files[Kind.QUADS]))

    def pause(self) -> None:
        """Tell that nothing will be added for a while: what has come may be loaded."""
        self._files.put(PAUSE)

    def finish(self, manifest: Manifest) -> None:
        """Load what is missing of a dataset that was committed, and put the index in its place.

        Nothing is put there when something else was loaded than the manifest names.
        """
        if self._thread is None:
            return
        for segment, entry in sorted(manifest.segments.items()):
            if file_name(Kind.QUADS, segment, entry.files[Kind.QUADS]) not in self._given:
                self.add(segment, entry)
        self._put(RESOLUTION, manifest.resolution)
        self._end()
        path = index_path(self._dataset, manifest)
        if self._is_whole and len(self._given) == len(manifest.segments) and not path.is_dir():
            self._path.rename(path)

    def _put(self, stem: str, file: FileEntry) -> str:
        name = file_name(Kind.QUADS, stem, file)
        self._files.put((name, file.size))
        return name

    def _end(self) -> None:
        if self._thread is not None:
            self._files.put(None)
            self._thread.join()
            self._thread = None

    def _load(self) -> None:
        try:
            shutil.rmtree(self._path, ignore_errors=True)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            load_index(self._path, map(self._chunks, in_parts(self._coming())))
        except (OSError, SyntaxError, ValueError, RuntimeError):
            return
        self._is_whole = True

    def _coming(self) -> Iterator[tuple[str, int]]:
        yield from iter(self._files.get, None)
        if self._is_dropped:
            raise InterruptedError("nobody will read what is loaded here")

    def _chunks(self, names: Iterator[str]) -> Iterator[bytes]:
        for name in names:
            try:
                file = open_file(str(self._staging), name)
            except FileNotFoundError:
                # committed meanwhile
                file = open_file(str(self._dataset), name)
            with file:
                while chunk := file.read(_CHUNK):
                    yield chunk
