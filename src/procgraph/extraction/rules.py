"""Rules as data: TOML files with patterns, examples and counter-examples."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Rule", "first_match", "rule_files", "rules", "rules_version", "table"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `pattern` is searched case-insensitively; `data` holds what else its entry says."""

    id: str
    pattern: re.Pattern[str]
    data: dict[str, Any] = field(compare=False)

    @property
    def examples(self) -> list[str]:
        return list(self.data.get("examples", ()))

    @property
    def counter_examples(self) -> list[str]:
        return list(self.data.get("counter_examples", ()))


@cache
def table(name: str) -> dict[str, Any]:
    """A rule file (without its ending), as parsed."""
    return tomllib.loads((files(__package__) / "rules" / f"{name}.toml").read_text("utf-8"))


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """The rules of a file in the order in which they are tried.

    ``{name}`` in a pattern stands for an entry of the file's table ``[fragments]``.
    """
    parsed = table(name)
    fragments: dict[str, str] = parsed.get("fragments", {})
    return tuple(
        Rule(
            f"{name}.{entry['id']}",
            re.compile(_filled(entry["pattern"], fragments), re.IGNORECASE),
            {k: v for k, v in entry.items() if k not in ("id", "pattern")},
        )
        for entry in parsed.get("rule", ())
    )


def first_match(name: str, text: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule of a file that is found in `text`."""
    for rule in rules(name):
        match = rule.pattern.search(text)
        if match:
            return rule, match
    return None


def rule_files() -> list[str]:
    """The names of the rule files, sorted."""
    folder = files(__package__) / "rules"
    return sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )


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


def _filled(pattern: str, fragments: dict[str, str]) -> str:
    for _ in range(3):  # a fragment may use others
        for name, fragment in fragments.items():
            pattern = pattern.replace("{" + name + "}", f"(?:{fragment})")
    return pattern
