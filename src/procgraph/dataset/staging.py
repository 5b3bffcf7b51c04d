"""A build's work in progress: segments wait in a folder of their own until all are there.

`staging/journal.jsonl` names the versions at work, then each finished segment, so that a build that
was killed goes on where it stopped. `staging/dataset.json` is the decision: once it is there, the
files move to their places, and a build that finds it there moves the rest.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from procgraph.dataset.files import sync_directory, write_whole
from procgraph.dataset.manifest import NAME, Manifest, SegmentEntry, segment_entry, segment_json
from procgraph.dataset.reader import STAGING
from procgraph.dataset.segments import is_intact

__all__ = ["Finished", "Staging"]


@dataclass(frozen=True, slots=True)
class Finished:
    """A segment that is ready: its entry, and the fingerprints of the documents in it."""

    entry: SegmentEntry
    documents: Mapping[str, str]


class Staging:
    """The staging folder of a dataset. Whoever uses it holds the dataset's lock."""

    def __init__(self, dataset: Path) -> None:
        self.dataset = dataset
        self.folder = dataset / STAGING
        self._journal = self.folder / "journal.jsonl"

    def start(
        self, versions: Mapping[str, str], wanted: Mapping[str, Mapping[str, str]]
    ) -> dict[str, Finished]:
        """Begin; returns the wanted segments that an earlier build of the same versions finished.

        `wanted` has the fingerprints of the documents of each segment that is to be written. What
        else was left behind is thrown away.
        """
        finished = {
            name: segment
            for name, segment in self._read(versions).items()
            if wanted.get(name) == segment.documents
        }
        for room in ("segments", "records"):
            for path in (self.folder / room).glob("*"):
                if path.stem not in finished:
                    path.unlink()
        head = [json.dumps(dict(versions), sort_keys=True)]
        lines = head + [_line(name, segment) for name, segment in sorted(finished.items())]
        write_whole(self._journal, "".join(f"{line}\n" for line in lines).encode("ascii"))
        return finished

    def add(self, name: str, segment: Finished) -> None:
        """Note a segment as finished."""
        with self._journal.open("ab") as file:
            file.write(f"{_line(name, segment)}\n".encode("ascii"))
            file.flush()
            os.fsync(file.fileno())

    def commit(self, manifest: Manifest) -> None:
        """Put the finished segments in place, and the manifest last."""
        write_whole(self.folder / NAME, manifest.to_bytes())
        self.resume()

    def resume(self) -> None:
        """Finish a commit that was stopped half-way, if there is one."""
        if not (self.folder / NAME).exists():
            return
        manifest = Manifest.read(self.folder)
        keep = {*manifest.segments, "resolution"}
        for room in ("segments", "records"):
            target = self.dataset / room
            target.mkdir(exist_ok=True)
            for path in sorted((self.folder / room).glob("*")):
                if path.stem in keep:
                    path.replace(target / path.name)
            for path in target.iterdir():
                if path.stem not in keep:
                    path.unlink()
            sync_directory(target)
        (self.folder / NAME).replace(self.dataset / NAME)
        sync_directory(self.dataset)
        self.discard()

    def discard(self) -> None:
        """Forget the work in progress."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self, versions: Mapping[str, str]) -> dict[str, Finished]:
        finished: dict[str, Finished] = {}
        try:
            lines = self._journal.read_text("ascii").splitlines()
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


def _line(name: str, segment: Finished) -> str:
    return json.dumps(
        {
            "segment": name,
            "entry": segment_json(segment.entry),
            "documents": dict(segment.documents),
        },
        sort_keys=True,
    )
