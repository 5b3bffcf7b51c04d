"""The examples in the docstrings of the room."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["modifiers", "normalise", "skos", "words"])
def test_docstring_examples_are_true(name: str) -> None:
    result = doctest.testmod(import_module(f"procgraph.terminology.{name}"))
    assert result.attempted
    assert result.failed == 0
