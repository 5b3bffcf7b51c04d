"""What several rooms test on, and the same results on every machine: with the extra
``terminologies`` and without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import procgraph
from procgraph.api import ProcedureGraph

# Before anything is collected, and for the processes that tests start. The tests of the packages
# themselves take it away again.
os.environ["PROCGRAPH_PACKAGES"] = "none"

# The same examples on every run, and none that fails because the machine was busy.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> ProcedureGraph:
    """The graph of the project's own documents; not to be changed."""
    documents = Path(__file__).resolve().parents[1] / "data" / "documents"
    folder = tmp_path_factory.mktemp("corpus")
    procgraph.build([documents], folder)
    return procgraph.open(folder)
