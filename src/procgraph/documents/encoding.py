"""Bytes to text: byte order marks, UTF-8, Windows-1252."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from procgraph.errors import InputError

__all__ = ["decode", "open_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_HEAD = 8192
_BLOCK = 1 << 20


def decode(data: bytes, source: str) -> str:
    """The text of `data`; line ends stay as they are, a byte order mark does not.

    Raises `InputError` for what is not text, and for bytes that are neither UTF-8 nor Windows-1252.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, source)
    if b"\x00" in data[:_HEAD]:
        raise _binary(source)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise _undecodable(source, line) from None
    _refuse_binary(text[:_HEAD], source)
    return text


@contextmanager
def open_text(path: Path, source: str, newline: str) -> Iterator[TextIO]:
    """A file as `decode` reads it, but as a stream, however long it is. `newline` as for `open`.

    Raises `InputError` as `decode` does, before anything of the text is given, and for a file that
    cannot be opened.
    """
    try:
        with path.open("rb") as file:
            encoding, start = _encoding(file, source)
            file.seek(start)
            with io.TextIOWrapper(file, encoding, newline=newline) as text:
                yield text
    except OSError as problem:
        raise InputError(
            problem.strerror or "cannot be read", source=source, mend="check the path"
        ) from None


def _encoding(file: BinaryIO, source: str) -> tuple[str, int]:
    """The encoding of a file, and where its text starts."""
    head = file.read(_HEAD)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            if (line := _first_bad_line(file, encoding, len(mark))) is not None:
                raise _unlike_its_mark(encoding, source, line)
            return encoding, len(mark)
    if b"\x00" in head:
        raise _binary(source)
    line = _first_bad_line(file, "utf-8", 0)
    if line is not None and _first_bad_line(file, "cp1252", 0) is not None:
        raise _undecodable(source, line)
    encoding = "utf-8" if line is None else "cp1252"
    _refuse_binary(head.decode(encoding, "ignore"), source)
    return encoding, 0


def _first_bad_line(file: BinaryIO, encoding: str, start: int) -> int | None:
    """The line of the first byte that is not of this encoding; None where all are."""
    file.seek(start)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        block = file.read(_BLOCK)
        try:
            line += decoder.decode(block, final=not block).count("\n")
        except UnicodeDecodeError as problem:
            good = problem.object[: problem.start]
            return line + good.decode(encoding, "ignore").count("\n")
        if not block:
            return None


def _decoded(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        line = data[: problem.start].decode(encoding, "ignore").count("\n") + 1
        raise _unlike_its_mark(encoding, source, line) from None


def _refuse_binary(head: str, source: str) -> None:
    if len(_CONTROL.findall(head)) > len(head) // 50:
        raise _binary(source)


def _binary(source: str) -> InputError:
    return InputError("is binary, not text", source=source, mend="convert it to text first")


def _undecodable(source: str, line: int) -> InputError:
    return InputError(
        "is neither UTF-8 nor Windows-1252", source=source, line=line, mend="save it as UTF-8"
    )


def _unlike_its_mark(encoding: str, source: str, line: int) -> InputError:
    return InputError(
        f"is not the {encoding.upper()} that its byte order mark says",
        source=source,
        line=line,
        mend="save it as UTF-8",
    )
