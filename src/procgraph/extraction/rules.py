"""Rules as data: TOML files with patterns, examples and counter-examples.

A pattern is searched for in any case, unless its rule says `case_sensitive`. It may stand on
several lines: line ends and the indentation after them are no part of it. ``{name}`` stands for an
entry of the file's table ``[fragments]``.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

from procgraph.model import Relation
from procgraph.patterns import (
    AnyCase,
    Branch,
    Branched,
    Gated,
    Gates,
    Pattern,
    branches,
    compiled,
    filled,
    gates_of,
)

__all__ = [
    "Rule",
    "Rules",
    "first_match",
    "ids",
    "rule",
    "rule_files",
    "rules",
    "rules_for",
    "rules_in",
    "rules_named",
    "rules_version",
    "signature",
    "table",
    "word_list",
]


@dataclass(frozen=True)
class Rule:
    """One rule; `data` holds what else its entry says.

    `need` is its gate (see `gates`): the methods here look at it before they search. Each does what
    the pattern's method of that name does. The pattern is compiled when it is first searched for.
    """

    id: str
    source: str
    data: dict[str, Any] = field(compare=False)
    need: int = field(default=0, compare=False)
    branches: Gated[Branch] = field(default=Gated(()), compare=False)

    @cached_property
    def pattern(self) -> Pattern:
        if self.data.get("case_sensitive"):
            return compiled(self.source)
        if self.branches:
            return Branched(self.source, self.branches, signature)
        return AnyCase(self.source)

    @property
    def examples(self) -> list[str]:
        return list(self.data.get("examples", ()))

    @property
    def counter_examples(self) -> list[str]:
        return list(self.data.get("counter_examples", ()))

    # Each asks the gate by itself: a document asks two thousand of them.

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.need & signature(text) == self.need else None

    def match(self, text: str) -> re.Match[str] | None:
        return self.pattern.match(text) if self.need & signature(text) == self.need else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        is_open = self.need & signature(text) == self.need
        return self.pattern.finditer(text) if is_open else iter(())

    def split(self, text: str) -> list[str]:
        return self.pattern.split(text) if self.need & signature(text) == self.need else [text]

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        is_open = self.need & signature(text) == self.need
        return self.pattern.sub(replacement, text) if is_open else text

    def reword(self, text: str) -> str:
        """`text` with its `to` in the place of what it matches."""
        return self.sub(self.data["to"], text)


class Rules(Gated[Rule]):
    """Rules in the order in which they are tried."""

    # Each looks into `_picked` by itself, as `open_for` does: a document asks a thousand times.

    def reword(self, text: str, *, tried: int = -1) -> str:
        """`text` as each rule in turn, behind those that are `tried`, rewords what those before it
        have left."""
        for wording in self._picked[signature(text) & self._asks]:
            place = self._places[wording.id]
            reworded = wording.pattern.sub(wording.data["to"], text) if place > tried else text
            if reworded != text:
                # What was taken off the front may have uncovered another's beginning.
                return self.reword(reworded, tried=place)
        return text

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one.id: place for place, one in enumerate(self)}

    def likely(self, text: str) -> tuple[Rule, ...]:
        """The rules that may match `text`, or what is left of it without its last words."""
        return self._picked[signature(text) & self._asks]

    def begins(self, text: str) -> bool:
        """Whether one of the rules matches at the beginning of `text`."""
        likely = self._picked[signature(text) & self._asks]
        return any(one.pattern.match(text) for one in likely) if likely else False

    def first_match(self, text: str) -> tuple[Rule, re.Match[str]] | None:
        """The first of the rules that is found in `text`."""
        for candidate in self._picked[signature(text) & self._asks]:
            match = candidate.pattern.search(text)
            if match:
                return candidate, match
        return None


@cache
def rules(name: str) -> Rules:
    """The rules of a file."""
    return Rules(_loaded().files[name])


@cache
def rules_for(name: str, relation: Relation) -> Rules:
    """The rules of a file whose `slots` have this relation; one without `slots` holds for all."""
    return Rules(r for r in rules(name) if relation.value in r.data.get("slots", (relation.value,)))


@cache
def rules_in(name: str, section: str) -> Rules:
    """The rules of a file whose `sections` have this one; one without `sections` holds in all."""
    return Rules(r for r in rules(name) if section in r.data.get("sections", (section,)))


@cache
def rules_named(*identifiers: str) -> Rules:
    """Some rules by their ids, in this order."""
    return Rules(map(rule, identifiers))


@cache
def rule(identifier: str) -> Rule:
    """One rule by its id, ``file.rule``."""
    # No `next`, whose StopIteration would only end a list of rules.
    return _by_id(identifier.partition(".")[0])[identifier]


def ids(name: str, rules_of_it: str) -> tuple[str, ...]:
    """The ids of some rules of a file, whose names there stand in a row.

    >>> ids("lists", "invites of-a-plan")
    ('lists.invites', 'lists.of-a-plan')
    """
    return tuple(f"{name}.{one}" for one in rules_of_it.split())


@cache
def _by_id(name: str) -> dict[str, Rule]:
    return {rule.id: rule for rule in rules(name)}


@cache
def word_list(name: str, key: str) -> frozenset[str]:
    """One of the word lists of a file's table ``[words]``."""
    return frozenset(table(name)["words"][key].split())


@lru_cache(maxsize=1 << 14)
def signature(text: str) -> int:
    """What the gates of rules see of a text."""
    return _loaded().gates.signature(text)


def first_match(name: str, text: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule of a file that is found in `text`."""
    return rules(name).first_match(text)


def rule_files() -> list[str]:
    """The names of the rule files, sorted."""
    folder = files(__package__) / "rules"
    return sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )


@cache
def table(name: str) -> dict[str, Any]:
    """A rule file (without its ending), as parsed."""
    return tomllib.loads((files(__package__) / "rules" / f"{name}.toml").read_text("utf-8"))


@cache
def rules_version() -> str:
    """A hash over every rule file of the package: when it changes, documents are read anew."""
    digest = hashlib.sha256()
    for package in ("procgraph.documents", "procgraph.extraction", "procgraph.terminology"):
        folder = files(package) / "rules"
        if not folder.is_dir():
            continue
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.name.endswith(".toml"):
                digest.update(file.name.encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


class _Loaded(NamedTuple):
    files: dict[str, list[Rule]]
    gates: Gates


@cache
def _loaded() -> _Loaded:
    # All files at once: a signature has to know the gates of every rule.
    entries = [(name, entry) for name in rule_files() for entry in table(name).get("rule", ())]
    patterns = [
        filled(entry["pattern"], table(name).get("fragments", {})) for name, entry in entries
    ]
    parted = [branches(pattern) for pattern in patterns]
    gates = gates_of([*patterns, *chain.from_iterable(parted)])
    needs = iter(gates.need[len(patterns) :])
    loaded: dict[str, list[Rule]] = {name: [] for name in rule_files()}
    for (name, entry), pattern, parts, need in zip(
        entries, patterns, parted, gates.need, strict=False
    ):
        data = {key: value for key, value in entry.items() if key not in ("id", "pattern")}
        members = Gated(Branch(part, next(needs)) for part in parts)
        loaded[name].append(Rule(f"{name}.{entry['id']}", pattern, data, need, members))
    return _Loaded(loaded, gates)
