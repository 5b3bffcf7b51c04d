"""Files, folders, tables and standard input to documents."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from procgraph.documents.encoding import decode
from procgraph.documents.html import render_html
from procgraph.documents.markdown import render_markdown
from procgraph.documents.rendering import Rendering
from procgraph.documents.sources import STANDARD_INPUT, SUFFIXES, TABLES, Source, find_sources
from procgraph.documents.tables import code_system, read_metadata, read_rows, row_document
from procgraph.errors import InputError, PassingError
from procgraph.locations import is_url, location
from procgraph.model import Document

__all__ = [
    "SUFFIXES",
    "document_of",
    "duplicate",
    "read_bytes",
    "read_documents",
    "read_text",
    "row_documents",
    "with_metadata",
]

OnError = Callable[[InputError], None]
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)

_MARKUP: dict[str, Callable[[str], Rendering]] = {
    ".html": render_html,
    ".htm": render_html,
    ".md": render_markdown,
}


def read_documents(
    paths: Iterable[str | Path],
    *,
    metadata: Path | None = None,
    on_error: OnError | None = None,
) -> Iterator[Document]:
    """The documents of files, folders (recursive) and ``-``, ordered by source.

    A document's id is its file's name; files of the same name in several folders get their path
    below the folder that was given instead, all of them, so that an id never depends on order.
    What cannot be read goes to `on_error` and the rest goes on; without `on_error` the first such
    `InputError` is raised. An id that was seen before is an error too. Raises `InputError` when
    there is nothing to read at all.
    """
    report = on_error or _raise
    table = read_metadata(metadata) if metadata else {}
    seen: dict[str, str] = {}
    for source in find_sources(paths, report):
        for document in _documents(source, report):
            if document.id in seen:
                report(duplicate(document.id, seen[document.id], document.source, document.line))
            else:
                seen[document.id] = document.source
                yield with_metadata(document, table.get(document.id, {}))


def read_text(path: str | Path) -> str:
    """The text of one file as offsets count it."""
    return _render(read_bytes(path), str(path)).text


def read_bytes(path: str | Path) -> bytes:
    """All of a file or of standard input. Raises `InputError`."""
    if str(path) == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        place = location(path)
        if is_url(place):
            return place.read_bytes()
        # Without a buffer: a document is read at once, and there may be a hundred thousand.
        with io.FileIO(place) as file:
            return file.readall()
    except OSError as problem:
        raise PassingError(
            problem.strerror or "cannot be read", source=str(path), mend="check the path"
        ) from None


def document_of(data: bytes, source: str, identifier: str) -> Document:
    """The document that a file holds. Raises `InputError` when it is no text or is empty."""
    rendering = _render(data, source)
    if not rendering.text.strip():
        raise InputError("is empty", source=source, mend="remove it or give it text")
    head = rendering.metadata
    return Document(
        id=identifier,
        text=rendering.text,
        source=source,
        code=head.get("code") or None,
        code_system=code_system(head.get("code_system")),
        title=rendering.title,
    )


def row_documents(path: str, on_error: OnError) -> Iterator[Document]:
    """The documents of a table, one at a time; rows that are none go to `on_error`.

    Raises `InputError` when the table cannot be read.
    """
    for row in read_rows(location(path), on_error):
        try:
            yield row_document(row, path)
        except InputError as error:
            on_error(error)


def with_metadata(document: Document, row: Mapping[str, str]) -> Document:
    """The document with what a table of metadata says of it."""
    if not row:
        return document
    return replace(
        document,
        code=row.get("code", document.code),
        code_system=code_system(row.get("code_system")) or document.code_system,
        url=row.get("url", document.url),
    )


def duplicate(identifier: str, first: str, source: str, line: int) -> InputError:
    """The error of a second document with the id of the one that is in `first`."""
    is_row = any(source.lower().endswith(ending) for ending in TABLES)
    return InputError(
        f"the id {identifier!r} was used by {first} already",
        source=source,
        line=line,
        mend="give each document an id of its own"
        if is_row
        else "name the folder above both, or rename one",
    )


def _documents(source: Source, report: OnError) -> Iterator[Document]:
    try:
        if source.is_table:
            yield from row_documents(source.path, report)
        else:
            yield document_of(read_bytes(source.path), source.path, source.id)
    except InputError as error:
        report(error)


def _render(data: bytes, name: str) -> Rendering:
    text = decode(data, name)
    suffix = Path(name).suffix.lower()
    if name == STANDARD_INPUT and _HTML.match(text):
        suffix = ".html"  # it has no name that would tell
    render = _MARKUP.get(suffix)
    return render(text) if render else Rendering.unchanged(text)


def _raise(error: InputError) -> None:
    raise error
