"""What a sentence under a risk heading is about: a risk, or something that it tells more of.

'A drain may be put in' and 'The decision rests with you' name no risk, whatever they stand below;
'Conversion is sometimes needed' does, for it says that this may come. What a risk leads to says
nothing of how often the risk itself comes.
"""

from __future__ import annotations

from collections.abc import Sequence

from procgraph.extraction.drafts import is_finding
from procgraph.extraction.rules import rule, rules_named
from procgraph.extraction.words import is_act
from procgraph.model import Relation
from procgraph.terminology import Lexicon

__all__ = ["is_risk", "only_risks", "without_how_often_it_leads"]

_MAY_COME = ("lists.comes-to-pass", "lists.is-a-trouble")


def is_risk(thing: str, lexicon: Lexicon) -> bool:
    """Whether what causes something else is a trouble itself: 'infection', but no 'ablation'."""
    return _is_named(thing, lexicon) if is_act(thing.split()[-1]) else is_finding(thing, lexicon)


def only_risks(texts: Sequence[str], says: str, lexicon: Lexicon) -> list[str]:
    """The phrases of a sentence, without those that it names only to say something else of them."""
    told = rule("lists.told-of").match(says)
    if told is None or rules_named(*_MAY_COME).begins(told["predicate"]):
        return [*texts]
    return [text for text in texts if is_finding(text, lexicon) or _is_named(text, lexicon)]


def without_how_often_it_leads(text: str, lexicon: Lexicon) -> str:
    """'Infection often needs a stay' as 'Infection needs a stay': of a risk, this is how often it
    leads to something, and not how often it comes; nor has it the figure of what it leads to."""
    figured = rule("lists.leads-at-a-rate").match(text)
    if figured and is_risk(figured["subject"], lexicon):
        return figured["subject"]
    leads = rule("lists.leads-often").match(text)
    if leads is None or not is_risk(leads["subject"], lexicon):
        return text
    return f"{leads['subject']}{leads['modal'] or ''} {leads['rest']}"


def _is_named(thing: str, lexicon: Lexicon) -> bool:
    return lexicon.knows(thing, (Relation.HAS_COMPLICATION,))
