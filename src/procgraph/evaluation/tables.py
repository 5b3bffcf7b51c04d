"""Gold tables of links: ``links.tsv`` and ``resolution.tsv``.

Both are tab-separated, a mention a row, decided by reading. In ``links.tsv`` a mention has a
`concept`, or none, and then perhaps `broader` ones: every concept of which it truly is a kind. In
``resolution.tsv`` it has the other documents that it truly names (a row each), or an empty target
where it only looks as if it named one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from procgraph.errors import InputError
from procgraph.model import Relation
from procgraph.rdf.iris import CONCEPT

__all__ = ["PREFIX", "Link", "Mention", "half", "read_links", "read_resolution"]

PREFIX = "pgc:"


@dataclass(frozen=True, slots=True)
class Link:
    """A gold row of ``links.tsv``; `concept` and `broader` are IRIs."""

    document: str
    relation: Relation
    mention: str
    concept: str | None = None
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of ``resolution.tsv`` with the documents that it names."""

    document: str
    relation: Relation
    mention: str
    targets: frozenset[str] = frozenset()


def read_links(path: Path) -> list[Link]:
    """The rows of a ``links.tsv``. Raises `InputError` for what is none."""
    found = []
    for where, cells in _rows(path, ("document", "relation", "mention", "concept", "broader")):
        concepts = [_iri(curie, where) for curie in cells["concept"].split()]
        if len(concepts) > 1:
            raise where.error("has more than one concept", "wider ones belong under 'broader'")
        found.append(
            Link(
                cells["document"],
                _relation(cells["relation"], where),
                cells["mention"],
                concepts[0] if concepts else None,
                tuple(_iri(curie, where) for curie in cells["broader"].split()),
            )
        )
    return found


def read_resolution(path: Path) -> list[Mention]:
    """The mentions of a ``resolution.tsv``, in its order. Raises `InputError` for what is none."""
    targets: dict[tuple[str, Relation, str], set[str]] = {}
    for where, cells in _rows(path, ("document", "relation", "mention", "target")):
        key = (cells["document"], _relation(cells["relation"], where), cells["mention"])
        named = targets.setdefault(key, set())
        if cells["target"]:
            named.add(cells["target"])
    return [Mention(*key, frozenset(named)) for key, named in targets.items()]


def half(document: str) -> str:
    """The half of the corpus that a document is in: ``development`` (even numbers) or ``test``."""
    number = re.match(r"\d+", document)
    return "development" if number is None or int(number[0]) % 2 == 0 else "test"


# -- tables ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Where:
    path: Path
    line: int

    def error(self, problem: str, mend: str) -> InputError:
        return InputError(problem, source=str(self.path), line=self.line, mend=mend)


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[_Where, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise _Where(path, 1).error("cannot be read", "give a table in UTF-8") from problem
    lines = [line.split("\t") for line in text.splitlines()]
    head = lines[0] if lines else []
    if any(name not in head for name in columns):
        raise _Where(path, 1).error("lacks a column", "its head begins " + " ".join(columns))
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(head):
            raise _Where(path, number).error(
                f"has {len(cells)} cells", f"each row has {len(head)}, separated by tabs"
            )
        yield _Where(path, number), dict(zip(head, cells, strict=True))


def _relation(name: str, where: _Where) -> Relation:
    try:
        return Relation(name)
    except ValueError:
        raise where.error(f"has no relation {name!r}", "see INTERFACE, relations") from None


def _iri(curie: str, where: _Where) -> str:
    if not curie.startswith(PREFIX):
        raise where.error(f"has {curie!r} as a concept", "write pgc:neck-pain")
    return CONCEPT + curie.removeprefix(PREFIX)
