"""Loading: our vocabularies, terminologies beside them, and mappings over both."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from procgraph.errors import InputError
from procgraph.model import Relation
from procgraph.terminology import Lexicon, lexicon_version


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCGRAPH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("id,label,synonyms,slot\nMY:1,qualm of the zyx,zyx qualm,condition\n")
    return path


def test_without_packages_and_files_there_is_nothing_beside_our_own() -> None:
    lexicon = Lexicon.load(packages=False)
    assert lexicon.sources == ()
    assert lexicon.search_outside("pain") == []
    assert "+" not in lexicon.version


def test_a_terminology_of_ones_own_answers_after_ours(table: Path) -> None:
    lexicon = Lexicon.load([table], packages=False)
    concept = lexicon.link("qualms of the zyx", Relation.HAS_COMPLICATION)
    assert (concept.how, concept.matches) == ("inflected", ("MY:1",))
    assert [(source.name, source.terms, source.names) for source in lexicon.sources] == [
        ("own", 1, 2)
    ]
    assert [term.curie for term in lexicon.search_outside("qualms")] == ["MY:1"]
    assert lexicon.version != Lexicon.load(packages=False).version
    assert lexicon.version == Lexicon.load([str(table)], packages=False, anew=True).version


def test_the_version_is_known_without_loading(table: Path, tmp_path: Path) -> None:
    mappings = tmp_path / "own.sssom.tsv"
    mappings.write_text(
        "subject_label\tpredicate_id\tobject_id\tmapping_justification\n"
        "zyx qualm\tskos:exactMatch\tpgc:pain\tsemapv:ManualMappingCuration\n"
    )
    for given in ([], [table]):
        for decided in (None, mappings):
            assert lexicon_version(given, decided) == Lexicon.load(given, decided).version
    with pytest.raises(InputError, match="nowhere"):
        lexicon_version([], tmp_path / "nowhere.sssom.tsv")


def test_mappings_go_before_everything(table: Path, tmp_path: Path) -> None:
    mappings = tmp_path / "own.sssom.tsv"
    mappings.write_text(
        "subject_label\tpredicate_id\tobject_id\tmapping_justification\n"
        "zyx qualm\tskos:exactMatch\tpgc:pain\tsemapv:ManualMappingCuration\n"
    )
    lexicon = Lexicon.load([table], mappings, packages=False)
    concept = lexicon.link("zyx qualms", Relation.TREATS)
    assert (concept.label, concept.how) == ("pain", "curated")
    sent = pickle.loads(pickle.dumps(lexicon))
    assert sent.version == lexicon.version
    assert sent.link("zyx qualms", Relation.TREATS) == concept


def test_what_cannot_be_read_is_refused(table: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        Lexicon.load([tmp_path / "none.obo"], packages=False)
    with pytest.raises(InputError, match="No such file"):
        Lexicon.load(mappings=tmp_path / "none.tsv", packages=False)
    table.write_text("id,label,slot\n,x,condition\n")
    with pytest.raises(InputError, match=r"own.csv:2: the cell 'id' is empty"):
        Lexicon.load([table], packages=False)
    assert not list((tmp_path / "cache").glob("names-*"))
