"""Lead-ins and labels that deny what stands below them: 'Do not:', 'We have not seen:'.

The table is ``rules/denials.toml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple, cast

from procgraph.documents.wording import in_full, load_rules
from procgraph.patterns import filled

__all__ = ["Denial", "denial", "is_bare_denial"]

Kind = Literal["forbidden", "stopped", "needless", "absent", "welcome", "continued", "resumed"]

# Where what is denied is mostly a reason against the procedure: 'You should not have it with:'.
_REASONS = "contraindications"
_BARE = frozenset({None, "do", "doing"})
_NOT = ("not ", "none of ", "never ", "no longer ", "does not ", "do not ")
_STOPS = ".!?"
_EDGE = " \t\r\n:;,"
# 'You cannot (for four weeks)': a bracket only says how long.
_HOW_LONG = re.compile(r"\s*\([^()]*\b(?:hours?|days?|weeks?|months?|until)\b[^()]*\)$")


class Denial(NamedTuple):
    """What a lead-in says of each item below it: it is `forbidden`, to be `stopped`, `needless`,
    `absent`, or, among the reasons against a procedure, `welcome`; or not denied but `continued` or
    `resumed`.

    `verb` is what is denied of it ('take' of 'Do not take:'), `case` when ('if you bleed, ').
    """

    kind: Kind
    verb: str = ""
    case: str = ""


class _Rule(NamedTuple):
    kind: Kind
    pattern: re.Pattern[str]
    pretends: re.Pattern[str] | None
    sections: frozenset[str]


@lru_cache(maxsize=1 << 12)
def denial(text: str, section: str | None) -> Denial | None:
    """What a line says of the items below it in a section; None for one that denies nothing, as a
    whole sentence does."""
    if text[-1:] in _STOPS:
        return None
    says = " ".join(in_full(text.lower()).split()).strip(_EDGE)
    says = _HOW_LONG.sub("", says)
    for rule in _denials():
        is_here = section in rule.sections if rule.sections else section != _REASONS
        found = rule.pattern.match(says) if is_here else None
        if found and not (rule.pretends and rule.pretends.search(says)):
            groups = found.groupdict()
            verb = groups.get("verb")
            return Denial(rule.kind, "" if verb in _BARE else f"{verb} ", groups.get("case") or "")
    return None


def is_bare_denial(text: str, section: str | None) -> bool:
    """Whether a heading, or what stands before a colon, denies what follows and states nothing by
    itself: 'Don't' and 'Not used', but not 'There is not much to do'."""
    found = denial(text, section)
    return found is not None and (found.kind != "absent" or text.lower().startswith(_NOT))


@cache
def _denials() -> tuple[_Rule, ...]:
    rules = load_rules("denials.toml")
    return tuple(
        _Rule(
            cast("Kind", rule["kind"]),
            re.compile(filled(rule["pattern"], rules["fragments"])),
            re.compile(rule["not"]) if "not" in rule else None,
            frozenset(rule.get("in", ())),
        )
        for rule in rules["denial"]
    )
