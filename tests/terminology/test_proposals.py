"""Open mentions as an SSSOM table with candidates."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from procgraph.errors import ResourceError
from procgraph.model import Relation
from procgraph.terminology import Lexicon
from procgraph.terminology.curation import read_mappings
from procgraph.terminology.outside import Outside
from procgraph.terminology.proposals import COLUMNS, Candidate, Proposer, open_mentions
from procgraph.terminology.skos import terms_from_turtle
from procgraph.terminology.slots import SLOTS
from procgraph.terminology.sources import Name, Standing

NAMES = [
    Name("HP:1", "conditions", "Pain of the neck"),
    Name("HP:1", "conditions", "Painful nape", Standing.OTHER),
    Name("UBERON:1", "anatomy", "neck"),
]


@pytest.fixture
def lexicon(turtle: str, make_outside: Callable[..., Outside]) -> Lexicon:
    pytest.importorskip("rapidfuzz", reason="rapidfuzz (extra terminologies) is not installed")
    return Lexicon.from_terms(terms_from_turtle(turtle), outside=make_outside(HP=NAMES))


def cells(lines: list[str]) -> list[dict[str, str]]:
    header, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert tuple(header) == COLUMNS
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_candidates_are_terms_of_the_slot_with_a_like_name(lexicon: Lexicon) -> None:
    proposer = Proposer(lexicon)
    found = proposer.candidates("neck pian", SLOTS[Relation.TREATS])
    assert found[0] == Candidate("pgc:neck-pain", "neck pain", 0.89)
    assert len(proposer.candidates("neck pain", SLOTS[Relation.TREATS], limit=1)) == 1
    assert proposer.candidates("neck pain", SLOTS[Relation.HAS_BENEFIT]) == []
    site = proposer.candidates("necks", SLOTS[Relation.HAS_ANATOMICAL_SITE])
    assert [candidate.identifier for candidate in site] == ["UBERON:1"]


def test_a_name_without_a_common_word_is_no_candidate_unless_it_is_a_misspelling(
    lexicon: Lexicon,
) -> None:
    proposer, slot = Proposer(lexicon), SLOTS[Relation.TREATS]
    assert proposer.candidates("number", slot) == []
    assert proposer.candidates("numbnes", slot)[0].identifier == "pgc:numbness"


def test_names_of_other_scope_are_candidates_too(lexicon: Lexicon) -> None:
    found = Proposer(lexicon).candidates("painful napes", SLOTS[Relation.TREATS])
    assert found[0] == Candidate("HP:1", "Pain of the neck", 1.0)


def test_the_most_frequent_mention_is_first_and_keeps_its_count(lexicon: Lexicon) -> None:
    counts = {
        ("stiff nek", "treats"): 1,
        ("stiff nek", "diagnoses"): 2,
        ("qqqq", "treats"): 2,
        ("feeling good", "hasBenefit"): 9,
    }
    rows = cells(list(open_mentions(counts, lexicon, limit=1)))
    assert [(r["subject_label"], r["object_id"], r["comment"]) for r in rows] == [
        ("stiff nek", "pgc:neck-pain", "3 mentions"),
        ("qqqq", "sssom:NoTermFound", "2 mentions"),
    ]
    assert rows[0]["subject_category"] == "condition"
    assert rows[0]["subject_type"] == "rdfs literal"
    assert float(rows[0]["similarity_score"]) > 0.8
    assert rows[1]["similarity_score"] == ""


def test_the_file_decides_nothing_until_a_person_edits_it(lexicon: Lexicon, tmp_path: Path) -> None:
    lines = list(open_mentions({("stiff nek", "treats"): 1}, lexicon, limit=1))
    path = tmp_path / "open.sssom.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    slot = SLOTS[Relation.TREATS]
    assert read_mappings(path).decide("stiff nek", slot) is None
    path.write_text("\n".join(lines).replace("relatedMatch", "exactMatch"), encoding="utf-8")
    decision = read_mappings(path).decide("stiff nek", slot)
    assert decision is not None
    assert decision.exact[0].endswith("/neck-pain")


def test_without_rapidfuzz_the_mend_is_named(turtle: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    lexicon = Lexicon.from_terms(terms_from_turtle(turtle))
    with pytest.raises(ResourceError, match=r'pip install "procgraph-kg\[terminologies\]"'):
        Proposer(lexicon)
