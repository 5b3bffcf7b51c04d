"""Lists within lists: a bullet above deeper ones, and the first of these where it only says of the
bullet in which case or how often. The tables are ``rules/nested.toml``."""

from __future__ import annotations

from functools import lru_cache

from procgraph.documents.cues import meaning_of
from procgraph.documents.denials import denial
from procgraph.documents.labels import INSTRUCTIONS, is_topic
from procgraph.documents.lines import Line, is_list
from procgraph.documents.sentences import is_lead_in
from procgraph.documents.wording import in_full, load_rules, pattern_of

__all__ = [
    "heads",
    "is_below",
    "is_parent",
    "is_span",
    "is_time",
    "leads_choice",
    "qualifies",
    "states_case",
]

_RULES = "nested.toml"
_EDGE = " \t:;,."
# Where a thing may have a case: elsewhere 'in children' below a line says whom that is done for.
_WITH_CASES = frozenset(
    "preparation recovery afterwards personnel alternatives complications anesthesia setting "
    "imaging equipment contraindications".split()
)
# What else a bullet may say of its parent.
_SAID = {
    "often": frozenset({"complications", "experience"}),
    "time": INSTRUCTIONS,
    "for_what": frozenset({"alternatives"}),
    "restricted": frozenset({"indications", "purpose"}),
}
_CHOSEN = frozenset({"personnel", "setting", "anesthesia", "staff-and-setting"})
_LONGEST_CASE = 14
_LONGEST_HEAD = 8
_LONGEST_SPAN = 7


def is_below(line: Line | None, above: Line) -> bool:
    """Whether a bullet stands in a list of its own below another."""
    return line is not None and is_list(line) and line.indent > above.indent


def is_parent(text: str, line: Line, following: Line | None, section: str | None) -> bool:
    """Whether a list stands below a bullet that says more than how often or when it is so."""
    if following is None or not is_below(following, line):
        return False
    return not qualifies(text[following.start : following.end], section)


@lru_cache(maxsize=1 << 12)
def qualifies(says: str, section: str | None) -> bool:
    """Whether a bullet only says of its parent how often or how long it is so, in which case, or
    that it is not: 'rare', 'if it bleeds', 'not needed'."""
    lowered = in_full(says.lower())
    kinds = [kind for kind, sections in _SAID.items() if section in sections]
    if any(pattern_of(_RULES, "says", kind).match(lowered) for kind in ("denied", *kinds)):
        return True
    return section in _WITH_CASES and states_case(says)


@lru_cache(maxsize=1 << 12)
def states_case(says: str) -> bool:
    """Whether a line is nothing but a case: 'Only if sedation is given'."""
    is_short = len(says.split()) <= _LONGEST_CASE
    return is_short and pattern_of(_RULES, "says", "case").match(in_full(says.lower())) is not None


def _divides(says: str, section: str | None) -> bool:
    """Whether a bullet above others states nothing itself: 'Absolute', 'Blood'."""
    lowered = says.lower().strip(_EDGE)
    names = ("all", section) if section in load_rules(_RULES)["divides"] else ("all",)
    return any(pattern_of(_RULES, "divides", name).fullmatch(lowered) for name in names if name)


def heads(says: str, section: str | None) -> bool:
    """Whether a bullet with a list below it only says what that is: 'Stop', 'Blood'."""
    if section is None or says[-1] in ".:;!?" or len(says.split()) > _LONGEST_HEAD:
        return False
    meaning = meaning_of(says, section)
    # 'Surgery' above the kinds of it is an option too.
    is_option = section == "alternatives" and meaning is not None and not meaning.is_cue
    return (
        _divides(says, section)
        or leads_choice(says, section)
        or states_case(says)
        or denial(says, section) is not None
        or (meaning is not None and not is_option)
        or is_lead_in(says, before_list=True)
        or (section in INSTRUCTIONS and is_topic(says))
    )


def is_time(says: str, section: str | None) -> bool:
    """Whether what stands beside an instruction is only when before the procedure it is for."""
    return (
        section == "preparation"
        and pattern_of(_RULES, "says", "when").fullmatch(says.lower()) is not None
    )


def is_span(says: str, section: str | None) -> bool:
    """Whether a line of instructions only says when what comes next is so: 'Week 1–2'."""
    if section not in INSTRUCTIONS or len(says.split()) > _LONGEST_SPAN:
        return False
    return pattern_of(_RULES, "says", "span").fullmatch(says.lower().rstrip(_EDGE)) is not None


@lru_cache(maxsize=1 << 12)
def leads_choice(says: str, section: str | None) -> bool:
    """Whether one of those that a line leads in is enough: 'Operator: one of'."""
    return (
        section in _CHOSEN
        and pattern_of(_RULES, "choice", "lead").fullmatch(says.lower().strip(_EDGE)) is not None
    )
