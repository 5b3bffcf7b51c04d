from __future__ import annotations

import pytest

from procgraph.dataset.files import write_lines
from procgraph.dataset.manifest import DocumentEntry, Manifest
from procgraph.dataset.reader import open_dataset
from procgraph.dataset.records import Record
from procgraph.dataset.segments import Part, quads_path, resolution_path, write_segment
from procgraph.dataset.staging import Finished, Staging
from procgraph.errors import DatasetError
from procgraph.rdf.nquads import to_nquads

VERSIONS = {"software": "1", "ontology": "o"}


@pytest.fixture
def staged(tmp_path, make_extraction):
    """A staging folder with one finished segment, and what belongs into its manifest."""
    staging = Staging(tmp_path)
    staging.start(VERSIONS, {"aa": {"a.txt": "print"}})
    extraction = make_extraction("a.txt", "A", "treats: pain")
    part = Part.of(Record(extraction, "print"), to_nquads(extraction))
    entry = write_segment(staging.folder, "aa", {"a.txt": part})
    finished = Finished(entry, {"a.txt": "print"})
    staging.add("aa", finished)
    write_lines(resolution_path(staging.folder), ())
    manifest = Manifest(VERSIONS, {"a.txt": DocumentEntry("aa", "print", "a.txt")}, {"aa": entry})
    return staging, finished, manifest


def test_a_later_build_goes_on_where_one_stopped(staged):
    staging, finished, _ = staged
    assert Staging(staging.dataset).start(VERSIONS, {"aa": {"a.txt": "print"}}) == {"aa": finished}


@pytest.mark.parametrize(
    ("versions", "wanted"),
    [
        ({**VERSIONS, "software": "2"}, {"aa": {"a.txt": "print"}}),
        (VERSIONS, {"aa": {"a.txt": "other"}}),
        (VERSIONS, {"aa": {"a.txt": "print", "b.txt": "print"}}),
        (VERSIONS, {}),
    ],
)
def test_what_does_not_fit_any_more_is_thrown_away(staged, versions, wanted):
    staging, _, _ = staged
    assert staging.start(versions, wanted) == {}
    assert not quads_path(staging.folder, "aa").exists()


def test_a_torn_journal_keeps_what_came_before(staged):
    staging, finished, _ = staged
    with (staging.folder / "journal.jsonl").open("a") as file:
        file.write('{"segment": "bb", "ent')
    assert staging.start(VERSIONS, {"aa": {"a.txt": "print"}}) == {"aa": finished}


def test_a_damaged_segment_is_not_taken_for_finished(staged):
    staging, _, _ = staged
    quads_path(staging.folder, "aa").write_text("")
    assert staging.start(VERSIONS, {"aa": {"a.txt": "print"}}) == {}


def test_a_commit_puts_all_in_place_and_leaves_nothing_behind(staged):
    staging, _, manifest = staged
    stale = quads_path(staging.dataset, "bb")
    write_lines(stale, (b"",))
    staging.commit(manifest)
    assert not stale.exists()
    assert not staging.folder.exists()
    assert [p.record.extraction.document.id for p in open_dataset(staging.dataset).parts()] == [
        "a.txt"
    ]


def test_a_commit_that_was_stopped_half_way_is_finished_by_the_next(staged):
    staging, _, manifest = staged
    (staging.folder / "dataset.json").write_bytes(manifest.to_bytes())
    target = quads_path(staging.dataset, "aa")
    target.parent.mkdir()
    quads_path(staging.folder, "aa").rename(target)
    (staging.dataset / "dataset.json").write_bytes(Manifest(VERSIONS).to_bytes())
    with pytest.raises(DatasetError, match="build it again"):
        open_dataset(staging.dataset)
    Staging(staging.dataset).resume()
    assert len(list(open_dataset(staging.dataset).parts())) == 1


def test_without_a_decision_nothing_is_put_in_place(staged):
    staging, _, _ = staged
    staging.resume()
    assert not quads_path(staging.dataset, "aa").exists()
