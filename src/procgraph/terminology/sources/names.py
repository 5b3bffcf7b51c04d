"""What every source gives: names of outside terms, one at a time.

A source is read as a stream, however large it is; the names of one term need not stand together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from procgraph.errors import InputError
from procgraph.terminology.slots import SLOTS
from procgraph.terminology.words import rules

__all__ = ["Name", "Source", "Standing", "content_version", "scheme_by_code", "scheme_named"]

_BLOCK = 1 << 20


class Standing(IntEnum):
    """How far a name stands for its term."""

    LABEL = 0
    """The preferred name."""
    SYNONYM = 1
    """Another name of exactly the same meaning."""
    LESSER = 2
    """A name that links only where nothing else does, such as an inclusion term of ICD-10-CM."""
    OTHER = 3
    """A narrower, broader or related name: never linked, offered to a curator as a candidate."""


class Name(NamedTuple):
    """One name of a term; `scheme` is the vocabulary of ours beside which it is looked up."""

    curie: str
    scheme: str
    text: str
    standing: Standing = Standing.LABEL


@dataclass(frozen=True, slots=True)
class Source:
    """A terminology that is not our own.

    `key` changes whenever its content may have changed, and costs little; `version` gives what the
    content is, the same on every machine, and may read all of it.
    """

    name: str
    origin: str
    key: str
    version: Callable[[], str]
    read: Callable[[], Iterator[Name]]


def scheme_named(name: str, *, source: str, line: int | None = None) -> str:
    """The vocabulary that a slot ('condition') or a vocabulary's own name ('conditions') means.

    Raises:
        InputError: there is none.
    """
    scheme = _schemes().get(name.strip().lower())
    if scheme is None:
        known = ", ".join(sorted({slot.name for slot in SLOTS.values() if slot.schemes}))
        raise InputError(
            f"{name!r} is no slot", source=source, line=line, mend=f"use one of {known}"
        )
    return scheme


@cache
def scheme_by_code(table: str) -> dict[str, str]:
    """The vocabularies by SNOMED CT ``semantic_tag`` or UMLS ``semantic_type``."""
    listed: dict[str, list[str]] = rules("sources.toml")[table]
    return {code: scheme for scheme, codes in listed.items() for code in codes}


def content_version(*paths: Path) -> str:
    """The first digits of the SHA-256 of some files' contents."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()[:12]


@cache
def _schemes() -> dict[str, str]:
    found = {slot.name: slot.schemes[0] for slot in SLOTS.values() if slot.schemes}
    return found | {scheme: scheme for slot in SLOTS.values() for scheme in slot.schemes}
