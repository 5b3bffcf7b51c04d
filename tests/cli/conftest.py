from __future__ import annotations

from types import SimpleNamespace

import pytest

from procgraph.cli import main
from procgraph.pipeline import build

DOCUMENT = """Name of the Procedure:
Sacroiliac Joint Injection
Summary
A needle brings medicine into the joint.
Indications
- Chronic low back pain
Personnel
- Pain specialist or radiologist
- Anesthesiologist, if sedation is used
Risks and Complications
- Rarely, nerve damage
Duration
30 to 60 minutes
Alternatives
- Sacroiliac radiofrequency neurotomy
- Surgery, if conservative treatments fail
"""
OTHER = """Name of the Procedure:
Sacroiliac radiofrequency neurotomy
Indications
- Chronic low back pain
Personnel
- Pain specialist
"""


@pytest.fixture(scope="session")
def documents(tmp_path_factory):
    """A folder with two documents."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "block.txt").write_text(DOCUMENT)
    (folder / "heat.txt").write_text(OTHER)
    return folder


@pytest.fixture(scope="session")
def graph(documents, tmp_path_factory):
    """A dataset of the two documents."""
    folder = tmp_path_factory.mktemp("graph") / "graph"
    build([documents], folder)
    return folder


@pytest.fixture
def procgraph(capsys):
    """The function that runs a call in this process: its exit code, output and errors."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        found = capsys.readouterr()
        return SimpleNamespace(code=code, out=found.out, err=found.err)

    return run
