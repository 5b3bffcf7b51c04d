from __future__ import annotations

import os
import shutil

import pyoxigraph as ox
import pytest

from procgraph.dataset.changes import Changes
from procgraph.dataset.files import KEPT_SECONDS, Kind
from procgraph.dataset.index import (
    PAUSE,
    in_parts,
    index_path,
    prune_indexes,
    retire_index,
    update_index,
)
from procgraph.dataset.lookup import find_procedures
from procgraph.dataset.reader import Dataset
from procgraph.errors import DatasetError


def quads(store):
    return sorted(map(str, store))


@pytest.fixture
def before(make_extraction, make_dataset):
    """A dataset of thirty documents, with links between them, and its index."""
    dataset = make_dataset(*documents(make_extraction))
    dataset.store()
    return dataset


def documents(make_extraction, **other):
    titles = {f"{n}.txt": f"Procedure {n}" for n in range(30)} | other
    return [
        make_extraction(identifier, title, "treats: pain", f"hasAlternative: procedure {number}")
        for number, (identifier, title) in enumerate(titles.items())
        if title
    ]


def changed(make_extraction, make_dataset, **other):
    return make_dataset(*documents(make_extraction, **other))


def test_an_index_is_remade_when_it_does_not_fit(make_dataset, make_extraction):
    dataset = make_dataset(make_extraction("a", "A"))
    dataset.store()
    assert index_path(dataset.folder, dataset.manifest).is_dir()
    other = make_dataset(make_extraction("a", "B"))
    assert other.manifest.stamp != dataset.manifest.stamp
    assert find_procedures(other.store(), "B")


MEGABYTE = 1 << 20


def test_two_small_parts_are_loaded_and_then_all_that_comes():
    files = [(str(number), 10 * MEGABYTE) for number in range(300)]
    parts = [list(part) for part in in_parts(files)]
    assert [name for part in parts for name in part] == [name for name, _ in files]
    assert [len(part) for part in parts] == [13, 13, 274]


def test_a_part_is_read_as_its_files_come():
    given = []

    def files():
        for number in range(30):
            given.append(number)
            yield str(number), 10 * MEGABYTE

    first = next(in_parts(files()))
    assert [next(first), next(first)] == ["0", "1"]
    assert given == [0, 1]


def test_a_pause_is_used_to_load_what_is_worth_it():
    def parts(*files):
        return [list(part) for part in in_parts(files)]

    small, large = ("small", MEGABYTE), ("large", 10 * MEGABYTE)
    assert parts(small, PAUSE, small) == [["small", "small"]]
    assert parts(small, large, PAUSE, PAUSE, small) == [["small", "large"], ["small"]]
    assert parts(PAUSE) == [[]]


def test_an_index_in_many_parts_has_the_same_quads(before, monkeypatch):
    at_once = quads(before.store())
    shutil.rmtree(index_path(before.folder, before.manifest))
    monkeypatch.setattr("procgraph.dataset.index._LEAST", 1)
    monkeypatch.setattr("procgraph.dataset.index._SMALL_PARTS", 1000)
    files = before.manifest.segments.values()
    sizes = [(entry.files[Kind.QUADS].sha256, entry.files[Kind.QUADS].size) for entry in files]
    assert len(list(in_parts(sizes))) > 5
    assert quads(before.store()) == at_once


def test_an_index_stays_for_its_readers_and_no_longer(make_dataset, make_extraction):
    old = make_dataset(make_extraction("a", "A"))
    store = old.store()
    path = index_path(old.folder, old.manifest)
    long_ago = path.stat().st_mtime - KEPT_SECONDS - 1
    os.utime(path, (long_ago, long_ago))
    new = make_dataset(make_extraction("a", "B"))
    retire_index(old.folder, old.manifest)
    new.store()
    assert find_procedures(store, "A")
    assert find_procedures(old.store(), "A")
    os.utime(path, (long_ago, long_ago))
    make_dataset(make_extraction("a", "C")).store()
    assert not path.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"3.txt": "Procedure 4"},
        {"3.txt": ""},
        {"new.txt": "Procedure 99"},
        {"3.txt": "", "new.txt": "Procedure 3"},
        {'odd "name" é%20<>.txt': 'Odd "name"\\ with \u2028'},
    ],
)
def test_an_updated_index_holds_the_quads_of_one_made_anew(
    before, make_extraction, make_dataset, tmp_path, change
):
    after = changed(make_extraction, make_dataset, **change)
    update_index(Changes(after.folder, before.manifest, after.manifest))
    updated = index_path(after.folder, after.manifest)
    assert updated.is_dir()
    made = make_dataset(*documents(make_extraction, **change), name="anew")
    assert not index_path(made.folder, made.manifest).exists()
    assert quads(ox.Store.read_only(str(updated))) == quads(made.store())


def test_no_more_than_the_last_few_indexes_stay(make_dataset, make_extraction):
    for title in "ABCDEF":
        dataset = make_dataset(make_extraction("a", title))
        dataset.store()
        retire_index(dataset.folder, dataset.manifest)
    prune_indexes(dataset.folder)
    assert len(list((dataset.folder / "index").iterdir())) == 4
    assert find_procedures(dataset.store(), "F")


def test_after_a_large_change_an_index_is_made_anew(before, make_extraction, make_dataset):
    others = {f"{n}.txt": "" for n in range(20)}
    after = changed(make_extraction, make_dataset, **others)
    update_index(Changes(after.folder, before.manifest, after.manifest))
    assert not index_path(after.folder, after.manifest).exists()
    assert find_procedures(after.store(), "Procedure 25")
    assert len(list(after.store().named_graphs())) == 10 + 3


def test_an_index_of_other_versions_is_not_updated(before, make_extraction, make_dataset):
    after = changed(make_extraction, make_dataset, **{"3.txt": ""})
    old = type(before.manifest)(
        {**before.manifest.versions, "code": "x"}, before.manifest.documents
    )
    update_index(Changes(after.folder, old, after.manifest))
    assert not index_path(after.folder, after.manifest).exists()


def test_a_broken_index_is_not_updated_but_made_anew(before, make_extraction, make_dataset):
    for path in index_path(before.folder, before.manifest).iterdir():
        path.write_bytes(b"broken")
    after = changed(make_extraction, make_dataset, **{"3.txt": ""})
    update_index(Changes(after.folder, before.manifest, after.manifest))
    assert [p.name for p in (after.folder / "index").iterdir()] == [before.manifest.stamp]
    assert find_procedures(after.store(), "Procedure 4")


def test_a_segment_that_is_no_nquads_is_one_error_and_leaves_no_index(
    make_dataset, make_extraction
):
    dataset = make_dataset(make_extraction("a", "A"))
    for path in (dataset.folder / "segments").glob("??-*.nq"):
        path.write_text("nonsense\n")
    with pytest.raises(DatasetError, match="is not N-Quads"):
        dataset.store()
    assert list((dataset.folder / "index").iterdir()) == []


def test_a_reader_of_a_replaced_dataset_still_gets_its_index(before):
    held = Dataset(before.folder, before.manifest)
    assert quads(held.store()) == quads(before.store())
