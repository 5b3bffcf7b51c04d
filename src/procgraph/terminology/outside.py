"""Terminologies that are not our own: from a phrase to their terms.

A phrase that our vocabularies do not have is looked up in the others, in the vocabulary's stead
only where the relation asks for it: HP, MONDO and ICD-10-CM for conditions, UBERON for sites, and
what the user brings. The graph still has one naming scheme: the concept keeps an IRI of ours, made
from the phrase, which is the same whether or not a terminology is installed; the terms that were
found are its `Concept.matches`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from procgraph.cache import digest
from procgraph.errors import ResourceError
from procgraph.terminology.index import How
from procgraph.terminology.normalise import normalise, plain, sort_key, surface
from procgraph.terminology.outside_store import compiled, open_read_only
from procgraph.terminology.sources import Source

__all__ = ["Found", "NamedTerm", "Outside", "SourceInfo"]

# The steps of `outside_store`, which orders them: label, label in another order, synonym, synonym
# in another order, name of lesser standing.
_IN_ORDER = frozenset({1, 3})
_LABEL_STEPS = frozenset({0, 1})
_LESSER = 4
_UNSURE = frozenset({1, 3, _LESSER})
# An abbreviation is one only as it is written: 'ALL' is a leukemia, 'all' is not.
_LONGEST_ABBREVIATION = 6

_LOOK_UP = """
SELECT form.form, form.step, form.source, form.scheme, name.text, term.curie
FROM form JOIN name ON name.id = form.name JOIN term ON term.id = name.term
WHERE form.form IN (?, ?)
"""
_INFO = """
SELECT source.name, source.origin, source.version, group_concat(DISTINCT term.scheme),
    count(DISTINCT term.id), count(*)
FROM source JOIN term ON term.source = source.id JOIN name ON name.term = term.id
GROUP BY source.id ORDER BY source.id
"""
# The names with the words first: joining and sorting all that match takes ten times as long.
_SEARCH = """
SELECT term.curie, term.scheme, source.name, label.text, name.text
FROM (SELECT rowid AS id, rank FROM word WHERE word MATCH ? ORDER BY rank, rowid LIMIT ?) AS hit
    JOIN name ON name.id = hit.id JOIN term ON term.id = name.term
    JOIN source ON source.id = term.source
    JOIN name AS label ON label.id = (
        SELECT id FROM name WHERE name.term = term.id ORDER BY standing, id LIMIT 1
    )
ORDER BY hit.rank, hit.id
"""
_SEARCHED = 5


class Found(NamedTuple):
    """The terms that a phrase denotes, as CURIEs, sorted, and the best step that found one.

    `is_lesser`: only a name of lesser standing was found.
    """

    matches: tuple[str, ...]
    how: How
    is_lesser: bool


class NamedTerm(NamedTuple):
    """A term as a search finds it: `name` is what was found, `label` the preferred name."""

    curie: str
    scheme: str
    source: str
    label: str
    name: str


class SourceInfo(NamedTuple):
    """What `procgraph terms info` tells of a terminology."""

    name: str
    origin: str
    version: str
    schemes: tuple[str, ...]
    terms: int
    names: int


class Outside:
    """The compiled terminologies; nothing is read before something is looked up."""

    def __init__(self, path: Path, is_temporary: bool = False) -> None:
        self._path = path
        self._connections = threading.local()
        if is_temporary:
            weakref.finalize(self, shutil.rmtree, path.parent, ignore_errors=True)

    @classmethod
    def load(
        cls,
        sources: Sequence[Source],
        *,
        anew: bool = False,
        on_compile: Callable[[], None] | None = None,
    ) -> Outside:
        """These terminologies, compiled before or now, which `on_compile` hears; the first goes
        first.

        Raises:
            InputError: a source cannot be read as what it says it is.
        """
        return cls(*compiled(sources, anew=anew, on_compile=on_compile))

    def __reduce__(self) -> tuple[object, ...]:
        # To another process goes where the file is, not the duty to remove it.
        return (Outside, (self._path,))

    @property
    def version(self) -> str:
        """A hash of the names and versions of the terminologies, the same on every machine."""
        rows = self._rows("SELECT name, version FROM source ORDER BY id")
        return digest([part.encode() for row in rows for part in row])

    @property
    def sources(self) -> tuple[SourceInfo, ...]:
        """What there is, in the order in which it is asked."""
        return tuple(
            SourceInfo(name, origin, version, tuple(sorted(schemes.split(","))), terms, names)
            for name, origin, version, schemes, terms, names in self._rows(_INFO)
        )

    @property
    def path(self) -> Path:
        """The compiled file."""
        return self._path

    def look_up(
        self, phrase: str, schemes: Sequence[str], rejected: Iterable[str] = ()
    ) -> Found | None:
        """The terms that a phrase denotes in one of these vocabularies.

        Each terminology gives its best step: a preferred name, a synonym, either in another word
        order, and last a name of lesser standing. The last three count only where nothing better
        was found. `rejected` are CURIEs that shall not be found.
        """
        if not schemes:
            return None
        normal, ordered = normalise(phrase), sort_key(phrase)
        refused = frozenset(rejected)
        best: dict[int, tuple[int, int, str, str]] = {}
        for form, step, source, scheme, text, curie in self._rows(_LOOK_UP, normal, ordered):
            is_asked = form == (ordered if step in _IN_ORDER else normal) and scheme in schemes
            if is_asked and curie not in refused and _is_written_so(text, phrase):
                candidate = (step, schemes.index(scheme), curie, text)
                best[source] = min(best.get(source, candidate), candidate)
        if not best:
            return None
        step = min(found[0] for found in best.values())
        taken = [found for found in best.values() if found[0] == step or found[0] not in _UNSURE]
        matches = tuple(sorted({found[2] for found in taken}))
        return Found(matches, _how(step, taken, phrase), step == _LESSER)

    def search(self, text: str, schemes: Sequence[str] = (), limit: int = 10) -> list[NamedTerm]:
        """The terms with a name that has words of `text`, the nearest first.

        Names of any standing are searched, those of other scope ('related') too.
        """
        # The key has no function words: 'of' stands in every third name.
        query = " OR ".join(f'"{word}"' for word in sort_key(text).split() if word.isalnum())
        found: dict[str, NamedTerm] = {}
        for row in self._rows(_SEARCH, query, _SEARCHED * limit) if query else ():
            term = NamedTerm(*row)
            if not schemes or term.scheme in schemes:
                found.setdefault(term.curie, term)
        return list(found.values())[:limit]

    def label(self, curie: str) -> str | None:
        """The preferred name of a term."""
        rows: list[tuple[str]] = self._rows(
            "SELECT text FROM name JOIN term ON term.id = name.term "
            "WHERE curie = ? ORDER BY standing, name.id LIMIT 1",
            curie,
        )
        return rows[0][0] if rows else None

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with closing(self._connection().execute(query, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.DatabaseError as error:
            raise ResourceError(
                f"{self._path}: {error}; compile it again with `procgraph terms compile`"
            ) from None

    def _connection(self) -> sqlite3.Connection:
        """One a thread, and none that was opened before a fork."""
        opened: _Opened | None = getattr(self._connections, "opened", None)
        if opened is None or opened.process != os.getpid():
            opened = self._connections.opened = _Opened(open_read_only(self._path))
        return opened.connection


class _Opened:
    """A connection that is closed with the thread that it belongs to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.process = os.getpid()
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


def _is_written_so(text: str, phrase: str) -> bool:
    if len(text) > _LONGEST_ABBREVIATION or " " in text or sum(map(str.isupper, text)) < 2:
        return True
    return text in {plain(phrase).strip(), plain(phrase).strip().removesuffix("s")}


def _how(step: int, taken: Sequence[tuple[int, int, str, str]], phrase: str) -> How:
    if step not in _LABEL_STEPS:
        return "synonym"
    written = surface(phrase)
    return "exact" if any(surface(found[3]) == written for found in taken) else "inflected"
