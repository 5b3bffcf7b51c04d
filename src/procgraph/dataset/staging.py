"""A build's work in progress: segments wait in a folder of their own until all are there.

`staging/journal.jsonl` names the versions at work, then each finished segment, so that a build that
was killed goes on where it stopped. `staging/dataset.json` is the decision: once it is there, the
files move to their places, beside those that are to be replaced, and the manifest after them. A
build that finds it there does the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from procgraph.dataset.files import (
    Kind,
    file_name,
    prune_retired,
    retire,
    sync_directory,
    sync_file,
    write_whole,
)
from procgraph.dataset.manifest import NAME, Manifest, SegmentEntry, segment_entry, segment_json
from procgraph.dataset.segments import RESOLUTION, is_intact
from procgraph.documents.references import document_json
from procgraph.errors import DatasetError
from procgraph.locations import is_url, move, remove_folder
from procgraph.model import Document

__all__ = ["STAGING", "Finished", "Spool", "Staging"]

STAGING = "staging"


@dataclass(frozen=True, slots=True)
class Finished:
    """A segment that is ready: its entry, and the hashes of the documents in it."""

    entry: SegmentEntry
    documents: Mapping[str, str]


class Spool:
    """Documents that cannot be read again, such as a table's rows: a file a segment, a line each.

    To be used in a `with`; the files are whole after it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, BinaryIO] = {}
        self._open = ExitStack()

    def __enter__(self) -> Spool:
        remove_folder(self._folder)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def path(self, segment: str) -> Path:
        """Where the documents of a segment are."""
        return self._folder / f"{segment}.jsonl"

    def add(self, segment: str, document: Document) -> None:
        """Keep a document."""
        file = self._files.get(segment)
        if file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._files[segment] = self._open.enter_context(self.path(segment).open("wb"))
        file.write(f"{document_json(document)}\n".encode("ascii"))


class Staging:
    """The staging folder of a dataset. Whoever uses it holds the dataset's lock."""

    def __init__(self, dataset: Path) -> None:
        self.dataset = dataset
        self.folder = dataset / STAGING
        self._journal = self.folder / "journal.jsonl"
        self._notes = self.folder / "notes"

    def spool(self) -> Spool:
        """The place for documents that cannot be read again; what an earlier build left is gone."""
        return Spool(self.folder / "spool")

    def start(
        self, versions: Mapping[str, str], wanted: Mapping[str, Mapping[str, str]]
    ) -> dict[str, Finished]:
        """Begin; returns the wanted segments that an earlier build of the same versions finished.

        `wanted` has the hashes of the documents of each segment that is to be written. What else
        was left behind is thrown away.
        """
        finished = {
            name: segment
            for name, segment in self._read(versions).items()
            if wanted.get(name) == segment.documents
        }
        entries = {name: segment.entry for name, segment in finished.items()}
        for name in _stray(self.folder, Manifest({}, segments=entries)):
            (self.folder / name).unlink()
        head = [json.dumps(dict(versions), sort_keys=True)]
        lines = head + [_line(name, segment) for name, segment in sorted(finished.items())]
        write_whole(self._journal, "".join(f"{line}\n" for line in lines).encode("ascii"))
        remove_folder(self._notes)
        return finished

    def add(self, name: str, segment: Finished) -> None:
        """Note a segment as finished."""
        if is_url(self.folder):
            # Nothing can be added to a file of a storage, so each note is a file.
            write_whole(self._notes / f"{name}.json", _line(name, segment).encode("ascii"))
            return
        # Not synced: a note that is lost costs the segment's work, and no more.
        with self._journal.open("ab") as file:
            file.write(f"{_line(name, segment)}\n".encode("ascii"))

    def commit(self, manifest: Manifest) -> None:
        """Put the finished files in place, and the manifest last."""
        for name in _present(self.folder):
            sync_file(self.folder / name)
        write_whole(self.folder / NAME, manifest.to_bytes())
        self.resume()

    def resume(self) -> None:
        """Finish a commit that was stopped half-way, if there is one."""
        if (self.folder / NAME).exists():
            try:
                manifest = Manifest.read(self.folder)
            except DatasetError:
                # Another version's: its segments would not be kept either.
                self.discard()
                return
            stray = set(_stray(self.folder, manifest))
            for name in _present(self.folder):
                if name not in stray:
                    target = self.dataset / name
                    target.parent.mkdir(exist_ok=True)
                    move(self.folder / name, target)
            for kind in Kind:
                if (self.dataset / kind.room).is_dir():
                    sync_directory(self.dataset / kind.room)
            move(self.folder / NAME, self.dataset / NAME)
            sync_directory(self.dataset)
            self.discard()

    def tidy(self, manifest: Manifest, before: Manifest) -> None:
        """Retire the files that the manifest does not name, and remove what was long ago.

        On a storage, where to move a file is to copy it, those of the manifest before stay instead.
        """
        stray = _stray(self.dataset, manifest)
        if is_url(self.dataset):
            for name in set(stray).intersection(_stray(self.dataset, before)):
                (self.dataset / name).unlink()
            return
        for name in stray:
            retire(self.dataset, name)
        prune_retired(self.dataset)
        for unfinished in (self.dataset / "reports").glob(".*"):
            unfinished.unlink()

    def discard(self) -> None:
        """Forget the work in progress."""
        remove_folder(self.folder)

    def _read(self, versions: Mapping[str, str]) -> dict[str, Finished]:
        finished: dict[str, Finished] = {}
        try:
            lines = self._journal.read_text("ascii").splitlines()
            if is_url(self.folder) and self._notes.is_dir():
                lines += [note.read_text("ascii") for note in sorted(self._notes.iterdir())]
            if not lines or json.loads(lines[0]) != dict(versions):
                return {}
            for line in lines[1:]:
                data = json.loads(line)
                segment = Finished(segment_entry(data["entry"]), data["documents"])
                if is_intact(self.folder, data["segment"], segment.entry):
                    finished[data["segment"]] = segment
        except (OSError, ValueError, KeyError, TypeError):
            # A torn last line is what a kill leaves; what came before it holds.
            return finished
        return finished


def _present(folder: Path) -> Iterator[str]:
    """The large files of a folder, as paths below it."""
    for kind in Kind:
        if (folder / kind.room).is_dir():
            yield from sorted(f"{kind.room}/{path.name}" for path in (folder / kind.room).iterdir())


def _stray(folder: Path, manifest: Manifest) -> list[str]:
    """The large files that a manifest does not name."""
    named = {
        file_name(kind, name, file)
        for name, entry in manifest.segments.items()
        for kind, file in entry.files.items()
    }
    named.add(file_name(Kind.QUADS, RESOLUTION, manifest.resolution))
    return [name for name in _present(folder) if name not in named]


def _line(name: str, segment: Finished) -> str:
    return json.dumps(
        {
            "segment": name,
            "entry": segment_json(segment.entry),
            "documents": dict(segment.documents),
        },
        sort_keys=True,
    )
