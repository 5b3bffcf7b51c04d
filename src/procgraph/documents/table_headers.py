"""Header rows of tables: what the words of their cells say of the columns below, and of the table.

The words are in ``rules/columns.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from procgraph.documents.wording import load_rules, normalise_heading, pattern_of

__all__ = [
    "compares",
    "explains_results",
    "header_rule",
    "is_first",
    "is_header",
    "kind_of",
    "marks",
    "weighs_operations",
]

_RULES = "columns.toml"
# What stands below a header row.
_HEADER_END = re.compile(r"[ \t]*\r?\n[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*(?:\r?\n|\Z)")


def is_header(text: str, end: int) -> bool:
    """Whether a row that ends there is the header of its table."""
    return _HEADER_END.match(text, end) is not None


def kind_of(cell: str, section: str | None) -> str | None:
    """What a column holds whose header a cell is, in a table of that section."""
    rule = header_rule("column", cell, section)
    return (rule.get("kind") or rule["key"]) if rule else None


def header_rule(table: str, cell: str, section: str | None) -> Mapping[str, str] | None:
    """The first entry of a table of ``columns.toml`` that a cell of a header is one of, in a table
    of that section; the cell as `normalise_heading` has it."""
    for sections, pattern, rule in _header_rules(table):
        if (not sections or section in sections) and pattern.fullmatch(cell):
            return rule
    return None


@cache
def _header_rules(
    table: str,
) -> tuple[tuple[frozenset[str], re.Pattern[str], Mapping[str, str]], ...]:
    return tuple(
        (frozenset(rule.get("in", ())), re.compile(rule["pattern"].replace("\n", "")), rule)
        for rule in load_rules(_RULES)[table]
    )


def is_first(header: Sequence[str], name: str) -> bool:
    """Whether the first column of a table is one of a kind that ``[first]`` names."""
    return pattern_of(_RULES, "first", name).fullmatch(normalise_heading(header[0])) is not None


def explains_results(header: Sequence[str]) -> bool:
    """Whether a table says what results of the procedure mean, and states nothing of itself."""
    means = pattern_of(_RULES, "first", "results")
    return any(means.fullmatch(normalise_heading(cell)) for cell in header[1:])


def weighs_operations(header: Sequence[str]) -> bool:
    """Whether a table has several operations, each with what is good and bad about it."""
    weighed = pattern_of(_RULES, "first", "weighed")
    is_weighed = any(weighed.fullmatch(normalise_heading(cell)) for cell in header[1:])
    return is_weighed and is_first(header, "operations")


def compares(header: Sequence[str]) -> bool:
    """Whether a table sets procedures side by side, and its rows are of none of them alone."""
    first, others = header[0], header[1:]
    if len(others) <= 1 or (first and not marks("feature", normalise_heading(first))):
        return False
    named = [normalise_heading(other) for other in others]
    group = pattern_of(_RULES, "marks", "group")
    return not any(group.match(name) or kind_of(name, None) for name in named)


def marks(name: str, cell: str) -> bool:
    """Whether a cell, in small letters, is all that a pattern of the table ``[marks]`` tells."""
    return pattern_of(_RULES, "marks", name).fullmatch(cell) is not None
