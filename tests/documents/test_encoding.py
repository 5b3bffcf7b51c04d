"""Bytes to text: what is read as what, and what is refused."""

from __future__ import annotations

import codecs

import pytest

from procgraph.documents.encoding import decode
from procgraph.errors import InputError

TEXT = "Ménière’s disease – 5 µg\r\nÉtape 2\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "cp1252"),
    ],
)
def test_text_is_decoded_and_its_mark_is_gone(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding), "a.txt") == TEXT


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"a\r\nb\rc\n", "a.txt") == "a\r\nb\rc\n"


def test_an_empty_file_is_empty_text() -> None:
    assert decode(b"", "a.txt") == ""


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\x00\x01", b"\x89PNG\r\n\x1a\n\x00\x00", b"\x01\x02\x03\x04" * 50, b"\x7fELF\x00"],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^scan\.txt: is binary, not text; "):
        decode(data, "scan.txt")


def test_bytes_of_no_known_encoding_are_refused_with_their_line() -> None:
    # 0x81 is undefined in Windows-1252, and no start of a UTF-8 sequence.
    with pytest.raises(InputError, match="neither UTF-8 nor Windows-1252") as caught:
        decode(b"one\ntwo\nthr\x81e", "a.txt")
    assert caught.value.line == 3
    assert caught.value.mend


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (codecs.BOM_UTF8 + b"one\ntwo \xff", "UTF-8"),
        (codecs.BOM_UTF16_LE + "one\ntwo".encode("utf-16-le") + b"\x00", "UTF-16-LE"),
    ],
)
def test_a_mark_that_does_not_hold_is_refused_with_its_line(data: bytes, name: str) -> None:
    with pytest.raises(InputError, match=f"is not the {name} that its byte order mark says") as e:
        decode(data, "a.txt")
    assert e.value.line == 2
