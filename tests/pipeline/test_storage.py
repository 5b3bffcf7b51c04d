"""A dataset on a storage, built by this process; `test_cluster` has it built by a cluster."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext

import pytest

import procgraph
from procgraph import pipeline
from procgraph.locations import location, remove_folder
from procgraph.pipeline import build
from procgraph.workers import run

fsspec = pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")
pytest.importorskip("upath", reason="the extra `cluster` is not installed")


@pytest.fixture
def storage(monkeypatch):
    """A dataset's URL in the memory of this process, which needs no lock."""

    class Here:
        def run(self, jobs, naming):
            return run(jobs, naming)

        def exclusive(self, folder):
            return nullcontext()

    @contextmanager
    def connected(*arguments, **options):
        yield Here()

    monkeypatch.setattr(pipeline, "connected", connected)
    yield "memory://graph"
    remove_folder(location("memory://graph"))


def large_files(url):
    """The bytes of a dataset's files by name, but for the manifest's and the report's."""
    memory = fsspec.filesystem("memory")
    found = {path.removeprefix("/graph/"): memory.cat(path) for path in memory.find("/graph")}
    return {name: data for name, data in found.items() if "/" in name and "reports" not in name}


def test_a_dataset_in_memory_is_built_updated_and_read(
    documents, built, storage, tmp_path, dataset_bytes
):
    build([documents], storage)
    expected = dataset_bytes(built)
    assert large_files(storage) == {k: v for k, v in expected.items() if "/" in k}
    assert build([documents], storage).unchanged == 12
    (documents / "3.txt").write_text("Name of the Procedure:\nTest\nIndications\n- Sciatica\n")
    assert build([documents], storage).changed == 1
    graph = procgraph.open(storage)
    assert len(graph.query("procedures-for-condition", condition="sciatica")) == 1
    assert {d.id for d in graph.documents()} == {path.name for path in documents.iterdir()}
    build([documents], tmp_path / "anew")
    (documents / "3.txt").write_text("Name of the Procedure:\nTest\nIndications\n- Gout\n")
    build([documents], storage)
    # The files of the dataset before are there for its readers, those before that are gone.
    kept = {k for k in dataset_bytes(tmp_path / "anew") if "/" in k}
    assert kept <= large_files(storage).keys()
    first = expected.keys() - dataset_bytes(tmp_path / "anew").keys()
    assert first
    assert not first & large_files(storage).keys()


def test_a_bad_first_build_leaves_nothing_on_a_storage(tmp_path, storage):
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    with pytest.raises(procgraph.InputError, match="is binary"):
        build([tmp_path / "bad.txt"], storage)
    assert not fsspec.filesystem("memory").find("/graph")


def test_a_folder_of_something_else_on_a_storage_is_left_alone(documents, storage):
    fsspec.filesystem("memory").pipe("/graph/thesis.doc", b"precious")
    with pytest.raises(procgraph.DatasetError, match="is not empty and not a dataset"):
        build([documents], storage)
