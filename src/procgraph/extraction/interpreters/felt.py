"""What a page says that patients have of what ails them, in a list or as states of a part of them:
'You may have a lump, a hoarse voice or trouble swallowing', 'The toe becomes red and sore'."""

from __future__ import annotations

from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import is_finding, is_phrase
from procgraph.extraction.rules import rule
from procgraph.extraction.states import look_noun
from procgraph.extraction.trimming import cut_tail
from procgraph.extraction.words import is_body_part
from procgraph.model import Relation
from procgraph.terminology import Lexicon

__all__ = ["felt"]

# One thing that somebody may have is told of many other occasions.
_LIST = 2


def felt(text: str, lexicon: Lexicon) -> list[str]:
    """The complaints that a sentence lists; none where more than one of them is no finding."""
    text = text.rstrip(" .")
    had = rule("complaints.has-list").match(text)
    if had:
        members = expand(had["list"])
        cut = [cut_tail(member, Relation.TREATS) for member in members]
        # 'food coming back up' is a finding with all of its words
        whole = [is_finding(member, lexicon) and is_phrase(member) for member in members]
        listed = zip(members, cut, whole, strict=True)
        named = [member if is_whole else core for member, core, is_whole in listed]
        named = [member for member in named if is_phrase(member)]
        known = sum(is_finding(member, lexicon) for member in named)
        return named if known >= max(_LIST, len(named) - 1) else []
    state = rule("complaints.part-becomes").match(text)
    if state and is_body_part(state["part"].split()[-1]):
        said = rule("complaints.next-state").split(state["states"])
        nouns = [look_noun(how) for how in said]
        return [noun for noun in nouns if noun] if all(nouns) and len(nouns) >= _LIST else []
    return []
