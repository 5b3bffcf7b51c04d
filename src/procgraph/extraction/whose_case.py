"""Whose case a clause tells: that of what it stands behind, that of something else in it, or none.

'Drain if the leak goes on' is no case of the leak, 'a test where dye is given' only says which test
it is, and 'if it happens at all' is no case.
"""

from __future__ import annotations

from procgraph.extraction.rules import ids, rule, rules_for, rules_named
from procgraph.extraction.words import is_body_part
from procgraph.model import Relation

__all__ = ["is_case_in_brackets", "is_of_part", "only_tells", "other_said", "says_what_then"]

_SUFFERED = frozenset(
    {Relation.HAS_COMPLICATION, Relation.HAS_PATIENT_EXPERIENCE, Relation.CONTRAINDICATED_BY}
)
# What a case may be that of instead, as rules of clauses.toml.
_OTHERS = ids("clauses", "other-amount other-time remarked weighed-down")
_OTHERS_RISKED = (*_OTHERS, "clauses.how-bad", "clauses.done-about-it")
_THEN = ("clauses.what-follows", "clauses.what-to-do-then", "clauses.if-at-all")
# What a case may be that of, where that is not said.
_ANYTHING = "x"


def only_tells(before: str, stated: str, *, is_apart: bool = False) -> bool:
    """Whether a clause defines or repeats what it stands behind ('a test where dye is given').

    `is_apart`: a comma or a dash parts it from what stands `before` it.
    """
    if rule("clauses.told").match(stated) or (len(before) > 4 and before.lower() in stated.lower()):
        return True
    is_apt = rule("clauses.where-apt").match(stated) is not None
    is_tight = stated.lower().startswith("where ") and not (is_apart or is_apt)
    return is_tight and rule("clauses.kind-before").search(before) is not None


def is_case_in_brackets(inner: str, relation: Relation) -> bool:
    """Whether what stands in brackets tells the case of what stands before them."""
    no_case = rules_named(
        "clauses.definition", "clauses.told", "clauses.compared", "clauses.other-dose"
    )
    if any(told.match(inner) for told in no_case):
        return False
    if rule("clauses.condition-in-brackets").search(inner):
        return True
    stated = f"{_ANYTHING} {inner}"
    for condition in rules_for("conditions", relation).likely(stated):
        if condition.id.startswith("conditions.trail") or condition.id == "conditions.optional":
            match = condition.pattern.search(stated)
            # '(a transfusion if severe)' tells the case of something else
            if match and not rule("clauses.other-thing").match(stated[: match.start()]):
                return True
    return False


def other_said(before: str, relation: Relation) -> int | None:
    """Where something begins before a case that is the case of that, and not of the clause:
    'after a week, or sooner if …', 'pain, worse if …', 'a leak – drain if …', 'a bypass, which
    may fail if …'."""
    named = _OTHERS_RISKED if relation in _SUFFERED else _OTHERS
    found = (other.pattern.search(before) for other in rules_named(*named).likely(before))
    return next((other.start() for other in found if other and other.start()), None)


def is_of_part(stated: str) -> bool:
    """Whether it names a part of the body: 'a stick in the other hand' is where, and no case."""
    of_part = rule("clauses.of-a-part").match(stated)
    return of_part is not None and is_body_part(of_part["part"].split()[-1])


def says_what_then(stated: str, relation: Relation) -> bool:
    """'If this happens there is …', '…: if possible, press on it', 'if at all': no case of what
    a patient suffers, which stands before it."""
    return relation in _SUFFERED and rules_named(*_THEN).begins(stated)
