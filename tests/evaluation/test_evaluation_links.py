"""Links against gold tables: what is right, what is wrong, and what is merely missing."""

from __future__ import annotations

import pytest

from procgraph.dataset.resolution import row
from procgraph.errors import InputError
from procgraph.evaluation import Counts
from procgraph.evaluation.links import LinkScore, score_links
from procgraph.evaluation.resolution import score_resolution
from procgraph.evaluation.tables import Link, Mention, half, read_links, read_resolution
from procgraph.model import Document, Extraction, Procedure, Relation
from procgraph.rdf.iris import concept_iri, procedure_iri
from procgraph.terminology import Lexicon, Term


def term(scheme: str, label: str, *synonyms: str, broader: tuple[str, ...] = ()) -> Term:
    return Term(
        concept_iri(label), scheme, label, synonyms, broader=tuple(map(concept_iri, broader))
    )


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.from_terms(
        [
            term("conditions", "pain"),
            term("conditions", "neck pain", "cervicalgia", broader=("pain",)),
            term("conditions", "fever"),
            term("personnel", "nurse"),
            term("procedures", "ablation"),
            term("procedures", "heart ablation", broader=("ablation",)),
            term("procedures", "cardioversion", "heart shock"),
        ]
    )


def gold(mention: str, concept: str = "", *broader: str, relation: str = "treats") -> Link:
    return Link(
        "2_a.txt",
        Relation(relation),
        mention,
        concept_iri(concept) if concept else None,
        tuple(map(concept_iri, broader)),
    )


def scored(lexicon: Lexicon, *links: Link) -> LinkScore:
    return sum(score_links(links, lexicon).values(), start=LinkScore())


# -- mentions to concepts --------------------------------------------------------------------------


def test_a_link_to_the_concept_of_the_gold_is_right(lexicon):
    score = scored(lexicon, gold("cervicalgia", "neck pain"))
    assert score.identities == Counts(1, 1, 1)
    assert score.wrong == score.missing == ()


def test_another_concept_is_wrong_and_said(lexicon):
    score = scored(lexicon, gold("cervicalgia", "fever"))
    assert score.identities == Counts(0, 1, 1)
    assert score.wrong == ("2_a.txt: 'cervicalgia' → pgc:neck-pain (synonym); right: pgc:fever",)


def test_a_link_where_there_should_be_none_is_wrong(lexicon):
    score = scored(lexicon, gold("neck pain"), gold("fever", "", "pain"))
    assert score.identities == Counts(0, 2, 0)
    assert len(score.wrong) == 2


def test_a_mention_without_its_concept_is_missing_and_not_wrong(lexicon):
    score = scored(lexicon, gold("pain of the nape", "neck pain"))
    assert score.identities == Counts(0, 0, 1)
    assert score.wrong == ()
    assert score.missing == ("2_a.txt: 'pain of the nape' → nothing; right: pgc:neck-pain",)


def test_a_mention_that_rightly_has_no_link_counts_for_nothing(lexicon):
    assert scored(lexicon, gold("the tube slips out")) == LinkScore()


@pytest.mark.parametrize("broader", ["neck pain", "pain"])
def test_a_step_to_a_broader_concept_may_stop_at_any_that_is_true(lexicon, broader):
    score = scored(lexicon, gold(f"severe {broader}", "", "neck pain"))
    assert score.steps == Counts(1, 1, 1)
    assert score.identities == Counts(0, 0, 0)
    assert score.wrong == ()


def test_a_step_to_a_concept_that_is_not_above_is_wrong(lexicon):
    score = scored(lexicon, gold("severe fever", "", "neck pain"), gold("acute fever"))
    assert score.steps == Counts(0, 2, 1)
    assert len(score.wrong) == 2


def test_a_step_is_no_substitute_for_the_identity(lexicon):
    score = scored(lexicon, gold("chronic pain", "neck pain"))
    assert score.identities == Counts(0, 0, 1)
    assert score.steps == Counts(1, 1, 0)
    assert len(score.missing) == 1


def test_slots_are_scored_apart_and_asked_for_their_own_concepts(lexicon):
    links = [gold("fever", "fever"), gold("nurse", relation="treats")]
    staff = gold("nurse", "nurse", relation="requiresPersonnel")
    scores = score_links([*links, staff], lexicon)
    assert {slot: score.identities for slot, score in scores.items()} == {
        "condition": Counts(1, 1, 1),
        "personnel": Counts(1, 1, 1),
    }


# -- mentions to documents -------------------------------------------------------------------------


def rows(lexicon: Lexicon, **titles: str):
    """A row for each document, whose title denotes what the lexicon says."""
    found = {}
    for name, title in titles.items():
        about = Procedure(
            procedure_iri(title), title, concepts=lexicon.procedure_concepts((title,))
        )
        found[name] = row(Extraction(Document(name, title, name), about, ()))
    return found


def mention(text: str, *targets: str, relation: str = "hasAlternative") -> Mention:
    return Mention("a", Relation(relation), text, frozenset(targets))


@pytest.mark.parametrize("relation", ["hasAlternative", "usesImaging", "requiresPreparation"])
def test_a_mention_that_reaches_its_document_is_right(lexicon, relation):
    table = rows(lexicon, a="Pill", b="Cardioversion")
    score = score_resolution([mention("cardioversion", "b", relation=relation)], table, lexicon)
    assert score.counts == Counts(1, 1, 1)
    assert score.counts.f(0.5) == 1.0


def test_two_documents_on_one_procedure_are_both_reached(lexicon):
    table = rows(lexicon, a="Pill", b="Cardioversion", c="Cardioversion", d="Heart shock")
    score = score_resolution([mention("heart shock", "b", "c", "d")], table, lexicon)
    assert score.counts == Counts(3, 3, 3)


def test_a_link_to_another_document_is_wrong_and_what_was_meant_is_missing(lexicon):
    table = rows(lexicon, a="Pill", b="Ablation", c="Heart ablation")
    score = score_resolution([mention("ablation", "c")], table, lexicon)
    assert score.counts == Counts(0, 1, 1)
    assert score.wrong == ("a: 'ablation' → b",)
    assert score.missing == ("a: 'ablation' → c",)


def test_a_tempting_mention_that_reaches_nothing_counts_for_nothing(lexicon):
    table = rows(lexicon, a="Pill", b="Heart ablation")
    score = score_resolution([mention("liver ablation")], table, lexicon)
    assert score.counts == Counts(0, 0, 0)


def test_a_document_that_names_itself_names_no_other(lexicon):
    table = rows(lexicon, a="Cardioversion")
    score = score_resolution([mention("cardioversion")], table, lexicon)
    assert score.counts == Counts(0, 0, 0)


def test_each_mention_stands_alone(lexicon):
    table = rows(lexicon, a="Pill", b="Cardioversion", c="Heart ablation")
    found = [mention("cardioversion", "b"), mention("heart ablation", "c"), mention("rest")]
    assert score_resolution(found, table, lexicon).counts == Counts(2, 2, 2)


def test_a_wrong_link_costs_more_than_a_missing_one(lexicon):
    table = rows(lexicon, a="Pill", b="Cardioversion", c="Ablation")
    right = mention("cardioversion", "b")
    missing = score_resolution([right, mention("liver ablation", "c")], table, lexicon)
    wrong = score_resolution([right, mention("ablation")], table, lexicon)
    assert missing.counts.f1 == wrong.counts.f1
    assert wrong.counts.f(0.5) < missing.counts.f(0.5) < 1.0


# -- tables ----------------------------------------------------------------------------------------

LINKS = "document\trelation\tmention\tconcept\tbroader\tnote\n"
RESOLUTION = "document\trelation\tmention\ttarget\tnote\n"


def test_a_table_of_links_is_read(tmp_path):
    table = tmp_path / "links.tsv"
    table.write_text(
        LINKS
        + "2_a.txt\ttreats\tcervicalgia\tpgc:neck-pain\t\t\n"
        + '2_a.txt\ttreats\t"bad" fever\t\tpgc:fever pgc:pain\tsaid so\n',
        "utf-8",
    )
    assert read_links(table) == [
        gold("cervicalgia", "neck pain"),
        gold('"bad" fever', "", "fever", "pain"),
    ]


def test_the_targets_of_a_mention_stand_in_rows_of_their_own(tmp_path):
    table = tmp_path / "resolution.tsv"
    table.write_text(
        RESOLUTION
        + "a\thasAlternative\theart shock\tb\t\n"
        + "a\thasAlternative\tsurgery\t\tof any kind\n"
        + "a\thasAlternative\theart shock\tc\t\n",
        "utf-8",
    )
    assert read_resolution(table) == [mention("heart shock", "b", "c"), mention("surgery")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", r"links\.tsv:1: lacks a column"),
        ("document\tmention\n", r"links\.tsv:1: lacks a column"),
        (LINKS + "a\ttreats\n", r"links\.tsv:2: has 2 cells"),
        (LINKS + "a\ttreat\tx\t\t\t\n", r"links\.tsv:2: has no relation 'treat'"),
        (LINKS + "a\ttreats\tx\tneck-pain\t\t\n", r"links\.tsv:2: has 'neck-pain' as a concept"),
        (LINKS + "a\ttreats\tx\tpgc:a pgc:b\t\t\n", r"links\.tsv:2: has more than one concept"),
    ],
)
def test_a_table_that_is_none_is_refused_in_one_line(tmp_path, text, problem):
    table = tmp_path / "links.tsv"
    table.write_text(text, "utf-8")
    with pytest.raises(InputError, match=problem) as refused:
        read_links(table)
    assert "\n" not in str(refused.value)


def test_a_table_that_is_missing_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_resolution(tmp_path / "resolution.tsv")


def test_the_halves_go_by_the_number_of_the_document():
    assert [half("002_a.txt"), half("003_a.txt")] == ["development", "test"]
