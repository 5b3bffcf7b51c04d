from __future__ import annotations

import os

import pytest

from procgraph.dataset.files import KEPT_SECONDS, Kind, file_name, write_file
from procgraph.dataset.manifest import DocumentEntry, Manifest
from procgraph.dataset.reader import open_dataset
from procgraph.dataset.segments import RESOLUTION, Share, write_segment
from procgraph.dataset.staging import Finished, Staging
from procgraph.documents.references import parse_document
from procgraph.model import Document
from procgraph.rdf.nquads import to_triples

VERSIONS = {"software": "1", "ontology": "o"}
WANTED = {"aa": {"a.txt": "print"}}


def segment(folder, extraction):
    return write_segment(str(folder), "aa", {"a.txt": Share.of(extraction, to_triples(extraction))})


def quads_of(folder, finished):
    """The file with the quads of the one segment."""
    return folder / file_name(Kind.QUADS, "aa", finished.entry.files[Kind.QUADS])


@pytest.fixture
def staged(tmp_path, make_extraction):
    """A staging folder with one finished segment, and what belongs into its manifest."""
    staging = Staging(tmp_path)
    staging.start(VERSIONS, WANTED)
    entry = segment(staging.folder, make_extraction("a.txt", "A", "treats: pain"))
    finished = Finished(entry, WANTED["aa"])
    staging.add("aa", finished)
    links = write_file(str(staging.folder), Kind.QUADS, RESOLUTION, ())
    documents = {"a.txt": DocumentEntry("aa", "print", "a.txt")}
    return staging, finished, Manifest(VERSIONS, documents, {"aa": entry}, links)


def ids(dataset):
    return [part.record.extraction.document.id for part in dataset.parts()]


def test_a_later_build_goes_on_where_one_stopped(staged):
    staging, finished, _ = staged
    assert Staging(staging.dataset).start(VERSIONS, WANTED) == {"aa": finished}


@pytest.mark.parametrize(
    ("versions", "wanted"),
    [
        ({**VERSIONS, "software": "2"}, WANTED),
        (VERSIONS, {"aa": {"a.txt": "other"}}),
        (VERSIONS, {"aa": {"a.txt": "print", "b.txt": "print"}}),
        (VERSIONS, {}),
    ],
)
def test_what_does_not_fit_any_more_is_thrown_away(staged, versions, wanted):
    staging, finished, _ = staged
    assert staging.start(versions, wanted) == {}
    assert not quads_of(staging.folder, finished).exists()


def test_a_torn_journal_keeps_what_came_before(staged):
    staging, finished, _ = staged
    with (staging.folder / "journal.jsonl").open("a") as file:
        file.write('{"segment": "bb", "ent')
    assert staging.start(VERSIONS, WANTED) == {"aa": finished}


@pytest.mark.parametrize("kind", Kind)
def test_a_damaged_segment_is_not_taken_for_finished(staged, kind):
    staging, finished, _ = staged
    path = staging.folder / file_name(kind, "aa", finished.entry.files[kind])
    path.write_bytes(path.read_bytes().replace(b"a", b"b", 1))
    assert staging.start(VERSIONS, WANTED) == {}


def test_a_commit_puts_all_in_place_and_leaves_nothing_behind(staged):
    staging, _, manifest = staged
    staging.commit(manifest)
    assert not staging.folder.exists()
    assert ids(open_dataset(staging.dataset)) == ["a.txt"]


def test_a_commit_that_was_stopped_half_way_is_finished_by_the_next(staged):
    staging, finished, manifest = staged
    (staging.folder / "dataset.json").write_bytes(manifest.to_bytes())
    target = quads_of(staging.dataset, finished)
    target.parent.mkdir()
    quads_of(staging.folder, finished).rename(target)
    Staging(staging.dataset).resume()
    assert ids(open_dataset(staging.dataset)) == ["a.txt"]


def test_a_decision_that_cannot_be_read_is_none(staged):
    staging, _, _ = staged
    (staging.folder / "dataset.json").write_text('{"format": 1}')
    staging.resume()
    assert not staging.folder.exists()
    assert not (staging.dataset / "dataset.json").exists()


def test_without_a_decision_nothing_is_put_in_place(staged):
    staging, finished, _ = staged
    staging.resume()
    assert not quads_of(staging.dataset, finished).exists()


def test_who_opened_a_dataset_reads_it_to_the_end_after_it_was_replaced(staged, make_extraction):
    staging, _, manifest = staged
    staging.commit(manifest)
    old = open_dataset(staging.dataset)
    entry = segment(staging.folder, make_extraction("a.txt", "B", "treats: ache"))
    links = write_file(str(staging.folder), Kind.QUADS, RESOLUTION, (b"<urn:a> <urn:b> 1 .\n",))
    new = Manifest(VERSIONS, manifest.documents, {"aa": entry}, links, 1)
    staging.commit(new)
    staging.tidy(new, manifest)
    assert [p.record.extraction.procedure.label for p in old.parts()] == ["A"]
    assert list(old.resolution()) == []
    current = open_dataset(staging.dataset)
    assert [p.record.extraction.procedure.label for p in current.parts()] == ["B"]
    named = {file_name(kind, "aa", file) for kind, file in entry.files.items()}
    named.add(file_name(Kind.QUADS, RESOLUTION, links))
    rooms = [path for kind in Kind for path in (staging.dataset / kind.room).iterdir()]
    assert {path.relative_to(staging.dataset).as_posix() for path in rooms} == named


def test_what_was_retired_long_ago_is_removed(staged):
    staging, finished, manifest = staged
    staging.commit(manifest)
    staging.tidy(Manifest(VERSIONS), manifest)
    retired = quads_of(staging.dataset / ".retired", finished)
    assert retired.is_file()
    long_ago = retired.stat().st_mtime - KEPT_SECONDS - 1
    os.utime(retired, (long_ago, long_ago))
    staging.tidy(Manifest(VERSIONS), manifest)
    assert not retired.exists()


def test_spooled_documents_come_back(tmp_path):
    documents = [Document(f"{n}", f"text {n} \ud800\n", "table.csv", n, "1") for n in range(4)]
    with Staging(tmp_path).spool() as spool:
        for number, document in enumerate(documents):
            spool.add("ab"[number % 2], document)
    for name, expected in (("a", documents[::2]), ("b", documents[1::2])):
        assert list(map(parse_document, spool.path(name).read_bytes().splitlines())) == expected
    with Staging(tmp_path).spool() as again:
        assert not again.path("a").exists()
