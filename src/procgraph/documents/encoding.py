"""Bytes to text: byte order marks, UTF-8, Windows-1252."""

from __future__ import annotations

import codecs
import re

from procgraph.errors import InputError

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes, source: str) -> str:
    """The text of `data`; line ends stay as they are, a byte order mark does not.

    Raises `InputError` for what is not text, and for bytes that are neither UTF-8 nor Windows-1252.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, source)
    head = data[:8192]
    if b"\x00" in head:
        raise InputError("is binary, not text", source=source, mend="convert it to text first")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise InputError(
                "is neither UTF-8 nor Windows-1252",
                source=source,
                line=line,
                mend="save it as UTF-8",
            ) from None
    if len(_CONTROL.findall(text[:8192])) > len(text[:8192]) // 50:
        raise InputError("is binary, not text", source=source, mend="convert it to text first")
    return text


def _decoded(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        line = data[: problem.start].decode(encoding, "ignore").count("\n") + 1
        raise InputError(
            f"is not the {encoding.upper()} that its byte order mark says",
            source=source,
            line=line,
            mend="save it as UTF-8",
        ) from None
