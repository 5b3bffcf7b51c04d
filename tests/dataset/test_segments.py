from __future__ import annotations

import os

import pytest

from procgraph.dataset.files import Kind, exclusive, file_name, segment_of, write_lines
from procgraph.dataset.manifest import Manifest
from procgraph.dataset.reader import open_dataset
from procgraph.dataset.segments import (
    is_intact,
    read_graphs,
    read_segment,
    read_shares,
    read_summaries,
    read_texts,
    write_segment,
)
from procgraph.errors import DatasetError
from procgraph.rdf.nquads import to_nquads


def only_segment(dataset):
    """The name and the entry of the dataset's one segment."""
    [(name, entry)] = dataset.manifest.segments.items()
    return name, entry


def path_of(dataset, kind):
    name, entry = only_segment(dataset)
    return dataset.folder / file_name(kind, name, entry.files[kind])


@pytest.fixture
def one(make_extraction, make_dataset):
    """A dataset of one document."""
    return make_dataset(make_extraction("a.txt", "A", "treats: pain"))


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


def test_graphs_are_read_without_the_rest_of_the_records(sample):
    assert list(sample.graphs()) == [
        (part.record.extraction.document.id, part.record.extraction.document.text, part.quads)
        for part in sample.parts()
    ]


def test_hostile_names_and_texts_come_back(sample):
    part = sample.part('odd "name" é%20<>.txt')
    assert part.record.extraction.procedure.label.startswith('Odd "name"\\')
    assert list(part.quads) == to_nquads(part.record.extraction)


def test_a_segment_of_copied_shares_is_the_same(sample, tmp_path):
    for name, entry in sample.manifest.segments.items():
        documents = {k for k, e in sample.manifest.documents.items() if e.segment == name}
        shares = read_shares(str(sample.folder), name, entry, documents)
        assert shares.keys() == documents
        assert write_segment(str(tmp_path), name, shares) == entry
        assert is_intact(tmp_path, name, entry)


def test_a_segment_says_what_its_summaries_say(sample):
    for name, entry in sample.manifest.segments.items():
        summaries = list(read_summaries(sample.folder, name, entry))
        parts = list(read_segment(sample.folder, name, entry))
        assert [s.id for s in summaries] == [p.record.extraction.document.id for p in parts]
        assert [s.quads for s in summaries] == [len(part.quads) for part in parts]
        assert entry.quads == sum(summary.quads for summary in summaries)
        facts = sum(len(part.record.extraction.facts) for part in parts)
        assert facts == sum(entry.relations.values())


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


def test_a_file_that_was_not_touched_is_trusted_and_another_one_is_looked_at(one):
    name, entry = only_segment(one)
    path = path_of(one, Kind.RECORDS)
    written = path.stat().st_mtime_ns
    path.write_bytes(path.read_bytes().replace(b"pain", b"pane"))
    os.utime(path, ns=(written, written))
    assert is_intact(one.folder, name, entry, trusted_until=written)
    assert not is_intact(one.folder, name, entry)
    os.utime(path, ns=(written + 1, written + 1))
    assert not is_intact(one.folder, name, entry, trusted_until=written)


@pytest.mark.parametrize("kind", Kind)
def test_a_file_that_is_missing_or_of_another_size_shows(one, kind):
    name, entry = only_segment(one)
    path = path_of(one, kind)
    later = path.stat().st_mtime_ns * 2
    with path.open("a") as file:
        file.write("\n")
    assert not is_intact(one.folder, name, entry, trusted_until=later)
    path.unlink()
    assert not is_intact(one.folder, name, entry, trusted_until=later)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("damage", ["missing", "cut", "more", "nonsense"])
def test_a_damaged_segment_is_one_error(one, kind, damage):
    path = path_of(one, kind)
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes().split(b"\n", 1)[1])
    elif damage == "more":
        with path.open("a") as file:
            file.write("<urn:a> <urn:b> <urn:c> <urn:d> .\n")
    else:
        path.write_bytes(b"\xff\n" * path.read_bytes().count(b"\n"))
    for read in (read_segment, read_graphs):
        with pytest.raises(DatasetError, match="build it again"):
            list(read(one.folder, *only_segment(one)))


def test_texts_are_read_without_the_rest_also_hostile_ones(sample):
    expected = {
        part.record.extraction.document.id: part.record.extraction.document.text
        for part in sample.parts()
    }
    found = {}
    for name, entry in sample.manifest.segments.items():
        found |= read_texts(sample.folder, name, entry, expected.keys())
        assert read_texts(sample.folder, name, entry, {"another"}) == {}
    assert found == expected


def test_texts_of_damaged_records_are_one_error(one):
    path_of(one, Kind.RECORDS).write_bytes(b'{"id":7,"text":"x"}\n')
    with pytest.raises(DatasetError, match="is missing or damaged"):
        read_texts(one.folder, *only_segment(one), {"a.txt"})


def test_summaries_that_are_damaged_are_one_error(one):
    path_of(one, Kind.SUMMARIES).write_text("{}\n")
    with pytest.raises(DatasetError, match="build it again"):
        list(read_summaries(one.folder, *only_segment(one)))


def test_links_that_are_missing_are_one_error(sample, make_extraction, make_dataset):
    dataset = make_dataset(make_extraction("a.txt", "A"))
    [path] = (dataset.folder / "segments").glob("resolution-*.nq")
    path.unlink()
    with pytest.raises(DatasetError, match="build it again"):
        list(dataset.resolution())


def test_only_one_can_hold_the_lock(tmp_path):
    refused = pytest.raises(DatasetError, match="another build")
    with exclusive(tmp_path), refused, exclusive(tmp_path):
        pass
    with exclusive(tmp_path):
        pass


def test_a_manifest_comes_back_whole(sample):
    assert Manifest.read(sample.folder) == sample.manifest
    assert open_dataset(sample.folder) == sample


def test_documents_of_one_segment_stand_together(sample):
    for identifier, entry in sample.manifest.documents.items():
        assert entry.segment == segment_of(identifier)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"format": 99}',
        b'{"format": 2}',
        b'{"format": 2, "versions": {}, "documents": {}, "segments": {}, "resolution": []}',
    ],
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
