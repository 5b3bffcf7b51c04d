"""The compiled lexicon in the user's cache folder.

Parsing the vocabularies and working out every label's forms takes a good part of a second.
"""

from __future__ import annotations

import contextlib
from importlib.resources import files
from typing import Any

import procgraph
from procgraph.cache import digest, read_cached, write_cached
from procgraph.resources import vocabulary_files
from procgraph.terminology.index import LabelIndex, build_index
from procgraph.terminology.skos import Term, terms_from_turtle

__all__ = ["code_digest", "load_compiled", "own_version"]

_KIND = "lexicon"

_Compiled = tuple[list[Term], LabelIndex, str]


def load_compiled() -> _Compiled:
    """Terms, index and version of the project's vocabularies, from the cache or compiled anew.

    Raises:
        ResourceError: a vocabulary is missing or broken.
    """
    sources = [(path, path.read_bytes()) for path in vocabulary_files()]
    version = _version([data for _, data in sources])
    key = f"{version}-{code_digest()}"
    compiled = _read(key)
    if compiled is None:
        terms = [term for p, data in sources for term in terms_from_turtle(data, source=str(p))]
        terms.sort(key=lambda term: (term.scheme, term.iri))
        compiled = (terms, build_index(terms))
        write_cached(_KIND, key, {"terms": compiled[0], "index": compiled[1]})
    return (*compiled, version)


def own_version() -> str:
    """The version of the project's vocabularies, as `load_compiled` has it, without loading any."""
    return _version([path.read_bytes() for path in vocabulary_files()])


def code_digest() -> str:
    """A hash of the code and the rules that decide what is compiled."""
    code = _room(".py") + _room(".py", "sources") + _room(".toml", "rules")
    return digest([procgraph.__version__.encode(), *code])


def _version(vocabularies: list[bytes]) -> str:
    return digest(vocabularies + _room(".toml", "rules"))


def _room(suffix: str, folder: str = "") -> list[bytes]:
    """The files of this room, as they decide what is compiled."""
    where = files(__package__)
    entries = (where / folder if folder else where).iterdir()
    return [
        e.read_bytes() for e in sorted(entries, key=lambda e: e.name) if e.name.endswith(suffix)
    ]


def _read(key: str) -> tuple[list[Term], LabelIndex] | None:
    with contextlib.suppress(ValueError, TypeError, KeyError):
        content = read_cached(_KIND, key)
        return [_term(values) for values in content["terms"]], content["index"]
    return None


def _term(values: list[Any]) -> Term:
    iri, scheme, label, alt, hidden, broader, matches, classes = values
    return Term(
        iri,
        scheme,
        label,
        tuple(alt),
        tuple(hidden),
        tuple(broader),
        tuple(matches),
        tuple(classes),
    )
