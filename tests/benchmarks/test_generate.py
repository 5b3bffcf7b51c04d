"""Generated documents are like the corpus, the same for the same seed, and not all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from generate import CORPUS, generate

from procgraph.documents import read_documents
from procgraph.extraction import extract
from procgraph.model import Document
from procgraph.terminology import Lexicon


def texts(folder: Path) -> dict[str, str]:
    """The documents of a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    generate(120, folder)
    return folder


@pytest.fixture(scope="module")
def documents(folder: Path) -> list[Document]:
    return list(read_documents([folder]))


@pytest.fixture(scope="module")
def corpus() -> list[Document]:
    return list(read_documents([CORPUS]))


def mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers)


def test_fewer_documents_are_the_first_of_more(folder: Path, tmp_path: Path) -> None:
    generate(5, tmp_path)
    fewer = texts(tmp_path)
    assert len(fewer) == 5
    assert fewer.items() <= texts(folder).items()


def test_another_seed_gives_other_documents(folder: Path, tmp_path: Path) -> None:
    generate(5, tmp_path, seed=1)
    assert set(texts(folder).values()).isdisjoint(texts(tmp_path).values())


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
    made = [extract(document, lexicon) for document in documents[:30]]
    real = [extract(document, lexicon) for document in corpus[::4]]
    counts = [mean([len(extraction.facts) for extraction in group]) for group in (made, real)]
    assert counts[0] == pytest.approx(counts[1], rel=0.2)
    assert len({extraction.procedure.iri for extraction in made}) == len(made)
    assert all(extraction.procedure.code is None for extraction in made)


def test_no_code_of_the_corpus_stays(documents: list[Document], corpus: list[Document]) -> None:
    lexicon = Lexicon.from_terms([])
    codes = {extract(document, lexicon).procedure.code for document in corpus[::2]} - {None}
    assert len(codes) > 3
    assert not [d.id for d in documents if any(str(code) in d.text for code in codes)]


def test_novelty_is_the_share_of_sentences_that_are_made_new(
    tmp_path: Path, corpus: list[Document]
) -> None:
    known = "\n".join(document.text for document in corpus)

    def new(novelty: float) -> float:
        generate(30, tmp_path / str(novelty), novelty=novelty)
        made = texts(tmp_path / str(novelty)).values()
        lines = {line for text in made for line in text.split("\n") if line.startswith("- ")}
        # alternatives are made of the generated names, and new whatever the share
        return sum(line.removeprefix("- ") not in known for line in lines) / len(lines)

    assert new(0) < 0.25 < new(0.5) < 0.75 < new(1)
