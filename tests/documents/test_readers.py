"""Files, folders and standard input to documents."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from procgraph.documents import read_documents
from procgraph.documents.readers import read_text
from procgraph.errors import InputError
from procgraph.model import Document

Read = Callable[..., tuple[list[Document], list[InputError]]]


@pytest.fixture
def read() -> Read:
    """Reads all that can be read; returns the documents and the errors."""

    def run(
        *paths: str | Path, metadata: Path | None = None
    ) -> tuple[list[Document], list[InputError]]:
        errors: list[InputError] = []
        documents = list(read_documents(paths, metadata=metadata, on_error=errors.append))
        return documents, errors

    return run


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_file_is_a_document_named_after_it(tmp_path: Path, read: Read) -> None:
    path = write(tmp_path, "knee.txt", "Purpose\r\nTo see the knee.\r\n")
    (document,), errors = read(path)
    assert not errors
    assert (document.id, document.source, document.line) == ("knee.txt", str(path), 1)
    assert document.text == "Purpose\r\nTo see the knee.\r\n"
    assert (document.code, document.code_system, document.url) == (None, None, None)


def test_a_folder_is_searched_all_the_way_down_and_in_order(tmp_path: Path, read: Read) -> None:
    for name in ("b/z.txt", "b/c/a.md", "x.HTML", "a.htm"):
        write(tmp_path, name, "<p>text</p>")
    write(tmp_path, "notes.log", "not a document")
    documents, errors = read(tmp_path)
    assert not errors
    assert [d.id for d in documents] == ["a.htm", "a.md", "x.HTML", "z.txt"]


def test_the_order_of_the_paths_does_not_matter(tmp_path: Path, read: Read) -> None:
    paths = [write(tmp_path, f"{n}.txt", n) for n in "cab"]
    assert read(*paths) == read(*reversed(paths))


def test_files_of_the_same_name_in_two_folders_are_told_apart_by_path(
    tmp_path: Path, read: Read
) -> None:
    for folder in ("east", "west"):
        write(tmp_path, f"{folder}/knee.txt", folder)
    write(tmp_path, "hip.txt", "hip")
    documents, errors = read(tmp_path)
    assert not errors
    assert {d.id: d.text for d in documents} == {
        "east/knee.txt": "east",
        "west/knee.txt": "west",
        "hip.txt": "hip",
    }


def test_an_id_that_was_used_is_reported_and_not_read_over(tmp_path: Path, read: Read) -> None:
    first = write(tmp_path, "east/knee.txt", "east")
    second = write(tmp_path, "west/knee.txt", "west")
    documents, (error,) = read(first, second)
    assert [d.text for d in documents] == ["east"]
    assert error.source == str(second)
    assert "'knee.txt' was used by" in str(error)


def test_a_file_given_twice_is_read_once(tmp_path: Path, read: Read) -> None:
    path = write(tmp_path, "knee.txt", "knee")
    documents, errors = read(path, tmp_path)
    assert not errors
    assert [d.id for d in documents] == ["knee.txt"]


def test_standard_input_is_a_document(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO("Purpose\nÄ test.\n".encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    (document,), errors = read("-")
    assert not errors
    assert (document.id, document.source) == ("-", "-")
    assert document.text == "Purpose\nÄ test.\n"


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<p>Gout</p>",
        "\n <html lang='en'><p>Gout</p></html>",
        "<!-- saved --><!doctype HTML><p>Gout</p>",
    ],
)
def test_a_page_on_standard_input_is_told_by_its_beginning(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(page.encode())))
    (document,) = read_documents(["-"])
    assert document.text.strip() == "Gout"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty.txt", "", "is empty"),
        ("blank.txt", " \n\t\n", "is empty"),
        ("empty.html", "<html><nav>menu</nav></html>", "is empty"),
        ("binary.txt", b"\x00\x01", "is binary"),
        ("odd.xyz", "text", "is of an unknown kind"),
    ],
)
def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(
    tmp_path: Path, read: Read, name: str, content: str | bytes, problem: str
) -> None:
    bad = write(tmp_path, name, content)
    good = write(tmp_path, "good.txt", "text")
    documents, (error,) = read(bad, good)
    assert [d.id for d in documents] == ["good.txt"]
    assert error.source == str(bad)
    assert problem in error.problem
    assert error.mend


def test_without_a_handler_the_first_problem_is_raised(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "")
    write(tmp_path, "b.txt", "text")
    with pytest.raises(InputError, match="is empty"):
        list(read_documents([tmp_path]))


def test_a_missing_path_is_reported(tmp_path: Path, read: Read) -> None:
    documents, (error,) = read(tmp_path / "nowhere")
    assert not documents
    assert "does not exist" in str(error)


def test_a_folder_without_documents_is_reported(tmp_path: Path, read: Read) -> None:
    write(tmp_path, "notes.log", "x")
    documents, (error,) = read(tmp_path)
    assert not documents
    assert "has no documents" in str(error)
    assert ".txt" in error.mend


def test_markup_is_read_as_text_with_its_title(tmp_path: Path, read: Read) -> None:
    page = write(tmp_path, "a.html", "<head><title>Knee MRI</title></head><p>A scan.</p>")
    note = write(
        tmp_path, "b.md", "---\ntitle: Hip MRI\ncode: A0001\ncode_system: hcpcs\n---\n**A** scan.\n"
    )
    (html, markdown), errors = read(page, note)
    assert not errors
    assert (html.text, html.title) == ("A scan.\n", "Knee MRI")
    assert (markdown.text, markdown.title) == ("A scan.\n", "Hip MRI")
    assert (markdown.code, markdown.code_system) == ("A0001", "HCPCS")


def test_the_text_of_one_file_is_the_documents(tmp_path: Path, read: Read) -> None:
    path = write(tmp_path, "a.html", "<h1>MRI</h1><p>A &amp; B</p>")
    (document,), _ = read(path)
    assert read_text(path) == document.text


# -- tables ----------------------------------------------------------------------------------------


def test_rows_of_jsonl_are_documents(tmp_path: Path, read: Read) -> None:
    rows = [
        {"id": "r1", "text": "Purpose\nTo see.", "code": "12345", "code_system": "CPT"},
        {"id": "r2", "text": "x", "code_system": "ICD-10-PCS", "url": "https://example.org/2"},
    ]
    path = write(tmp_path, "t.jsonl", "\n\n".join(json.dumps(r) for r in rows) + "\n")
    (one, two), errors = read(path)
    assert not errors
    assert (one.id, one.line, one.code, one.code_system) == ("r1", 1, "12345", "CPT4")
    assert one.text == "Purpose\nTo see."
    assert (two.id, two.line, two.code_system) == ("r2", 3, "ICD10PCS")
    assert (two.url, two.source) == ("https://example.org/2", str(path))


def test_rows_of_csv_are_documents_with_line_breaks_in_their_text(
    tmp_path: Path, read: Read
) -> None:
    path = write(
        tmp_path,
        "t.csv",
        'id,text,code,code_system,url\nr1,"Risks\n- ""Bleeding""",,HCPCS,\nr2,x,A1234,hcpcs,u\n',
    )
    (one, two), errors = read(path)
    assert not errors
    assert one.text == 'Risks\n- "Bleeding"'
    assert (one.code, one.code_system, one.url) == (None, "HCPCS", None)
    assert (two.code, two.code_system, two.url) == ("A1234", "HCPCS", "u")


def test_a_table_may_begin_with_a_byte_order_mark(tmp_path: Path, read: Read) -> None:
    path = write(tmp_path, "t.csv", b"\xef\xbb\xbfid,text\nr1,x\n")
    (document,), errors = read(path)
    assert not errors
    assert document.id == "r1"


def test_a_text_of_many_megabytes_fits_in_a_row(tmp_path: Path, read: Read) -> None:
    path = write(tmp_path, "t.csv", f"id,text\nr1,{'x' * 300_000}\n")
    (document,), errors = read(path)
    assert not errors
    assert len(document.text) == 300_000


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("nonsense", "is not a JSON object"),
        ("[1, 2]", "is not a JSON object"),
        ('{"id": "r", "text": ', "is not a JSON object"),
        ("[" * 100_000, "is not a JSON object"),
        ('{"text": "x"}', "no 'id'"),
        ('{"id": "r"}', "no 'text'"),
        ('{"id": "r", "text": "  "}', "text is empty"),
        ('{"id": "r", "text": "x", "code_system": "SNOMED"}', "unknown code system 'SNOMED'"),
        ('{"id": "first", "text": "x"}', "'first' was used by"),
    ],
)
def test_a_bad_row_is_reported_with_its_line_and_the_rest_goes_on(
    tmp_path: Path, read: Read, row: str, problem: str
) -> None:
    path = write(
        tmp_path, "t.jsonl", f'{{"id":"first","text":"x"}}\n{row}\n{{"id":"last","text":"y"}}\n'
    )
    documents, (error,) = read(path)
    assert [d.id for d in documents] == ["first", "last"]
    assert (error.source, error.line) == (str(path), 2)
    assert problem in str(error)


def test_a_csv_without_ids_or_with_broken_quotes_is_reported(tmp_path: Path, read: Read) -> None:
    headless = write(tmp_path, "a.csv", "name,text\nx,y\n")
    quoted = write(tmp_path, "b.csv", 'id,text\nr1,x\nr2,"y" z\n')
    documents, errors = read(headless, quoted)
    assert [d.id for d in documents] == ["r1"]
    assert [e.source for e in errors] == [str(headless), str(quoted)]
    assert "no column 'id'" in str(errors[0])
    assert "is not CSV" in str(errors[1])


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_metadata_says_code_system_and_url(tmp_path: Path, read: Read, kind: str) -> None:
    path = write(tmp_path, "docs/knee.txt", "text")
    row = {"id": "knee.txt", "code": "12345", "code_system": "CPT4", "url": "https://example.org"}
    content = (
        json.dumps(row)
        if kind == "jsonl"
        else ",".join(row) + "\n" + ",".join(row.values()) + "\nother.txt,1,,\n"
    )
    table = write(tmp_path, f"m.{kind}", content)
    (document,), errors = read(path, metadata=table)
    assert not errors
    assert (document.code, document.code_system) == ("12345", "CPT4")
    assert document.url == "https://example.org"
    assert document.text == "text"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("id,code_system\nknee.txt,LOINC\n", "unknown code system"),
        ("name\nx\n", "no column 'id'"),
        ("id,code\n,5\n", "no 'id'"),
    ],
)
def test_a_bad_metadata_table_is_refused(tmp_path: Path, content: str, problem: str) -> None:
    path = write(tmp_path, "knee.txt", "text")
    table = write(tmp_path, "m.csv", content)
    with pytest.raises(InputError, match=problem) as caught:
        list(read_documents([path], metadata=table))
    assert caught.value.source == str(table)


def test_a_missing_metadata_table_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "knee.txt", "text")
    with pytest.raises(InputError, match=r"m\.csv"):
        list(read_documents([path], metadata=tmp_path / "m.csv"))
