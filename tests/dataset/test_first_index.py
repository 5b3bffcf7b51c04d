"""What every index begins with is the same, whether it was kept or not."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from procgraph.dataset import first_index
from procgraph.dataset.first_index import begin_index
from procgraph.dataset.vocabulary import ontology_quads, vocabulary_quads


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache folder of its own, which is not there yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("PROCGRAPH_CACHE", str(folder))
    return folder


@pytest.fixture
def ontology_alone(monkeypatch):
    """No vocabularies, which take a second."""
    monkeypatch.setattr(first_index, "vocabulary_quads", lambda: iter(()))


def kept(cache):
    return sorted(path.name for path in (cache / "index").iterdir())


def test_it_holds_the_vocabularies_and_the_ontology_and_is_made_once(tmp_path, cache, monkeypatch):
    expected = len({*vocabulary_quads(), *ontology_quads()})
    assert len(begin_index(tmp_path / "one")) == expected
    assert len(kept(cache)) == 1

    def refuse(path):
        raise AssertionError("it is made again")

    monkeypatch.setattr(first_index, "_made", refuse)
    assert len(begin_index(tmp_path / "two")) == expected


@pytest.mark.usefixtures("ontology_alone")
def test_what_is_put_into_an_index_is_not_in_the_next(tmp_path):
    store = begin_index(tmp_path / "one")
    before = len(store)
    store.add(ox.Quad(*[ox.NamedNode("urn:example:new")] * 3))
    store.flush()
    assert len(begin_index(tmp_path / "two")) == before


@pytest.mark.usefixtures("ontology_alone")
def test_where_nothing_can_be_kept_it_is_made_all_the_same(tmp_path, cache):
    cache.write_text("a file where the folder should be")
    assert len(begin_index(tmp_path / "one"))


@pytest.mark.usefixtures("ontology_alone")
def test_one_that_is_damaged_is_not_used_and_made_again(tmp_path, cache):
    expected = len(begin_index(tmp_path / "one"))
    for path in (cache / "index").glob("vocabularies-*/CURRENT"):
        path.write_text("nothing of the kind\n")
    assert len(begin_index(tmp_path / "two")) == expected
    assert kept(cache) == []
    assert len(begin_index(tmp_path / "three")) == expected
    assert len(kept(cache)) == 1


def test_those_of_the_last_few_versions_stay(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(first_index, "_made", lambda path: ox.Store(str(path)))
    for version in "abcdef":
        monkeypatch.setattr(first_index, "ontology_version", lambda version=version: version)
        begin_index(tmp_path / version)
    assert len(kept(cache)) == 4


@pytest.mark.usefixtures("ontology_alone")
def test_two_that_keep_one_at_once_do_no_harm(tmp_path, cache, monkeypatch):
    made = first_index._made

    def made_meanwhile(path):
        monkeypatch.setattr(first_index, "_made", made)
        begin_index(tmp_path / "other")
        return made(path)

    monkeypatch.setattr(first_index, "_made", made_meanwhile)
    assert len(begin_index(tmp_path / "one")) == len(begin_index(tmp_path / "two"))
    assert len(kept(cache)) == 1
