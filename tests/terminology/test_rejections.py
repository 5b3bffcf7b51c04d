"""Outside terms that we reject for everybody: read before the mappings of a user."""

from __future__ import annotations

from pathlib import Path

import pytest

from procgraph.model import Relation
from procgraph.resources import rejections_file
from procgraph.terminology import Lexicon
from procgraph.terminology.sources import packaged_sources
from procgraph.terminology.sources.text import lines_of

ROWS = [
    line.split("\t") for _, line in lines_of(rejections_file()) if line[:1] not in ("", "#", "\n")
]
HEAD, REJECTED = ROWS[0], [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
TABLE = "id,label,synonyms,slot\nHP:0002307,drooling,dribbling,condition\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCGRAPH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def terminology(tmp_path: Path) -> Path:
    path = tmp_path / "HP.csv"
    path.write_text(TABLE)
    return path


def mappings(folder: Path, *cells: str) -> Path:
    path = folder / "own.sssom.tsv"
    columns = ("subject_label", "predicate_id", "object_id", "mapping_justification")
    path.write_text("\n".join("\t".join(row) for row in (columns, cells)) + "\n")
    return path


def test_every_row_is_a_rejection_with_its_reason() -> None:
    assert REJECTED
    for row in REJECTED:
        assert (row["predicate_id"], row["predicate_modifier"]) == ("skos:exactMatch", "Not")
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        assert row["comment"]
        assert row["object_label"]
    assert len({(row["subject_label"], row["object_id"]) for row in REJECTED}) == len(REJECTED)


def test_a_rejected_term_is_no_match_and_others_of_the_terminology_are(terminology: Path) -> None:
    lexicon = Lexicon.load([terminology], packages=False)
    rejected = lexicon.link("Dribbling", Relation.HAS_COMPLICATION)
    assert (rejected.how, rejected.matches) == ("phrase", ())
    assert lexicon.link("drooling", Relation.HAS_COMPLICATION).matches == ("HP:0002307",)


def test_what_a_user_says_counts_before_a_rejection(terminology: Path, tmp_path: Path) -> None:
    own = mappings(tmp_path, "dribbling", "skos:exactMatch", "HP:0002307", "semapv:Chaining")
    concept = Lexicon.load([terminology], own, packages=False).link("dribbling", Relation.TREATS)
    assert (concept.how, concept.matches) == ("curated", ("HP:0002307",))


def test_mappings_of_other_mentions_leave_the_rejections(terminology: Path, tmp_path: Path) -> None:
    own = mappings(tmp_path, "zyx", "skos:exactMatch", "pgc:pain", "semapv:Chaining")
    lexicon = Lexicon.load([terminology], own, packages=False)
    assert lexicon.link("dribbling", Relation.TREATS).matches == ()
    assert lexicon.link("zyx", Relation.TREATS).label == "pain"


def test_the_installed_terminologies_give_none_of_these(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROCGRAPH_PACKAGES", raising=False)
    if len(packaged_sources()) < 4:
        pytest.skip("the packages of the extra terminologies are not installed")
    lexicon = Lexicon.load()
    for row in REJECTED:
        concept = lexicon.link(row["subject_label"], Relation.TREATS)
        assert row["object_id"] not in concept.matches
