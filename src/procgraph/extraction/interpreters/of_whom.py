"""What those have whom a procedure is for: 'children whose adenoids are enlarged' have enlarged
adenoids, 'patients who remain breathless' have breathlessness."""

from __future__ import annotations

from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import is_finding
from procgraph.extraction.rules import rule
from procgraph.extraction.states import state_noun
from procgraph.extraction.words import is_body_part, singular, word_class
from procgraph.terminology import Lexicon

__all__ = ["of_whom", "part_that"]

_MEASURES = frozenset({"count", "level", "pressure", "rate", "function", "sugar"})
_OFF = frozenset({"low", "high", "raised", "poor", "reduced", "slow", "fast"})


def of_whom(text: str, lexicon: Lexicon) -> list[str]:
    """The findings that a phrase tells of persons with a verb; none where it tells none."""
    text = text.strip(" .")
    so = rule("whom.is-so").match(text)
    if so:
        nouns = [state_noun(state) for state in expand(so["states"])]
        return [noun for noun in nouns if noun and _ails(noun)]
    of_part = rule("whom.part-is-so").match(text)
    if of_part:
        states = expand(of_part["states"])
        return [
            f"{how} {of_part['part']}" for how in states if _is_off(how, of_part["part"], lexicon)
        ]
    unable = rule("whom.cannot").match(text)
    if unable:
        return [f"inability to {unable['does']}"]
    does = rule("whom.whose-does").match(text)
    return _doing(does["told"], lexicon) if does else []


def _ails(noun: str) -> bool:
    """Whether a state is a trouble of its own; whoever is frail is only treated otherwise."""
    return noun not in word_class("general_states")


def _is_off(how: str, part: str, lexicon: Lexicon) -> bool:
    is_measure = singular(part.split()[-1]) in _MEASURES and how.lower() in _OFF
    return is_measure or is_finding(f"{how} {part}", lexicon)


def _doing(told: str, lexicon: Lexicon) -> list[str]:
    """'large tonsils block the airway': the finding, and what it does."""
    words = told.split()
    for end in range(len(words) - 2, 0, -1):
        what = " ".join(words[:end])
        if is_finding(what, lexicon):
            return [f"{what} that {' '.join(words[end:])}"]
    return []


def part_that(text: str) -> list[str]:
    """The members of a list that tell what a part of the body does amiss: 'a knee that locks'."""
    told = [rule("whom.part-that").match(member.strip(" .")) for member in expand(text)]
    return [match["whole"] for match in told if match and is_body_part(match["part"])]
