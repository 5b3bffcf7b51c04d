"""The corpus is what its README says, and stays within its rules."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"
DOCUMENTS = sorted((DATA / "documents").iterdir())


def script(name):
    spec = importlib.util.spec_from_file_location(name, DATA / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def describe():
    return script("describe")


@pytest.fixture(scope="module")
def readme():
    return (DATA / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def written(describe, readme):
    return describe.described(readme)


def test_the_readme_is_up_to_date(written, readme):
    assert readme.splitlines() == written.splitlines(), "run python data/describe.py"


def test_at_least_twelve_conditions_have_four_procedures(written):
    assert int(re.search(r"\| condition \((\d+)\)", written)[1]) >= 12


def test_a_table_that_is_out_of_date_is_reported_and_mended(
    describe, written, tmp_path, monkeypatch, capsys
):
    page = tmp_path / "README.md"
    page.write_text(written.replace("| condition (", "| condition (9"), "utf-8")
    monkeypatch.setattr(describe, "README", page)
    monkeypatch.setattr(describe, "described", lambda readme: written)
    assert describe.main(["--check"]) == 1
    assert "describe.py" in capsys.readouterr().err
    assert describe.main([]) == 0
    assert page.read_text("utf-8") == written
    assert describe.main(["--check"]) == 0


def test_a_document_without_family_is_named(describe):
    extractions = list(describe.procgraph.extract(DATA / "documents" / "330_flu_vaccination.txt"))
    with pytest.raises(SystemExit, match="330"):
        list(describe.families_table([], extractions))


def test_there_are_at_least_eighty_documents():
    assert len(DOCUMENTS) >= 80


def test_document_numbers_are_unique():
    numbers = [path.name.partition("_")[0] for path in DOCUMENTS]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_has_a_cpt_number(path):
    # Five digits, or four and a letter, as CPT's categories have them.
    assert not re.findall(r"(?<![\w.,])\d{4}[\dFTU](?![\w.,%]*\d)\b", path.read_text("utf-8"))


def test_the_halves_of_the_gold_are_its_files():
    page = (DATA / "gold" / "README.md").read_text("utf-8")
    rows = [row for row in page.splitlines() if re.match(r"\| \w+ \| \d{3} ", row)]
    development, test = (set(re.findall(r"\d{3}", row)) for row in rows)
    corpus = {path.stem for path in DOCUMENTS}
    files = {
        path.name[:3] for path in (DATA / "gold" / "facts").rglob("*.json") if path.stem in corpus
    }
    assert development.isdisjoint(test)
    assert development | test == files


def test_each_gold_file_belongs_to_a_document():
    others = (DATA / "gold" / "documents").iterdir()
    stems = {path.stem for path in [*DOCUMENTS, *others]}
    for path in (DATA / "gold" / "facts").rglob("*.json"):
        assert json.loads(path.read_text("utf-8"))["doc"] == path.stem
        assert path.stem in stems


def test_two_readers_of_the_same_documents_agree_but_for_some_facts(capsys):
    script("agreement").main()
    agree = {name: float(f1) for name, f1 in map(str.split, capsys.readouterr().out.splitlines())}
    assert agree["all"] < agree["core"] < 1
    assert agree["all"] > 0.9


def test_a_reader_agrees_with_himself(tmp_path):
    own = DATA / "second_reader" / "unseen12"
    assert script("agreement").agreement(own, own).counts().f1 == 1
