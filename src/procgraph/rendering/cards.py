"""A procedure's card, and why a fact is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procgraph.rendering.facts import object_label, qualifiers
from procgraph.rendering.terminal import console, fold, write

if TYPE_CHECKING:
    from procgraph.dataset.cards import Card, Explanation

__all__ = ["card", "explanation"]


def card(found: Card) -> None:
    """One procedure's card: its facts by relation, each with its number, hash, line and quote."""
    procedure, document = found.extraction.procedure, found.extraction.document
    out = console()
    write(out, procedure.label, style="bold")
    code = " ".join(filter(None, (procedure.code_system, procedure.code)))
    about = {
        "also": ", ".join(procedure.names),
        "code": code,
        "add-on": "yes" if procedure.add_on else "",
        "document": document.id,
        "source": document.url or document.source,
        "id": procedure.iri,
    }
    for name, value in about.items():
        if value:
            write(out, f"  {name:<9} {value}")
    relation = ""
    for numbered in found.facts:
        fact, place = numbered.fact, numbered.fact.evidence[0]
        if fact.relation.value != relation:
            relation = fact.relation.value
            write(out, f"\n{relation}", style="bold")
        notes = "".join(f" [{note}]" for note in qualifiers(fact))
        write(out, f"  {numbered.number:>3} {numbered.hash[:8]}  {object_label(fact)}{notes}")
        write(out, f"      line {place.line}: “{fold(place.quote)}”", style="dim")


def explanation(found: Explanation) -> None:
    """Why a fact is there."""
    from rich.text import Text

    fact, out = found.fact, console()
    write(
        out, f"{fact.procedure.label} — {fact.relation.value} — {object_label(fact)}", style="bold"
    )
    marked = Text.assemble(
        found.before,
        ("»" + found.quote + "«", "bold reverse" if out.is_terminal else ""),
        found.after,
    )
    write(out, Text("  ") + marked)
    place = fact.evidence[0]
    about = {
        "document": f"{fact.document}, line {place.line}, characters {place.start}–{place.end}",
        "source": found.source,
        "section": fact.section,
        "rule": fact.rule,
        "qualifiers": "; ".join(qualifiers(fact)),
        "linked by": found.how or "",
        "concept": " < ".join(found.path),
        "matches": " ".join(getattr(fact.object, "matches", ())),
        "statement": found.iri,
    }
    for name, value in about.items():
        if value:
            write(out, f"  {name:<10} {value}")
