"""Mapping files (SSSOM) that override and reject what linking finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from procgraph.errors import InputError
from procgraph.model import Concept, Relation
from procgraph.rdf.iris import CONCEPT
from procgraph.terminology import Lexicon
from procgraph.terminology.curation import read_mappings
from procgraph.terminology.outside import Outside
from procgraph.terminology.skos import terms_from_turtle
from procgraph.terminology.slots import SLOTS
from procgraph.terminology.sources import Name, Standing

COLUMNS = (
    "subject_label", "subject_category", "predicate_id", "predicate_modifier",
    "object_id", "object_label", "mapping_justification",
)  # fmt: skip
CURATED = "semapv:ManualMappingCuration"

Link = Callable[..., Concept]


def row(
    subject: str, predicate: str, target: str, *, slot: str = "", no: str = "", label: str = ""
) -> str:
    return "\t".join((subject, slot, f"skos:{predicate}", no, target, label, CURATED))


@pytest.fixture
def link(tmp_path: Path, turtle: str, make_outside: Callable[..., Outside]) -> Link:
    """Link a phrase under the mappings of some rows."""
    names = [
        Name("HP:1", "conditions", "sore thumb"),
        Name("HP:2", "conditions", "thumb disorder"),
        Name("HP:3", "conditions", "thumb burn"),
    ]
    outside = make_outside(HP=names, ICD10CM=[Name("ICD10CM:M00", "conditions", "sore thumb")])

    def link(phrase: str, *rows: str, relation: Relation = Relation.TREATS) -> Concept:
        path = tmp_path / "own.sssom.tsv"
        header = (
            "#license: https://creativecommons.org/publicdomain/zero/1.0/\n#curie_map:\n#  HP: x\n"
        )
        path.write_text(header + "\t".join(COLUMNS) + "\n" + "".join(r + "\n" for r in rows))
        terms = terms_from_turtle(turtle)
        lexicon = Lexicon.from_terms(terms, "v", outside=outside, curation=read_mappings(path))
        return lexicon.link(phrase, relation)

    return link


def test_a_mention_means_a_concept_of_ours(link: Link) -> None:
    concept = link("Sore thumbs", row("sore thumb", "exactMatch", "pgc:numbness"))
    assert concept == Concept(CONCEPT + "numbness", "numbness", "Sore thumbs", (), "curated")


def test_a_mention_means_an_outside_term(link: Link) -> None:
    rows = [row("my bad thumb", "exactMatch", curie) for curie in ("HP:1", "ICD10CM:M00")]
    concept = link("My bad thumb", *rows)
    assert (concept.how, concept.matches) == ("curated", ("HP:1", "ICD10CM:M00"))
    # 'my' is a determiner: the label is as it would be without the mapping.
    assert (concept.iri, concept.label) == (CONCEPT + "bad-thumb", "bad thumb")


def test_a_concept_of_ours_gets_a_further_match(link: Link) -> None:
    concept = link(
        "neck pain",
        row("neck pain", "exactMatch", "pgc:neck-pain"),
        row("neck pain", "exactMatch", "HP:1"),
    )
    assert concept.iri == CONCEPT + "neck-pain"
    assert concept.matches == ("HP:0030833", "HP:1", "ICD10CM:M54.2", "MESH:D019547")


def test_a_label_of_ours_may_mean_something_else(link: Link) -> None:
    matched = link("neck pain", row("neck pain", "exactMatch", "HP:1"))
    assert (matched.iri, matched.how) == (CONCEPT + "neck-pain", "curated")
    assert "HP:1" in matched.matches
    assert "MESH:D019547" in matched.matches
    elsewhere = CONCEPT + "neck-pain--condition"
    wider = link("neck pain", row("neck pain", "broadMatch", "pgc:pain"))
    assert (wider.iri, wider.how, wider.broader) == (elsewhere, "curated", CONCEPT + "pain")
    nothing = link("neck pain", row("neck pain", "exactMatch", "sssom:NoTermFound"))
    assert (nothing.iri, nothing.how) == (elsewhere, "curated")


def test_a_mention_is_narrower_than_a_concept(link: Link) -> None:
    concept = link("text neck", row("text neck", "broadMatch", "pgc:neck-pain"))
    assert (concept.iri, concept.how) == (CONCEPT + "text-neck", "curated")
    assert concept.broader == CONCEPT + "neck-pain"


def test_a_mention_is_narrower_than_an_outside_term(link: Link) -> None:
    concept = link("gamer's thumb", row("gamer's thumb", "broadMatch", "HP:2"))
    assert (concept.how, concept.broader) == ("curated", CONCEPT + "thumb-disorder")
    named = row("gamer's thumb", "broadMatch", "X:9", label="Hand disorders")
    assert link("gamer's thumb", named).broader == CONCEPT + "hand-disorder"
    assert link("gamer's thumb", row("gamer's thumb", "broadMatch", "X:9")).how == "phrase"


def test_a_match_is_rejected_and_the_next_step_answers(link: Link) -> None:
    assert link("sore thumb").matches == ("HP:1", "ICD10CM:M00")
    rejected = link("sore thumb", row("sore thumb", "exactMatch", "HP:1", no="Not"))
    assert (rejected.how, rejected.matches) == ("exact", ("ICD10CM:M00",))
    own = link("stiff neck", row("stiff neck", "exactMatch", "pgc:neck-pain", no="Not"))
    assert (own.iri, own.how) == (CONCEPT + "stiff-neck", "phrase")
    label = link("neck pain", row("neck pain", "relatedMatch", "pgc:neck-pain", no="Not"))
    assert (label.iri, label.how) == (CONCEPT + "neck-pain--condition", "phrase")
    wider = link(
        "severe neck pain", row("severe neck pain", "broadMatch", "pgc:neck-pain", no="Not")
    )
    assert (wider.how, wider.broader) == ("phrase", None)


def test_a_person_may_say_that_there_is_no_term(link: Link) -> None:
    concept = link("sore thumb", row("sore thumb", "exactMatch", "sssom:NoTermFound"))
    assert (concept.how, concept.matches, concept.iri) == ("curated", (), CONCEPT + "sore-thumb")


def test_a_row_may_hold_for_one_slot_only(link: Link) -> None:
    rows = (row("thumb burn", "exactMatch", "pgc:numbness", slot="condition"),)
    assert link("thumb burn", *rows).label == "numbness"
    elsewhere = link("thumb burn", *rows, relation=Relation.HAS_ANATOMICAL_SITE)
    assert elsewhere.how == "phrase"


def test_proposals_decide_nothing(link: Link) -> None:
    for predicate in ("relatedMatch", "closeMatch", "narrowMatch"):
        assert link("sore thumb", row("sore thumb", predicate, "pgc:numbness")).how == "exact"


def test_a_subject_may_be_a_concept_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    full = "http://www.w3.org/2004/02/skos/core#exactMatch"
    path.write_text(
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        f"pgc:sore-thumb\t{full}\tHP:1\t{CURATED}\n"
    )
    decision = read_mappings(path).decide("The sore thumbs", SLOTS[Relation.TREATS])
    assert decision is not None
    assert (decision.exact, decision.justifications) == (("HP:1",), (CURATED,))


def test_mappings_are_part_of_the_version(tmp_path: Path, turtle: str) -> None:
    versions = set()
    for target in ("HP:1", "HP:2"):
        path = tmp_path / "own.tsv"
        path.write_text("\t".join(COLUMNS) + "\n" + row("x", "exactMatch", target) + "\n")
        terms = terms_from_turtle(turtle)
        versions.add(Lexicon.from_terms(terms, "v", curation=read_mappings(path)).version)
    assert len(versions) == 2
    assert Lexicon.from_terms(terms, "v").version == "v"


HEADER = "\t".join(COLUMNS)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", None, "is empty"),
        ("#only: metadata\n", None, "is empty"),
        ("subject_label\tobject_id\n", 1, "has no column 'predicate_id'"),
        ("predicate_id\tobject_id\tmapping_justification\n", 1, "has no column 'subject_label'"),
        (f"#a: b\n{HEADER}\nx\n", 3, "the cell 'predicate_id' is empty"),
        (f"{HEADER}\nx\t\tskos:exactMatch\t\t\t\t{CURATED}\n", 2, "the cell 'object_id' is empty"),
        (f"{HEADER}\nx\t\tskos:exactMatch\t\tHP:1\t\t\n", 2, "'mapping_justification' is empty"),
        (f"{HEADER}\n{row('x', 'exactMatch', 'HP:1', no='not')}\n", 2, "'not' is no predicate"),
        (f"{HEADER}\n{row('x', 'wrongMatch', 'HP:1')}\n", 2, "'skos:wrongMatch' is no predicate"),
        (f"{HEADER}\nx\t\texactMatch\t\tHP:1\t\t{CURATED}\n", 2, "'exactMatch' is no predicate"),
        (f"{HEADER}\n{row('x', 'exactMatch', 'HP:1', slot='limb')}\n", 2, "'limb' is no slot"),
        (f"{HEADER}\n{row('', 'exactMatch', 'HP:1')}\n", 2, "names no mention"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int | None, problem: str
) -> None:
    path = tmp_path / "own.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=problem) as caught:
        read_mappings(path)
    assert caught.value.line == line
    assert caught.value.mend


def test_a_concept_that_does_not_exist_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROCGRAPH_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "own.sssom.tsv"
    path.write_text(f"{HEADER}\n{row('x', 'exactMatch', 'pgc:neck-pian')}\n")
    with pytest.raises(
        InputError, match=r":2: there is no concept pgc:neck-pian; `procgraph terms"
    ):
        read_mappings(path, {CONCEPT + "neck-pain"})
    with pytest.raises(InputError, match="there is no concept pgc:neck-pian"):
        Lexicon.load(mappings=path, packages=False)


def test_the_order_of_steps_with_terminologies_beside_our_own(
    turtle: str, make_outside: Callable[..., Outside]
) -> None:
    names = [
        Name("HP:1", "conditions", "Neck pain"),
        Name("HP:2", "conditions", "Chronic numbness"),
        Name("HP:3", "conditions", "Sore thumb"),
        Name("HP:4", "conditions", "Rest"),
        Name("HP:5", "conditions", "Transient neck pain", Standing.LESSER),
        Name("HP:6", "conditions", "Transient toe pain", Standing.LESSER),
    ]
    terms = terms_from_turtle(turtle)
    lexicon = Lexicon.from_terms(terms, outside=make_outside(HP=names))

    def linked(phrase: str) -> tuple[str, str, tuple[str, ...], str]:
        found = lexicon.link(phrase, Relation.TREATS)
        own = found.iri.removeprefix(CONCEPT)
        return own, found.how, found.matches, (found.broader or "").removeprefix(CONCEPT)

    # Ours answers first, with its own matches; what is dropped is looked up with ours first too.
    assert linked("neck pain")[:2] == ("neck-pain", "exact")
    assert "HP:1" not in linked("neck pain")[2]
    assert linked("sore thumbs") == ("sore-thumb", "inflected", ("HP:3",), "")
    # A term of theirs that is narrower than one of ours has both.
    assert linked("chronic numbness") == ("chronic-numbness", "exact", ("HP:2",), "numbness")
    assert linked("severe chronic numbness") == (
        "severe-chronic-numbness",
        "broader",
        (),
        "numbness",
    )
    assert linked("severe sore thumb") == ("severe-sore-thumb", "broader", (), "sore-thumb")
    assert linked("rest") == ("rest--condition", "exact", ("HP:4",), "")
    # A name of lesser standing is no match where a concept of ours is wider.
    assert linked("transient neck pain") == ("transient-neck-pain", "broader", (), "neck-pain")
    assert linked("transient toe pain") == ("transient-toe-pain", "synonym", ("HP:6",), "")


def test_linking_is_the_same_in_the_iri_with_and_without_terminologies(
    turtle: str, make_outside: Callable[..., Outside]
) -> None:
    terms = terms_from_turtle(turtle)
    names = [Name("HP:1", "conditions", text) for text in ("Sore thumb", "Rest", "O'Neill's toe")]
    without, beside = (
        Lexicon.from_terms(terms),
        Lexicon.from_terms(terms, outside=make_outside(HP=names)),
    )
    for phrase in ("sore thumbs", "The sore thumb", "rest", "O'Neill's toes", "severe rest"):
        one, other = (lexicon.link(phrase, Relation.TREATS) for lexicon in (without, beside))
        assert (one.iri, one.label) == (other.iri, other.label)
