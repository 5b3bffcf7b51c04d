"""Terminologies that are not our own, compiled into one SQLite file in the cache folder.

A quarter of a million names are too many to parse, or even to unpickle, at every start: as SQLite
they open at once, take no memory but the pages that are asked for, and all workers share those.
The file's name is made of everything that it depends on; it is made anew when it is missing or cut
off. Where nothing can be written, it stands in a temporary folder as long as the process lives.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from procgraph.cache import cache_dir, digest
from procgraph.terminology.normalise import normalise, sort_key
from procgraph.terminology.sources import Name, Source, Standing
from procgraph.terminology.store import code_digest

__all__ = ["compiled", "open_read_only"]

# Compiled files of other sources or versions that stay.
_KEPT = 4
_HEADER = 100

_SCHEMA = """
CREATE TABLE source (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, origin TEXT NOT NULL, version TEXT NOT NULL
);
CREATE TABLE term (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, scheme TEXT NOT NULL, curie TEXT NOT NULL
);
CREATE TABLE name (
    id INTEGER PRIMARY KEY, term INTEGER NOT NULL, standing INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE TABLE form (
    form TEXT, scheme TEXT, step INTEGER, source INTEGER, name INTEGER NOT NULL,
    PRIMARY KEY (form, scheme, step, source)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE word USING fts5 (
    text, content = 'name', content_rowid = 'id', tokenize = 'porter unicode61'
);
CREATE TEMPORARY TABLE found (
    form TEXT, scheme TEXT, step INTEGER, source INTEGER, name INTEGER, term INTEGER
);
"""

# Where two terms of one source share a form, it means neither. The terms of a name's text are told
# apart before: a label goes before another term's synonym, for that is another step.
_FORMS = """
INSERT INTO form
SELECT form, scheme, step, source, min(name) FROM found
GROUP BY form, scheme, step, source HAVING min(term) = max(term)
ORDER BY form, scheme, step, source
"""

_NamedStep = tuple[str, int]


def compiled(
    sources: Sequence[Source], *, anew: bool = False, on_compile: Callable[[], None] | None = None
) -> tuple[Path, bool]:
    """The file with the names of these sources, and whether its folder is a temporary one, which
    the caller removes.

    The first source goes first. With `anew` a file that is there is not used. `on_compile` is
    called before a file is made, which takes a while.

    Raises:
        InputError: a source cannot be read as what it says it is.
    """
    key = digest([code_digest().encode(), *(f"{s.name} {s.key}".encode() for s in sources)])
    path = cache_dir() / f"names-{key}.sqlite"
    if not anew and _is_whole(path):
        return path, False
    if on_compile:
        on_compile()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, written = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        os.close(descriptor)
        try:
            _compile(sources, Path(written))
            Path(written).replace(path)
        finally:
            Path(written).unlink(missing_ok=True)
        _prune(path)
        return path, False
    path = Path(tempfile.mkdtemp(prefix="procgraph-")) / path.name
    _compile(sources, path)
    return path, True


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that looks for no locks and no journal: nobody writes to a finished file."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


def _compile(sources: Sequence[Source], path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        # A file that is not finished is thrown away, so nothing needs to be safe before the end.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        for number, source in enumerate(sources):
            connection.execute(
                "INSERT INTO source VALUES (?, ?, ?, ?)",
                (number, source.name, source.origin, source.version()),
            )
            _add(connection, number, source.read())
        connection.execute(_FORMS)
        connection.execute("CREATE INDEX names_of_term ON name (term)")
        connection.execute("INSERT INTO word (word) VALUES ('rebuild')")
        connection.execute("DROP TABLE found")
        connection.commit()


def _add(connection: sqlite3.Connection, source: int, names: Iterable[Name]) -> None:
    terms: dict[tuple[str, str], int] = {}
    first = _next_id(connection, "term")
    for number, name in enumerate(names, start=_next_id(connection, "name")):
        key = (name.curie, name.scheme)
        term = terms.get(key)
        if term is None:
            term = terms[key] = first + len(terms)
            connection.execute(
                "INSERT INTO term VALUES (?, ?, ?, ?)", (term, source, name.scheme, name.curie)
            )
        connection.execute(
            "INSERT INTO name VALUES (?, ?, ?, ?)", (number, term, name.standing, name.text)
        )
        connection.executemany(
            "INSERT INTO found VALUES (?, ?, ?, ?, ?, ?)",
            ((form, name.scheme, step, source, number, term) for form, step in _forms(name)),
        )


def _forms(name: Name) -> Iterator[_NamedStep]:
    """The forms under which a name is found, and the steps that look there: see `outside`."""
    if name.standing is Standing.OTHER or not (normal := normalise(name.text)):
        return
    step = 2 * int(name.standing)
    yield normal, step
    if name.standing is not Standing.LESSER:
        yield sort_key(name.text), step + 1


def _next_id(connection: sqlite3.Connection, table: str) -> int:
    highest: int = connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
    return highest + 1


def _is_whole(path: Path) -> bool:
    """Whether the file is as long as its header says."""
    with contextlib.suppress(OSError):
        with path.open("rb") as file:
            header = file.read(_HEADER)
        size = int.from_bytes(header[16:18], "big")
        pages = int.from_bytes(header[28:32], "big")
        is_sqlite = header.startswith(b"SQLite format 3\0")
        return is_sqlite and pages > 0 and path.stat().st_size == (size or 1) * pages
    return False


def _prune(newest: Path) -> None:
    with contextlib.suppress(OSError):
        files = sorted(newest.parent.glob("names-*.sqlite"), key=lambda path: path.stat().st_mtime)
        for path in files[:-_KEPT]:
            path.unlink()
