"""``--terminology FILE``: which reader a file or folder of the user's needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from procgraph.errors import InputError
from procgraph.terminology.sources.names import Name, Source, content_version, scheme_named
from procgraph.terminology.sources.obo import read_obo
from procgraph.terminology.sources.snomed import read_snomed, snapshot_files
from procgraph.terminology.sources.table import read_table
from procgraph.terminology.sources.turtle import read_skos
from procgraph.terminology.sources.umls import read_umls, semantic_types

__all__ = ["given_source"]

_Reader = Callable[[Path, str | None], Iterator[Name]]

_BY_SUFFIX: dict[str, _Reader] = {
    ".obo": read_obo,
    ".ttl": read_skos,
    ".nt": read_skos,
    ".csv": read_table,
    ".tsv": read_table,
    ".rrf": read_umls,
}
_KNOWN = ".obo, .ttl, .nt, .csv, .tsv, MRCONSO.RRF, or the folder of a SNOMED CT snapshot"


def given_source(given: str | Path) -> Source:
    """The terminology of a path, or of ``slot=path`` where its content does not say the slot.

    Raises:
        InputError: there is nothing there, or nothing that can be read.
    """
    path, scheme = _split(str(given))
    read: _Reader
    if path.is_dir():
        read, files = read_snomed, [f for found in snapshot_files(path).values() for f in found]
    elif path.is_file():
        read, files = _reader(path), [path]
        if read is read_umls and semantic_types(path).is_file():
            files.append(semantic_types(path))
    else:
        raise InputError("there is no such file", source=str(path), mend="check the path")
    return Source(
        name=path.stem if path.is_file() else path.name,
        origin=path.name,
        key=f"{scheme} {_identity(files)}",
        version=partial(content_version, *files),
        read=partial(read, path, scheme),
    )


def _split(given: str) -> tuple[Path, str | None]:
    slot, equals, path = given.partition("=")
    if not equals or Path(given).exists():
        return Path(given), None
    return Path(path), scheme_named(slot, source=given)


def _reader(path: Path) -> _Reader:
    read = _BY_SUFFIX.get(path.suffix.lower())
    if read is None or (read is read_umls and not path.name.upper().startswith("MRCONSO")):
        raise InputError("is of no format known here", source=str(path), mend=f"give {_KNOWN}")
    return read


def _identity(files: Iterable[Path]) -> str:
    """Which files they are and whether they were written to, without reading them."""
    states = [(path.resolve(), path.stat()) for path in files]
    return " ".join(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in states)
