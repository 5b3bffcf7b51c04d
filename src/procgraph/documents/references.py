"""Documents that are known by a hash: to see what changed, nothing needs to be decoded or parsed.

A file's hash is that of its bytes. A row of a table has to be parsed to have an id; so it comes
with its document, which whoever asked may keep until it is wanted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from procgraph.documents.readers import (
    document_of,
    duplicate,
    read_bytes,
    row_documents,
    with_metadata,
)
from procgraph.documents.sources import STANDARD_INPUT, Source, find_sources
from procgraph.documents.tables import read_metadata
from procgraph.errors import InputError, PassingError
from procgraph.model import Document

__all__ = ["Reference", "document_json", "find_references", "fingerprint", "parse_document"]

OnError = Callable[[InputError], None]
OnOther = Callable[[str], None]

# All of a document that its facts can depend on besides its id.
_CONTENT = tuple(f.name for f in fields(Document) if f.name not in ("id", "source", "line"))


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a document is: a file, or a row of a table at `line`.

    `sha256` is a hash of all that its facts can depend on, `metadata` what a table of metadata says
    of it.
    """

    id: str
    sha256: str
    source: str
    line: int = 1
    metadata: tuple[tuple[str, str], ...] = ()

    def read(self) -> Document:
        """The document of a file. Raises `InputError`, also when it has changed since."""
        data = read_bytes(self.source)
        if _file_hash(data, self.metadata) != self.sha256:
            raise PassingError("changed while it was read", source=self.source, mend="build again")
        return with_metadata(document_of(data, self.source, self.id), dict(self.metadata))


def find_references(
    paths: Iterable[str | Path],
    *,
    metadata: Path | None = None,
    on_error: OnError,
    on_other: OnOther | None = None,
) -> Iterator[tuple[Reference, Document | None]]:
    """The documents of paths as `read_documents` has them; those of rows and of standard input come
    with the document, for they cannot be read again.

    What cannot be found or hashed goes to `on_error`, and so does an id that was used before; the
    endings of files of no known kind go to `on_other` (see `find_sources`).
    """
    table = read_metadata(metadata) if metadata else {}
    seen: dict[str, str] = {}
    for source in find_sources(paths, on_error, on_other):
        for reference, document in _references(source, table, on_error):
            if reference.id in seen:
                first = seen[reference.id]
                on_error(duplicate(reference.id, first, reference.source, reference.line))
            else:
                seen[reference.id] = reference.source
                yield reference, document


def fingerprint(document: Document) -> str:
    """The SHA-256 of all of a document that its facts can depend on."""
    content = {name: getattr(document, name) for name in _CONTENT}
    return hashlib.sha256(_dumps(content).encode("ascii")).hexdigest()


def document_json(document: Document) -> str:
    """A document as a line of JSON, without its line end."""
    return _dumps({f.name: getattr(document, f.name) for f in fields(Document)})


def parse_document(line: str | bytes) -> Document:
    """The document of a line that `document_json` made."""
    return Document(**json.loads(line))


def _references(
    source: Source, table: dict[str, dict[str, str]], on_error: OnError
) -> Iterator[tuple[Reference, Document | None]]:
    try:
        if source.is_table:
            for row in row_documents(source.path, on_error):
                document = with_metadata(row, table.get(row.id, {}))
                yield _kept(document), document
        elif source.path == STANDARD_INPUT:
            document = document_of(read_bytes(source.path), source.path, source.id)
            document = with_metadata(document, table.get(source.id, {}))
            yield _kept(document), document
        else:
            metadata = tuple(sorted(table.get(source.id, {}).items()))
            data = read_bytes(source.path)
            yield Reference(source.id, _file_hash(data, metadata), source.path, 1, metadata), None
    except InputError as error:
        on_error(error)


def _kept(document: Document) -> Reference:
    return Reference(document.id, fingerprint(document), document.source, document.line)


def _file_hash(data: bytes, metadata: tuple[tuple[str, str], ...]) -> str:
    content = hashlib.sha256(data)
    if metadata:
        content = hashlib.sha256(content.digest() + _dumps(metadata).encode("ascii"))
    return content.hexdigest()


def _dumps(data: object) -> str:
    # ASCII: half a surrogate pair in a text must not stop a build.
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))
