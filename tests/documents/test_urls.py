"""Documents on a storage that fsspec knows."""

from __future__ import annotations

import builtins
import doctest
import sys

import pytest

from procgraph import locations
from procgraph.documents import read_documents
from procgraph.documents.references import find_references
from procgraph.locations import is_url, location

fsspec = pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")
pytest.importorskip("upath", reason="the extra `cluster` is not installed")

TEXT = "Name of the Procedure:\nKnee injection\n"


@pytest.fixture
def pages():
    """A folder in memory."""
    storage = fsspec.filesystem("memory")
    storage.pipe("/pages/knee.txt", TEXT.encode())
    storage.pipe("/pages/more/hip #1.md", b"# Hip\n")
    storage.pipe("/pages/more/rows.jsonl", b'{"id": "r1", "text": "Row one"}\n')
    storage.pipe("/pages/notes.log", b"not a document")
    yield "memory://pages"
    storage.rm("/pages", recursive=True)


def read(*paths):
    errors = []
    return list(read_documents(paths, on_error=errors.append)), [str(error) for error in errors]


def test_a_folder_is_searched_all_the_way_down(pages):
    documents, errors = read(pages)
    assert not errors
    assert [(d.id, d.source) for d in documents] == [
        ("hip #1.md", "memory://pages/more/hip #1.md"),
        ("knee.txt", "memory://pages/knee.txt"),
        ("r1", "memory://pages/more/rows.jsonl"),
    ]
    assert documents[1].text == TEXT


def test_a_file_is_named_by_itself(pages):
    [document], errors = read(f"{pages}/knee.txt")
    assert (document.id, errors) == ("knee.txt", [])


def test_names_that_are_used_twice_get_the_path_below_the_folder(pages):
    fsspec.filesystem("memory").pipe("/pages/more/knee.txt", TEXT.encode())
    documents, _ = read(pages)
    assert [d.id for d in documents] == ["hip #1.md", "knee.txt", "more/knee.txt", "r1"]


def test_a_document_is_known_by_its_bytes_and_read_again(pages):
    found = {
        reference.id: (reference, document)
        for reference, document in find_references([pages], on_error=pytest.fail)
    }
    reference, document = found["knee.txt"]
    assert document is None
    assert reference.read().text == TEXT


def test_a_file_url_is_a_path(tmp_path):
    path = tmp_path / "knee of mine.txt"
    path.write_text(TEXT)
    assert location(path.as_uri()) == path
    assert not is_url(path.as_uri())
    [document], _ = read(path.as_uri())
    assert document.source == str(path)


def test_another_storage_of_this_machine(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "knee.txt").write_text(TEXT)
    [document], _ = read(f"local://{tmp_path}")
    assert document.source == f"local://{tmp_path}/deep/knee.txt"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("memory://nowhere/a.txt", "memory://nowhere/a.txt: does not exist; check the path"),
        ("nonsense://a", "nonsense://a: is on a storage that cannot be used"),
        ("memory://pages/notes.log", "memory://pages/notes.log: is of an unknown kind"),
    ],
)
def test_what_cannot_be_read_is_told(pages, url, message):
    documents, [error] = read(url)
    assert documents == []
    assert error.startswith(message)


def test_a_storage_that_does_not_answer_is_told(pages, monkeypatch):
    def unreachable(*arguments, **options):
        raise ConnectionError("no route to host")

    monkeypatch.setattr(fsspec.filesystem("memory"), "info", unreachable)
    monkeypatch.setattr(fsspec.filesystem("memory"), "isdir", unreachable)
    _, [error] = read(pages)
    assert error == "memory://pages: cannot be reached (no route to host); check the URL"


def test_without_the_extra_the_mend_is_named(monkeypatch):
    real = builtins.__import__

    def missing(name, *arguments, **options):
        if name == "upath":
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.delitem(sys.modules, "upath", raising=False)
    monkeypatch.setattr(builtins, "__import__", missing)
    _, [error] = read("s3://bucket/pages")
    assert "pip install 'procgraph-kg[cluster]'" in error


def test_the_examples_of_locations_hold():
    assert doctest.testmod(locations).failed == 0


def test_what_is_put_on_a_storage_is_moved_and_removed():
    folder = location("memory://things")
    locations.put(folder / "a" / "one", [b"o", b"ne"])
    locations.put(folder / "two", [b"two"])
    locations.move(folder / "a" / "one", folder / "two")
    assert (folder / "two").read_bytes() == b"one"
    assert not (folder / "a" / "one").exists()
    locations.remove_folder(folder)
    locations.remove_folder(folder)
    assert not folder.exists()


def test_what_could_not_be_put_whole_is_not_there():
    def chunks():
        yield b"half"
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        locations.put(location("memory://things/half"), chunks())
    assert not location("memory://things/half").exists()
