"""What a disease makes its bearers feel: 'Piles can cause itching', and behind them 'They itch'."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context, Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, drafts_of, head_words, is_finding
from procgraph.extraction.interpreters.findings import objects
from procgraph.extraction.readings import Reading
from procgraph.extraction.rules import rule
from procgraph.extraction.states import look_noun
from procgraph.extraction.words import singular, word_class
from procgraph.model import Relation

__all__ = ["brought", "brought_by", "symptoms"]

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
    yield from _so(clause, context, section, disease)
    told = rule("indications.is-felt").match(clause.text.rstrip(" ."))
    if told is None or not _is_disease(told["what"], disease, context):
        return
    yield from _symptoms_in(told["object"], clause, context, section, "indications.is-felt")


def brought_by(clause: Clause, context: Context, section: str) -> Iterator[Draft]:
    """The symptoms of what a sentence says it is used for: 'a stye, which causes soreness'."""
    told = rule("indications.which-brings").search(clause.text.rstrip(" ."))
    if told:
        rule_id = "indications.which-brings"
        yield from _symptoms_in(told["object"], clause, context, section, rule_id)


def _symptoms_in(
    text: str, clause: Clause, context: Context, section: str, rule_id: str
) -> Iterator[Draft]:
    for draft in objects(text, context.purpose, clause, context, section, rule_id):
        if _is_symptom(str(draft.object)):
            yield draft


def _so(clause: Clause, context: Context, section: str, disease: str | None) -> Iterator[Draft]:
    """How the disease feels, as nouns: 'A stye can be sore, and it can become infected'."""
    told = [*rule("indications.felt-so").finditer(clause.text.rstrip(" ."))]
    if not told or not _is_disease(told[0]["what"], disease, context):
        return
    for state in told:
        if state is told[0] or state["what"].lower() in _IT:
            nouns = [look_noun(how) for how in expand(state["states"])]
            named = [noun for noun in nouns if noun] if all(nouns) else []
            rule_id = "indications.felt-so"
            yield from drafts_of(named, context.purpose, clause, Reading(""), section, rule_id)


def _is_disease(what: str, disease: str | None, context: Context) -> bool:
    """Whether a subject is a disease, by its name or as the one before."""
    named = disease if disease and what.lower() in _IT else what
    return is_finding(named, context.lexicon) and not _is_symptom(named)


def _is_symptom(phrase: str) -> bool:
    """Whether a phrase names what is felt or seen of a disease: 'pain in the heel'."""
    head = singular(head_words(phrase)[-1].lower())
    return head in word_class("symptoms") or head in word_class("felt_heads")
