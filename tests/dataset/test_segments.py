from __future__ import annotations

import pytest

from procgraph.dataset.files import exclusive, segment_of, write_lines
from procgraph.dataset.manifest import Manifest
from procgraph.dataset.reader import open_dataset
from procgraph.dataset.segments import is_intact, quads_path, read_segment, records_path
from procgraph.errors import DatasetError
from procgraph.rdf.nquads import to_nquads


def test_parts_come_back_as_they_were_written(make_extraction, make_dataset):
    extractions = [make_extraction(f"{i}.txt", f"Procedure {i}", "treats: pain") for i in range(40)]
    dataset = make_dataset(*extractions)
    found = {part.record.extraction.document.id: part for part in dataset.parts()}
    assert found.keys() == {e.document.id for e in extractions}
    for extraction in extractions:
        part = found[extraction.document.id]
        assert part.record.extraction == extraction
        assert list(part.quads) == to_nquads(extraction)
    assert dataset.part("7.txt") == found["7.txt"]


def test_hostile_names_and_texts_come_back(sample):
    part = sample.part('odd "name" é%20<>.txt')
    assert part.record.extraction.procedure.label.startswith('Odd "name"\\')
    assert list(part.quads) == to_nquads(part.record.extraction)


def test_an_unknown_document_is_named(sample):
    with pytest.raises(DatasetError, match=r"has no document 'nope\.txt'"):
        sample.part("nope.txt")


def test_a_failed_write_leaves_what_was_there_and_nothing_beside(tmp_path):
    path = tmp_path / "file"
    write_lines(path, (b"old",))

    def failing():
        yield b"new"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_lines(path, failing())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_change_in_a_file_shows(make_extraction, make_dataset):
    dataset = make_dataset(make_extraction("a.txt", "A", "treats: pain"))
    name, entry = next(iter(dataset.manifest.segments.items()))
    assert is_intact(dataset.folder, name, entry)
    with records_path(dataset.folder, name).open("a") as file:
        file.write("\n")
    assert not is_intact(dataset.folder, name, entry)


@pytest.mark.parametrize("damage", ["missing", "cut", "strange graph"])
def test_a_damaged_segment_is_one_error(make_extraction, make_dataset, damage):
    dataset = make_dataset(make_extraction("a.txt", "A", "treats: pain"))
    name = segment_of("a.txt")
    path = records_path(dataset.folder, name)
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_text(path.read_text()[:50])
    else:
        with quads_path(dataset.folder, name).open("a") as file:
            file.write("<urn:a> <urn:b> <urn:c> <urn:d> .\n")
    with pytest.raises(DatasetError, match="build it again"):
        list(read_segment(dataset.folder, name))


def test_only_one_can_hold_the_lock(tmp_path):
    refused = pytest.raises(DatasetError, match="another build")
    with exclusive(tmp_path), refused, exclusive(tmp_path):
        pass
    with exclusive(tmp_path):
        pass


def test_a_manifest_comes_back_whole(sample):
    assert Manifest.read(sample.folder) == sample.manifest
    assert open_dataset(sample.folder) == sample


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"format": 99}', b'{"format": 1}', b'{"format": 1, "versions": {}}'],
)
def test_a_damaged_manifest_is_one_error(tmp_path, content):
    (tmp_path / "dataset.json").write_bytes(content)
    with pytest.raises(DatasetError, match="build it again"):
        open_dataset(tmp_path)


def test_a_folder_without_a_manifest_is_no_dataset(tmp_path):
    with pytest.raises(DatasetError, match="is not a dataset"):
        open_dataset(tmp_path)
    with pytest.raises(DatasetError, match="is not a dataset"):
        open_dataset(tmp_path / "nowhere")
