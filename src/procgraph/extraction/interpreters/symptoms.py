"""What a disease makes its bearers feel: 'Piles can cause itching', and behind them 'They itch'."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context, Place
from procgraph.extraction.drafts import Draft, head_words, is_finding
from procgraph.extraction.interpreters.findings import objects
from procgraph.extraction.rules import rule
from procgraph.extraction.words import singular, word_class
from procgraph.model import Relation

__all__ = ["brought", "symptoms"]

_IT = frozenset({"it", "they"})


def symptoms(place: Place, disease: str) -> Iterator[Draft]:
    """What a sentence says that the disease brings which the page has just explained."""
    if place.context.purpose is not Relation.PREVENTS:
        for clause in place.clauses:
            yield from brought(clause, place.context, place.section, disease)


def brought(
    clause: Clause, context: Context, section: str, disease: str | None = None
) -> Iterator[Draft]:
    """The symptoms of a disease that a sentence names, or that is the `disease` before it.

    What else it may lead to ('a stroke') is why it is treated, and nothing that is treated.
    """
    told = rule("indications.is-felt").match(clause.text.rstrip(" ."))
    if told is None:
        return
    what = disease if disease and told["what"].lower() in _IT else told["what"]
    if not is_finding(what, context.lexicon) or _is_symptom(what):
        return
    rule_id = "indications.is-felt"
    for draft in objects(told["object"], context.purpose, clause, context, section, rule_id):
        if _is_symptom(str(draft.object)):
            yield draft


def _is_symptom(phrase: str) -> bool:
    """Whether a phrase names what is felt or seen of a disease: 'pain in the heel'."""
    return singular(head_words(phrase)[-1].lower()) in word_class("symptoms")
