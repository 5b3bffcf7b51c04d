"""A procedure's card, and why a fact is on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from procgraph.rendering.facts import object_label, qualifiers, rate_words
from procgraph.rendering.terminal import console, fold, write

if TYPE_CHECKING:
    from rich.console import Console

    from procgraph.dataset.cards import Card, Numbered
    from procgraph.dataset.explanations import Explanation, Passage
    from procgraph.model import Fact

__all__ = ["card", "explanation"]

_CAPITAL = re.compile(r"(?=[A-Z])")
_WORD = re.compile(r"\w+")
_INDENT = 15
_HOW = {
    "curated": "a person mapped it",
    "exact": "it is the concept's label",
    "inflected": "it is the concept's label in another number, spelling or order",
    "synonym": "it is another name of the concept",
    "broader": "without a word that narrows it, it is a name of the broader concept",
    "phrase": "no concept was found, so the words are a concept of their own",
}


def card(found: Card) -> None:
    """One procedure's card: its facts by relation, each with its number and hash, and the quote
    below the facts that it states."""
    procedure, document = found.extraction.procedure, found.extraction.document
    out = console()
    write(out, procedure.label, style="bold")
    code = " ".join(filter(None, (procedure.code_system, procedure.code or "(no code given)")))
    about = {
        "also": ", ".join(procedure.names),
        "code": code if procedure.code_system else "",
        "add-on": "yes, only together with a primary procedure" if procedure.add_on else "",
        "document": document.id,
        "source": document.url or document.source,
        "id": procedure.iri,
    }
    for name, value in about.items():
        if value:
            write(out, f"  {name:<9} {value}")
    for relation, group in groupby(found.facts, key=lambda n: n.fact.relation):
        write(out, f"\n{_words(relation.value)}", style="bold")
        for _, of_quote in groupby(group, key=lambda n: n.fact.evidence[0]):
            _stated(out, list(of_quote))


def _stated(out: Console, found: Sequence[Numbered]) -> None:
    """The facts of one quote, and the quote, unless it only repeats the one fact."""
    place = found[0].fact.evidence[0]
    lines = {e.line for numbered in found for e in numbered.fact.evidence} - {place.line}
    where = f"line {place.line}"
    if lines:
        where += f" (also {', '.join(map(str, sorted(lines)))})"
    repeats = len(found) == 1 and _plain(place.quote) == _plain(_told(found[0].fact))
    chosen: set[int] = set()
    for numbered in found:
        fact = numbered.fact
        lead = ""
        if fact.group is not None:
            lead = "or: " if fact.group in chosen else "one of: "
            chosen.add(fact.group)
        text = f"{lead}{_told(fact)}" + (f" [{where}]" if repeats else "")
        write(out, _hanging(f"  {numbered.number:>3} {numbered.hash[:8]}  ", text))
    if not repeats:
        write(out, _hanging(" " * _INDENT, f"{where}: “{fold(place.quote)}”"), style="dim")


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _told(fact: Fact) -> str:
    """'not: fasting — unless you have asked for sedation'; 'stroke (rare, 1 %)'."""
    text = f"not: {object_label(fact)}" if fact.polarity == "negated" else object_label(fact)
    often = [fact.frequency or "", rate_words(fact.rate) if fact.rate else ""]
    if any(often):
        text += f" ({', '.join(filter(None, often))})"
    if fact.condition:
        text += f" — {fact.condition[:1].lower()}{fact.condition[1:]}"
    return text


def _words(name: str) -> str:
    """'requiresPersonnel' as 'requires personnel'."""
    return " ".join(_CAPITAL.split(name)).lower()


def _hanging(lead: str, text: str) -> object:
    """Text behind a lead; where it takes several lines, they stand below each other."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=0)
    grid.add_column(width=len(lead), no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(lead), Text(text))
    return grid


def explanation(found: Explanation) -> None:
    """Why a fact is there."""
    fact, out = found.fact, console()
    write(
        out,
        f"{fact.procedure.label} — {_words(fact.relation.value)} — {object_label(fact)}",
        style="bold",
    )
    for passage in found.passages:
        _marked(out, passage)
    about = {
        "document": fact.document,
        "source": found.source,
        "section": fact.section,
        "rule": fact.rule,
        "qualifiers": "; ".join(qualifiers(fact)),
        "linked by": _linked(found),
        "concept": "\n".join(" < ".join(path) for path in found.paths),
        "matches": " ".join(getattr(fact.object, "matches", ())),
        "statement": found.iri,
    }
    for name, value in about.items():
        for number, text in enumerate(value.splitlines()):
            write(out, f"  {'' if number else name:<10} {text}")


def _linked(found: Explanation) -> str:
    if found.how is None:
        return ""
    return f"{found.how}: “{fold(found.fact.object.text)}”, {_HOW[found.how]}"


def _marked(out: Console, passage: Passage) -> None:
    from rich.text import Text

    place = passage.place
    write(out, f"  line {place.line}, characters {place.start}–{place.end}", style="dim")
    quote = ("»" + passage.quote + "«", "bold reverse" if out.is_terminal else "")
    write(out, Text("    ") + Text.assemble(passage.before, quote, passage.after))
