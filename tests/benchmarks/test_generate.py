"""Generated documents are like the corpus, the same for the same seed, and not all the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from procgraph.documents import read_documents
from procgraph.extraction import extract
from procgraph.model import Document
from procgraph.terminology import Lexicon

ROOT = Path(__file__).resolve().parents[2]


def generated(folder: Path, number: int, *options: str) -> dict[str, str]:
    """The documents of a run of the program, by path."""
    program = [sys.executable, ROOT / "benchmarks" / "generate.py", str(number), "--out", folder]
    subprocess.run([*map(str, program), *options], check=True, capture_output=True)
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    generated(folder, 120)
    return folder


@pytest.fixture(scope="module")
def documents(folder: Path) -> list[Document]:
    return list(read_documents([folder]))


@pytest.fixture(scope="module")
def corpus() -> list[Document]:
    return list(read_documents([ROOT / "data" / "documents"]))


def mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers)


def test_fewer_documents_are_the_first_of_more(folder: Path, tmp_path: Path) -> None:
    fewer = generated(tmp_path, 5)
    more = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*.*")}
    assert len(fewer) == 5
    assert fewer.items() <= more.items()


def test_another_seed_gives_other_documents(folder: Path, tmp_path: Path) -> None:
    others = generated(tmp_path, 5, "--seed", "1")
    texts = {path.read_text("utf-8") for path in folder.rglob("*.*")}
    assert texts.isdisjoint(others.values())


def test_sizes_and_formats_are_those_of_the_corpus(
    documents: list[Document], corpus: list[Document]
) -> None:
    sizes = [mean([len(document.text) for document in group]) for group in (documents, corpus)]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.2)
    assert {Path(document.id).suffix for document in documents} == {".txt", ".md", ".html"}


def test_they_say_as_much_as_the_corpus_and_each_has_a_procedure_of_its_own(
    documents: list[Document], corpus: list[Document]
) -> None:
    lexicon = Lexicon.from_terms([])
    made = [extract(document, lexicon) for document in documents[:60]]
    real = [extract(document, lexicon) for document in corpus[::2]]
    counts = [mean([len(extraction.facts) for extraction in group]) for group in (made, real)]
    assert counts[0] == pytest.approx(counts[1], rel=0.2)
    assert len({extraction.procedure.iri for extraction in made}) == len(made)
    assert all(extraction.procedure.code is None for extraction in made)


def test_no_code_of_the_corpus_stays(documents: list[Document], corpus: list[Document]) -> None:
    codes = {document.code for document in corpus if document.code}
    assert codes
    assert not [d.id for d in documents if any(code in d.text for code in codes)]


def test_novelty_is_the_share_of_sentences_that_are_made_new(tmp_path: Path) -> None:
    def bullets(novelty: str) -> set[str]:
        texts = generated(tmp_path / novelty, 40, "--novelty", novelty).values()
        return {line for text in texts for line in text.split("\n") if line.startswith("- ")}

    known = {
        line
        for path in (ROOT / "data" / "documents").iterdir()
        for line in path.read_text("utf-8").split("\n")
    }

    def new(lines: set[str]) -> float:
        return len(lines - known) / len(lines)

    assert new(bullets("0")) < 0.3 < new(bullets("0.5")) < 0.8 < new(bullets("1"))
