"""Links after a small change are those of the table that the change leaves."""

from __future__ import annotations

import random

import pytest

from procgraph.dataset.relinking import relinked
from procgraph.dataset.resolution import Mentioned, Row, normal, resolve
from procgraph.dataset.summaries import Summary, read_sketch, write_summary
from procgraph.model import Relation
from procgraph.rdf.iris import concept_iri, procedure_iri

# Few, so that documents share them: cases, articles, punctuation, letters that fold to others.
NAMES = (
    "Heat needle",
    "The Heat-Needle",
    "heat needle of the neck",
    "Straße \N{LATIN SMALL LIGATURE FI}x",
    "strasse fix",
    'A "quoted\\" name',
    "\N{KELVIN SIGN}elvin scan",
    "kelvin scan",
    "Scan",
    "…",
)
CONCEPTS = tuple(concept_iri(name) for name in ("heat needle", "scan", "Straße fix", "block"))
HEADS = ("", "scan", "heat needle")
RELATIONS = (
    Relation.HAS_ALTERNATIVE,
    Relation.USES_IMAGING,
    Relation.REQUIRES_PREPARATION,
    Relation.ADD_ON_TO,
)


def some(rng, pool, most):
    return tuple(dict.fromkeys(rng.choices(pool, k=rng.randint(0, most))))


def random_row(rng):
    names = some(rng, NAMES, 2) or NAMES[:1]
    own = [procedure_iri(name) for name in NAMES]
    return Row(
        iri=procedure_iri(rng.choice(names)),
        names=names,
        heads=tuple(
            (head, rng.choice(("", "first", "additional"))) for head in some(rng, HEADS, 2)
        ),
        concepts=some(rng, CONCEPTS, 1),
        head_concepts=some(rng, CONCEPTS, 1),
        add_on=rng.random() < 0.3,
        code=("CPT4", rng.choice("12345")) if rng.random() < 0.3 else None,
        mentions=tuple(
            Mentioned(rng.choice(RELATIONS), rng.choice([*CONCEPTS, *own]), rng.choice(NAMES))
            for _ in range(rng.randint(0, 3))
        ),
    )


def sketch(row):
    """What is read of a row, as it stands on disk."""
    summary = Summary("a.txt", 7, {"treats": 1}, ({"message": ',"procedure": "x"'},), row)
    return read_sketch(write_summary(summary).encode() + b"\n")


def linked_after(rest, gone, come):
    return relinked(resolve([*rest, *gone]), [*map(sketch, rest)], gone, come)


@pytest.mark.parametrize("size", [0, 3, 8, 20])
def test_a_random_change_ends_in_the_links_of_the_whole_table(size):
    rng = random.Random(size)
    lost = 0
    for _ in range(300):
        rest, gone, come = (
            [random_row(rng) for _ in range(count)]
            for count in (size, rng.randint(0, 2), rng.randint(0, 2))
        )
        expected = resolve([*rest, *come])
        assert linked_after(rest, gone, come) == expected
        lost += not {*resolve([*rest, *gone])} <= {*expected}
    assert lost > 100


@pytest.mark.parametrize("row", [random_row(random.Random(seed)) for seed in range(20)])
def test_a_sketch_is_the_row_once_its_mentions_are_read(row):
    assert sketch(row).whole() == row
    says_primary = any(m.relation is Relation.ADD_ON_TO for m in row.mentions)
    assert (sketch(row).row.mentions == row.mentions) or not says_primary


def test_a_link_that_another_row_makes_stays():
    def block(name):
        mention = Mentioned(Relation.HAS_ALTERNATIVE, CONCEPTS[0], "heat needle")
        return Row(procedure_iri("Block"), (name,), (), (), (), False, None, (mention,))

    needle = Row(procedure_iri("Heat needle"), ("Heat needle",), (), (), (), False, None, ())
    one, other = block("Block"), block("Nerve block")
    found = linked_after([needle, other], [one], [])
    assert found == resolve([needle, other])
    assert found == resolve([needle, other, one])


def test_links_with_irregular_iris_are_left_to_the_whole_table():
    odd = Row("https://example.org/a|b", ("A",), (), (), (), False, None, ())
    assert linked_after([], [], [odd]) is None


def test_the_names_of_these_tests_meet():
    assert normal(NAMES[0]) == normal(NAMES[1])
    assert normal(NAMES[3]) == normal(NAMES[4])
    assert normal(NAMES[6]) == normal(NAMES[7])
    assert normal(NAMES[-1]) == ""
