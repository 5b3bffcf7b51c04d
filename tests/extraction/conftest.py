"""The project's own vocabularies, and one text read in one call."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from procgraph.extraction import extract
from procgraph.model import Document, Extraction
from procgraph.terminology import Lexicon


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="session")
def extraction(lexicon: Lexicon) -> Callable[[str], Extraction]:
    """What a text says, as the only document of a run."""

    def run(text: str, identifier: str = "document.txt") -> Extraction:
        return extract(Document(identifier, text, identifier), lexicon)

    return run
