"""Documents known by a hash are those that `read_documents` gives."""

from __future__ import annotations

import dataclasses
import io
import sys
from pathlib import Path

import pytest

from procgraph.documents import read_documents
from procgraph.documents.encoding import open_text
from procgraph.documents.references import (
    document_json,
    find_references,
    fingerprint,
    parse_document,
)
from procgraph.errors import InputError
from procgraph.model import Document

ROWS = '{"id": "r1", "text": "Purpose\\nA test."}\nnonsense\n{"id": "a.txt", "text": "again"}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of every kind, some of them bad, and an id that is used twice."""
    files = {
        "a.txt": "Purpose\nA test.\n",
        "page.html": "<head><title>MRI</title></head><p>A scan.</p>",
        "note.md": "---\ntitle: Hip\ncode: A0001\ncode_system: hcpcs\n---\n**A** scan.\n",
        "sub/a.txt": "Purpose\nAnother test.\n",
        "rows.jsonl": ROWS,
        "table.csv": 'id,text\nc1,"Purpose\nA ""test""."\nc2,\n',
        "empty.txt": "",
    }
    for name, content in files.items():
        path = tmp_path / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (tmp_path / "documents" / "binary.txt").write_bytes(b"\0\1")
    return tmp_path / "documents"


def test_references_lead_to_the_documents_that_are_read(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text("id,code,code_system\npage.html,J1,HCPCS\nr1,J2,HCPCS\n")
    expected_errors: list[InputError] = []
    errors: list[InputError] = []
    expected = list(read_documents([folder], metadata=table, on_error=expected_errors.append))
    found = []
    for reference, document in find_references([folder], metadata=table, on_error=errors.append):
        try:
            found.append(document or reference.read())
        except InputError as error:
            errors.append(error)
        else:
            place = (found[-1].id, found[-1].source, found[-1].line)
            assert (reference.id, reference.source, reference.line) == place
    assert found == expected
    assert {d.code for d in found if d.id in {"page.html", "r1"}} == {"J1", "J2"}
    assert sorted(map(str, errors)) == sorted(map(str, expected_errors))
    assert len(errors) == 5


def test_standard_input_comes_with_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"Purpose\nA test.\n"))
    monkeypatch.setattr(sys, "stdin", stdin)
    [(reference, document)] = find_references(["-"], on_error=pytest.fail)
    assert document is not None
    assert (reference.id, document.text) == ("-", "Purpose\nA test.\n")


def hashes(folder: Path, metadata: Path | None = None) -> dict[str, str]:
    found = find_references([folder], metadata=metadata, on_error=lambda error: None)
    return {reference.id: reference.sha256 for reference, _ in found}


def test_a_hash_changes_with_the_content_and_the_metadata(folder: Path, tmp_path: Path) -> None:
    before = hashes(folder)
    table = tmp_path / "codes.csv"
    table.write_text("id,code\nr1,1\npage.html,1\n")
    with_table = hashes(folder, table)
    assert {k for k in before if before[k] != with_table[k]} == {"r1", "page.html"}
    (folder / "a.txt").write_text("Purpose\nA test!\n")
    (folder / "rows.jsonl").write_text(ROWS.replace("A test", "One test"))
    after = hashes(folder)
    assert {k for k in before if before[k] != after[k]} == {"a.txt", "r1"}


def test_a_file_that_changes_before_it_is_read_is_an_error(folder: Path) -> None:
    references = find_references([folder / "page.html"], on_error=pytest.fail)
    [(reference, _)] = references
    (folder / "page.html").write_text("<p>Other.</p>")
    with pytest.raises(InputError, match="changed while it was read; build again"):
        reference.read()


def test_a_folder_that_cannot_be_listed_is_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    scandir = os.scandir

    def refusing(path: object) -> object:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return scandir(str(path))

    monkeypatch.setattr(os, "scandir", refusing)
    errors: list[InputError] = []
    found = {r.id for r, _ in find_references([folder], on_error=errors.append)}
    assert "page.html" in found
    assert "sub: Permission denied; check its permissions" in str(errors[0])


@pytest.mark.parametrize(
    "change", [{"text": "b"}, {"code": "1"}, {"code_system": "HCPCS"}, {"url": "u"}, {"title": "t"}]
)
def test_a_fingerprint_changes_with_all_that_facts_can_depend_on(change: dict[str, str]) -> None:
    document = Document("id", "a", "source")
    other = dataclasses.replace(document, **change)  # type: ignore[arg-type]
    assert fingerprint(other) != fingerprint(document)


def test_a_fingerprint_does_not_change_with_the_place() -> None:
    document = Document("id", "a", "source")
    assert fingerprint(dataclasses.replace(document, source="b", line=3)) == fingerprint(document)


def test_a_document_comes_back_from_its_line() -> None:
    document = Document("é", 'a\n"\u2028\ud800', "s", 3, "1", "HCPCS", "u", "t")
    assert parse_document(document_json(document)) == document


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xc3\xa9\r\n", "café\r\n"),
        (b"caf\xe9\n" * 3, "café\n" * 3),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ("café\n".encode("utf-16"), "café\n"),
        ("café\n".encode("utf-32"), "café\n"),
        (b"", ""),
    ],
)
def test_a_stream_is_decoded_as_a_whole_file_is(tmp_path: Path, data: bytes, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with open_text(path, "a.csv", newline="") as file:
        assert file.read() == text


@pytest.mark.parametrize(
    ("data", "problem", "line"),
    [
        (b"one\ntwo\nthr\x81e", "is neither UTF-8 nor Windows-1252", 3),
        (b"a\0b", "is binary", None),
        (b"\1\2\3\4", "is binary", None),
        (b"\xef\xbb\xbfone\n\xff", "is not the UTF-8 that its byte order mark says", 2),
    ],
)
def test_a_stream_that_is_no_text_is_refused(
    tmp_path: Path, data: bytes, problem: str, line: int | None
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=problem) as raised, open_text(path, "a.csv", newline=""):
        pass
    assert raised.value.line == line
