"""The index is loaded while documents are read, and is the one that the segments give."""

from __future__ import annotations

import shutil

import pytest

import procgraph
from procgraph.pipeline import build


def quads(folder):
    return {str(quad) for quad in procgraph.open(folder).store}


def test_it_holds_what_an_index_made_of_the_segments_holds(documents, out, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("procgraph.dataset.index.load_index", None)
        build([documents], out)
    early = quads(out)
    assert [path.name[0] for path in (out / "index").iterdir()] != ["."]
    shutil.rmtree(out / "index")
    assert quads(out) == early


def test_segments_that_stay_are_in_it_too(documents, built, monkeypatch):
    for number in range(5):
        path = documents / f"{number}.txt"
        path.write_text(path.read_text() + "- Nurse\n")
    with monkeypatch.context() as patch:
        patch.setattr("procgraph.dataset.index.load_index", None)
        assert build([documents], built).changed == 5
    early = quads(built)
    shutil.rmtree(built / "index")
    assert quads(built) == early


def test_where_it_fails_the_index_is_made_of_the_segments(documents, out, monkeypatch):
    def fail(path, chunks):
        path.mkdir()
        next(chunks)
        raise OSError("no space left on device")

    monkeypatch.setattr("procgraph.dataset.early_index.load_index", fail)
    build([documents], out)
    assert quads(out)
    assert not list((out / "index").glob(".*"))


def test_an_interrupted_build_leaves_nothing_of_it(documents, out, monkeypatch):
    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([documents], out, progress=interrupt)
    assert not list(out.glob("index/*")) + list(out.glob("index/.*"))
    build([documents], out)
    assert quads(out)


def test_an_interrupted_build_does_not_wait_for_what_is_left_to_load(documents, out, monkeypatch):
    loaded = []

    def load(path, parts):
        loaded.extend(sum(map(len, chunks)) for chunks in parts)

    def interrupt(done, total):
        raise KeyboardInterrupt

    monkeypatch.setattr("procgraph.dataset.early_index.load_index", load)
    with pytest.raises(KeyboardInterrupt):
        build([documents], out, progress=interrupt)
    assert loaded == []
