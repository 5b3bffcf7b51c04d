"""What an instruction demands of the patient, and not what only befalls them or may be left."""

from __future__ import annotations

from functools import partial

from procgraph.extraction.clauses import Clause
from procgraph.extraction.drafts import head_words, is_finding
from procgraph.extraction.interpreters.actions import filled
from procgraph.extraction.rules import Rule, rule, rules_named, table
from procgraph.extraction.words import is_person
from procgraph.model import Relation
from procgraph.terminology import NAMED, Lexicon

__all__ = ["demanded", "needless"]

_LINKED_EXACTLY = frozenset({"curated", "exact", "inflected"})
# Rules whose object may be what a patient has as well as what is asked for.
_MAY_BE_HAD = frozenset({f"actions.{n}" for n in ("modal", "needs", "imperative", "is-needed")})


def demanded(
    texts: list[str], found: Rule | None, text: str, clause: Clause, name: str, lexicon: Lexicon
) -> list[str]:
    """The phrases of a text that are asked of the patient, as the rule `found` words them."""
    nothing = rules_named(
        "care.participle", "care.only-person", "care.said-to-patient", "care.only-time"
    )
    kept = [phrase for phrase in texts if not nothing.first_match(phrase)]
    if found and found.id == "actions.reporting":
        # 'tell the ward nurse' says to whom, and not what
        kept = [phrase for phrase in kept if not _names_person(phrase)]
    if found is None or found.id in _MAY_BE_HAD:
        # 'You will have a sore throat' asks for nothing
        listed = found is None and name == "preparation"
        had = partial(_is_had, text=text, clause=clause, lexicon=lexicon, listed=listed)
        kept = [phrase for phrase in kept if not had(phrase)]
    return kept


def needless(text: str, relation: Relation, lexicon: Lexicon) -> list[str] | None:
    """What a text says need not be done: 'Aspirin does not have to be stopped'."""
    said = rule("care.need-not-be").match(text)
    if said is None:
        return None
    needed = said["verb"] or said["done"]
    if needed is None and lexicon.link(said["np"], relation).how in NAMED:
        needed = "stopped"  # 'Ibuprofen is not a problem'
    noun = table("actions")["verbs"].get(needed)
    return filled(noun, said["np"], relation) if noun else None


def _names_person(report: str) -> bool:
    what = report.removeprefix("reporting of ")
    return is_person(head_words(what)[-1])


def _is_had(phrase: str, text: str, clause: Clause, lexicon: Lexicon, *, listed: bool) -> bool:
    """Whether a phrase of a sentence, or one `listed`, is a condition that the patient has."""
    if clause.item.kind != "sentence" and not listed:
        return False
    if rule("care.is-felt").match(text) and is_finding(phrase, lexicon):
        return True
    if not listed and phrase not in text:
        return False
    return lexicon.link(phrase, Relation.TREATS).how in _LINKED_EXACTLY
