"""Take out each rule of the rule files, and see that a case or a reading is then read otherwise.

Run as ``python tests/remove_each_rule.py``: prints the rules whose removal nothing notices and
exits with 1 if there are any. ``tests/cases`` and ``tests/readings`` are what can notice; a rule's
own examples cannot, for they go with it. All in one process: a rule is taken out of the loaded
rules, and only what it has a part in is read again.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import test_cases
import test_readings
from procgraph.documents import read_documents, wording
from procgraph.extraction import extract
from procgraph.extraction.rules import Rule, rule_files, rules
from procgraph.model import Document
from procgraph.patterns import gates
from procgraph.terminology import words


class Check(NamedTuple):
    """What can notice that a rule is missing: it holds no more."""

    words: frozenset[str]
    """The words of what it reads."""
    holds: Callable[[], bool]


def checks() -> dict[str, Check]:
    """All of them, by name."""
    found: dict[str, Check] = {}
    # A line is read faster than a document, and most rules are missed by one.
    for number, (name, entry) in enumerate(test_readings.readings()):
        told = test_readings.told(entry)
        words_of_it = words_in([entry.get("section", ""), told])
        found[f"{name} {number}: {told}"] = Check(words_of_it, reading(entry))
    gaps = test_cases.known_gaps()
    for path in sorted(test_cases.CASES.rglob("*.expected.json")):
        name = path.relative_to(test_cases.CASES).as_posix().removesuffix(".expected.json")
        if name not in gaps:
            (document,) = read_documents([test_cases.document_of(path)])
            facts = json.loads(path.read_text("utf-8"))
            found[name] = Check(words_in([document.text]), case(document, facts))
    return found


def words_in(entry: Any) -> frozenset[str]:
    """The words of all texts in an entry of a file, whatever its form."""
    match entry:
        case str():
            return frozenset(re.findall(r"[a-z]+", entry.lower()))
        case dict():
            return words_in([*entry.keys(), *entry.values()])
        case list():
            return frozenset().union(*map(words_in, entry))
        case _:
            return frozenset()


def case(document: Document, entries: list[test_cases.Entry]) -> Callable[[], bool]:
    facts = [entry for entry in entries if "relation" in entry]

    def holds() -> bool:
        extraction = extract(document, test_cases.lexicon())
        try:
            for entry in entries:
                if "procedure" in entry:
                    test_cases.check_procedure(extraction, entry["procedure"])
        except AssertionError:
            return False
        return not test_cases.problems(extraction, facts)

    return holds


def reading(entry: test_readings.Entry) -> Callable[[], bool]:
    return lambda: not test_readings.differences(entry)


# -- taking a rule out -----------------------------------------------------------------------------


class Watched:
    """A pattern that tells when it is found: `seen` gets the rule's id."""

    def __init__(self, rule: Rule, seen: set[str]) -> None:
        self.pattern, self.id, self.seen = rule.pattern, rule.id, seen

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self.pattern, name)
        if not callable(attribute):
            return attribute

        def watched(*arguments: Any, **more: Any) -> Any:
            text = arguments[-1] if name in ("sub", "subn") else arguments[0]
            if self.pattern.search(text):
                self.seen.add(self.id)
            return attribute(*arguments, **more)

        return watched


@contextmanager
def pattern(rule: Rule, other: Any) -> Iterator[None]:
    """The rule has another pattern for a while."""
    own = rule.pattern
    object.__setattr__(rule, "pattern", other)
    try:
        yield
    finally:
        object.__setattr__(rule, "pattern", own)


def never(rule: Rule) -> re.Pattern[str]:
    """The rule's pattern, with its groups, that is found nowhere."""
    return re.compile(f"(?!)(?:{rule.source})")


@contextmanager
def without(table: Any, key: Any) -> Iterator[None]:
    """An entry of a parsed rule file is empty, or gone from its list, for a while."""
    own = table[key]
    if isinstance(table, list):
        del table[key]
    else:
        table[key] = type(own)()
    try:
        yield
    finally:
        if isinstance(table, list):
            table.insert(key, own)
        else:
            table[key] = own


def entries() -> Iterator[tuple[str, Any, Any]]:
    """The name of each entry of the other rooms' rule files, the table it stands in, its key."""
    for file, array in (
        ("headings.toml", "heading"),
        ("labels.toml", "label"),
        ("columns.toml", "column"),
        ("columns.toml", "list"),
        ("cues.toml", "cue"),
        ("cues.toml", "frequency"),
        ("denials.toml", "denial"),
    ):
        listed = wording.load_rules(file)[array]
        for number, entry in enumerate(listed):
            about = (
                entry.get("key") or entry.get("kind") or entry.get("frequency", "of frequencies")
            )
            yield f"{array} {about} ({entry.get('examples', [''])[0]})", listed, number
    spelling = words.rules("spelling.toml")
    for number, entry in enumerate(spelling["rule"]):
        yield f"spelling: {entry['name']}", spelling["rule"], number
    yield "spelling keep", spelling, "keep"
    for name in words.rules("modifiers.toml")["modifiers"]:
        yield f"modifiers {name}", words.rules("modifiers.toml")["modifiers"], name
    inflection = words.rules("inflection.toml")
    for table in ("irregular", "endings"):
        yield f"inflection {table}", inflection, table
    for table in ("words", "phrase"):
        for name in inflection[table]:
            yield f"inflection {name}", inflection[table], name
    yield "gazetteer tails", words.rules("gazetteer.toml"), "tails"


class Memory:
    """What the package remembers: of what it read, and of its rule files."""

    def __init__(self) -> None:
        found = {
            id(value): value
            for name, module in list(sys.modules.items())
            if name.startswith("procgraph.")
            for value in vars(module).values()
            if hasattr(value, "cache_parameters")
        }
        self.read, self.tables = [], []
        for function in found.values():
            if function.cache_parameters()["maxsize"] is not None:
                self.read.append(function)
            elif function.__module__.startswith(
                ("procgraph.documents", "procgraph.terminology")
            ) and function not in (wording.load_rules, words.rules):
                self.tables.append(function)

    def forget(self, *, tables: bool = False) -> None:
        for function in [*self.read, *(self.tables if tables else ())]:
            function.cache_clear()
        lexicon = test_readings.lexicon()
        lexicon._linked.clear()


# -- command ---------------------------------------------------------------------------------------


def taken_out() -> Iterator[tuple[str, bool]]:
    """Each rule by name, and whether a check noticed that it was gone."""
    found, memory = checks(), Memory()
    listed = [rule for name in rule_files() for rule in rules(name)]
    parts = takes_part(found, listed, memory)
    for rule in listed:
        with pattern(rule, never(rule)):
            yield rule.id, not all(holds(found[name], memory) for name in parts[rule.id])
    with own_cache():
        for name, table, key in entries():
            in_order = likeliest(found.values(), words_in({name: table[key]}))
            memory.forget(tables=True)
            with without(table, key):
                yield name, not all(holds(check, memory) for check in in_order)
    memory.forget(tables=True)


@contextmanager
def own_cache() -> Iterator[None]:
    """What is worked out for tables that lack an entry drives nothing out of the user's cache."""
    before = os.environ.get("PROCGRAPH_CACHE")
    with TemporaryDirectory() as folder:
        os.environ["PROCGRAPH_CACHE"] = folder
        try:
            yield
        finally:
            del os.environ["PROCGRAPH_CACHE"]
            if before is not None:
                os.environ["PROCGRAPH_CACHE"] = before


def likeliest(checks: Iterable[Check], entry: frozenset[str]) -> list[Check]:
    """Checks of which most words are an entry's first: they notice soonest that it is gone."""
    return sorted(checks, key=lambda check: -len(check.words & entry) / (len(check.words) + 1))


def takes_part(found: dict[str, Check], listed: list[Rule], memory: Memory) -> dict[str, list[str]]:
    """For each rule the checks in which its pattern is found; all hold while it is there."""
    parts: dict[str, list[str]] = {rule.id: [] for rule in listed}
    seen: set[str] = set()
    with ExitStack() as stack:
        for rule in listed:
            stack.enter_context(pattern(rule, Watched(rule, seen)))
        for name, check in found.items():
            seen.clear()
            if not holds(check, memory):
                raise SystemExit(f"does not hold even with all rules: {name}")
            for identifier in seen:
                parts[identifier].append(name)
    return parts


def holds(check: Check, memory: Memory) -> bool:
    memory.forget()
    try:
        return check.holds()
    except Exception:  # a rule whose lack breaks the reading is noticed too
        return False


def main() -> int:
    # For each entry the tables are made anew, of nearly the same patterns: more than `re` keeps.
    re.compile = cache(re.compile)
    gates.requirements = cache(gates.requirements)
    noticed = list(taken_out())
    missing = [name for name, was_noticed in noticed if not was_noticed]
    for name in missing:
        print(f"nothing notices that it is gone: {name}")
    print(f"{len(noticed)} rules, {len(noticed) - len(missing)} of them needed")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
