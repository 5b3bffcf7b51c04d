"""A folder of gold: facts and tables in one call, the halves, and what is told of a bad folder."""

from __future__ import annotations

import json

import pytest

from procgraph.cli import main
from procgraph.errors import InputError
from procgraph.evaluation import read_gold_folder

LINKS = "document\trelation\tmention\tconcept\tbroader\tnote\n"
RESOLUTION = "document\trelation\tmention\ttarget\tnote\n"
TEXT = "Name of the Procedure:\n{}\n\nIndications\n- Neck pain\n"


@pytest.fixture
def documents(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, title in {"2_a": "Massage", "3_b": "Acupuncture", "4_c": "Yoga"}.items():
        (folder / f"{name}.txt").write_text(TEXT.format(title), "utf-8")
    return folder


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    for part, name in {"development": "2_a", "test": "3_b"}.items():
        (folder / part).mkdir(parents=True)
        treats = [{"label": "neck pain", "quote": "Neck pain", "relation": "treats"}]
        (folder / part / f"{name}.json").write_text(json.dumps({"treats": treats}), "utf-8")
    (folder / "links.tsv").write_text(
        LINKS
        + "2_a.txt\ttreats\tneck pain\tpgc:fever\t\t\n"
        + "3_b.txt\tusesImaging\tMRI\tpgc:magnetic-resonance-imaging\t\t\n",
        "utf-8",
    )
    (folder / "resolution.tsv").write_text(
        RESOLUTION
        + "2_a.txt\thasAlternative\tacupuncture\t3_b.txt\t\n"
        + "2_a.txt\thasAlternative\tposes\t4_c.txt\t\n",
        "utf-8",
    )
    return folder


def evaluated(capsys, *arguments):
    code = main(["evaluate", *map(str, arguments)])
    return code, capsys.readouterr()


def test_facts_links_and_resolution_are_scored_in_one_call(documents, gold, capsys):
    code, found = evaluated(capsys, documents, gold, "--format", "json")
    scores = json.loads(found.out)
    assert code == 0
    assert scores["fields"]["treats"]["matched"] == 2
    assert scores["links"]["condition"]["precision"] == 0.0
    assert scores["links"]["imaging"]["matched"] == 1
    assert (scores["links"]["all"]["found"], scores["links"]["all"]["gold"]) == (2, 2)
    # What leads nowhere is a miss and not wrong.
    assert (scores["resolution"]["matched"], scores["resolution"]["found"]) == (1, 1)
    assert scores["resolution"]["missing"] == ["2_a.txt: 'poses' → 4_c.txt"]
    assert scores["resolution"]["recall"] < scores["resolution"]["f0.5"] < 1.0


def test_the_table_has_a_line_a_slot_and_the_weighted_score(documents, gold, capsys):
    _, found = evaluated(capsys, documents, gold)
    lines = [line.split() for line in found.out.splitlines()]
    heads = [line[0] for line in lines if line]
    assert heads[heads.index("links") + 1 :] == [
        "condition",
        "imaging",
        "all",
        "between",
        "resolution",
    ]
    assert ["resolution", "1.000", "0.500", "0.833", "1", "1", "2"] in lines


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("treats", "document"),
        ("links", "'neck pain' → pgc:neck-pain (exact); right: pgc:fever"),
        ("resolution", "missing documents: 1"),
    ],
)
def test_the_details_of_a_field_or_a_table_are_listed(documents, gold, capsys, field, told):
    code, found = evaluated(capsys, documents, gold, "--details", field)
    assert code == 0
    assert told in found.out


def test_a_half_has_its_own_facts_and_rows(documents, gold, capsys):
    _, found = evaluated(capsys, documents, gold, "--half", "test", "--format", "json")
    scores = json.loads(found.out)
    assert scores["documents"] == 1
    assert list(scores["links"]) == ["imaging", "all"]
    assert scores["resolution"]["gold"] == 0


def test_a_folder_of_facts_alone_has_no_scores_of_links(documents, gold, capsys):
    _, found = evaluated(capsys, documents, gold / "test", "--format", "json")
    assert not {"links", "resolution"} & json.loads(found.out).keys()
    code, found = evaluated(capsys, documents, gold / "test", "--details", "links")
    assert code == 2
    assert "has no field 'links'" in found.err


def test_tables_alone_are_enough(documents, gold, capsys):
    for file in gold.rglob("*.json"):
        file.unlink()
    code, found = evaluated(capsys, documents, gold)
    assert code == 0
    assert "resolution" in found.out
    assert "personnel.one-of" not in found.out


def test_a_folder_without_gold_is_refused(documents):
    with pytest.raises(InputError, match="has no gold files"):
        read_gold_folder(documents)
