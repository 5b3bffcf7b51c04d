from __future__ import annotations

import pytest

from procgraph.pipeline import build

BLOCK = """Name of the Procedure:
Sacroiliac Joint Injection
Summary
A needle brings medicine into the joint.
Indications
- Chronic low back pain
Personnel
- Pain specialist or radiologist
- Anesthesiologist, if sedation is used
Duration
30 to 60 minutes
Alternatives
- Sacroiliac radiofrequency neurotomy of the test kind
- Surgery, if conservative treatments fail
"""
HEAT = """Name of the Procedure:
Sacroiliac radiofrequency neurotomy of the test kind
Indications
- Chronic low back pain
Personnel
- Pain specialist
"""


@pytest.fixture(scope="session")
def make_documents():
    """Fill a folder with a dozen small documents."""

    def make(folder):
        folder.mkdir()
        (folder / "block.txt").write_text(BLOCK)
        (folder / "heat.txt").write_text(HEAT)
        for number in range(10):
            text = HEAT.replace("of the test kind", f"number {number}")
            (folder / f"{number}.txt").write_text(text)
        return folder

    return make


@pytest.fixture
def documents(tmp_path, make_documents):
    """A folder with a dozen small documents."""
    return make_documents(tmp_path / "documents")


@pytest.fixture
def out(tmp_path):
    """Where the dataset goes."""
    return tmp_path / "out"


@pytest.fixture
def built(documents, out):
    """A dataset of the documents."""
    build([documents], out)
    return out


@pytest.fixture(scope="session")
def dataset_bytes():
    """Every byte of a dataset by its path, but what is made from them or is no part of it."""
    apart = {"index", "reports", ".lock", ".retired"}

    def read(folder):
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.relative_to(folder).parts[0] not in apart
        }

    return read
