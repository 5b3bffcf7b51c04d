"""Files, folders, tables and standard input to documents."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from procgraph.documents.encoding import decode
from procgraph.documents.html import render_html
from procgraph.documents.markdown import render_markdown
from procgraph.documents.rendering import Rendering
from procgraph.documents.tables import code_system, read_metadata, read_rows, row_document
from procgraph.errors import InputError
from procgraph.model import Document

__all__ = ["SUFFIXES", "read_documents", "read_text"]

OnError = Callable[[InputError], None]

_TABLES = frozenset({".jsonl", ".csv"})
_MARKUP: dict[str, Callable[[str], Rendering]] = {
    ".html": render_html,
    ".htm": render_html,
    ".md": render_markdown,
}
SUFFIXES = frozenset({".txt", *_TABLES, *_MARKUP})
"""The endings that a folder is searched for."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A file to read and the id that its document gets."""

    path: Path
    id: str


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
    for document in _documents(list(paths), report):
        if document.id in seen:
            report(
                InputError(
                    f"the id {document.id!r} was used by {seen[document.id]} already",
                    source=document.source,
                    line=document.line,
                    mend="give each document an id of its own",
                )
            )
            continue
        seen[document.id] = document.source
        yield _with_metadata(document, table.get(document.id, {}))


def read_text(path: str | Path) -> str:
    """The text of one file as offsets count it."""
    return _render(_bytes(path), str(path)).text


def _documents(paths: list[str | Path], report: OnError) -> Iterator[Document]:
    for source in _sources(paths, report):
        name = str(source.path)
        try:
            data = _bytes(source.path)
            if source.path.suffix.lower() in _TABLES:
                for row in read_rows(data, name, report):
                    try:
                        yield row_document(row, name)
                    except InputError as error:
                        report(error)
            else:
                yield _document(data, name, source.id)
        except InputError as error:
            report(error)


def _document(data: bytes, name: str, identifier: str) -> Document:
    rendering = _render(data, name)
    if not rendering.text.strip():
        raise InputError("is empty", source=name, mend="remove it or give it text")
    head = rendering.metadata
    return Document(
        id=identifier,
        text=rendering.text,
        source=name,
        code=head.get("code") or None,
        code_system=code_system(head.get("code_system")),
        title=rendering.title,
    )


def _render(data: bytes, name: str) -> Rendering:
    text = decode(data, name)
    render = _MARKUP.get(Path(name).suffix.lower())
    return render(text) if render else Rendering(text, ((0, 0),))


def _sources(paths: list[str | Path], report: OnError) -> list[_Source]:
    files: dict[Path, str] = {}
    for given in paths:
        path = Path(given)
        if str(given) == "-":
            files[path] = "-"
        elif path.is_dir():
            found = sorted(
                f for f in path.rglob("*") if f.suffix.lower() in SUFFIXES and f.is_file()
            )
            if not found:
                endings = " ".join(sorted(SUFFIXES))
                report(
                    InputError("has no documents", source=str(path), mend=f"they end in {endings}")
                )
            files.update((f, f.relative_to(path).as_posix()) for f in found)
        elif not path.exists():
            report(InputError("does not exist", source=str(given), mend="check the path"))
        elif path.suffix.lower() not in SUFFIXES:
            endings = " ".join(sorted(SUFFIXES))
            report(
                InputError("is of an unknown kind", source=str(given), mend=f"use one of {endings}")
            )
        else:
            files[path] = path.name
    names = Counter(path.name for path in files)
    sources = [
        _Source(path, path.name if names[path.name] == 1 else relative)
        for path, relative in files.items()
    ]
    return sorted(sources, key=lambda source: (source.id, str(source.path)))


def _bytes(path: str | Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as problem:
        raise InputError(
            problem.strerror or "cannot be read", source=str(path), mend="check the path"
        ) from None


def _with_metadata(document: Document, row: dict[str, str]) -> Document:
    if not row:
        return document
    return replace(
        document,
        code=row.get("code", document.code),
        code_system=code_system(row.get("code_system")) or document.code_system,
        url=row.get("url", document.url),
    )


def _raise(error: InputError) -> None:
    raise error
