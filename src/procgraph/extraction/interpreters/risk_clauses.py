"""A sentence that tells of risks, in its parts, each of which says of one how often it comes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from procgraph.extraction.coordination import parts
from procgraph.extraction.drafts import reworded
from procgraph.extraction.rates import each_rated, find_rate
from procgraph.extraction.rules import rule, rules

__all__ = ["risks", "without_lead_frequency"]

_SECTION = "complications"


def risks(text: str) -> Iterator[str]:
    """The parts of a sentence that each say of a risk how often it comes."""
    for stretch in rule("lists.goes-on-behind-dash").split(text):
        yield from _risks(stretch)


def _risks(text: str) -> Iterator[str]:
    text = rule("lists.reported").reword(text)
    if "respectively" in text or rule("lists.figure-for-each").search(text):
        text = _in_order(text)
    for part in chain.from_iterable(map(rule("lists.and-so").split, each_rated(text))):
        pieces = rule("lists.next-risk").split(part)
        if len(pieces) > 1 and not _is_statement(pieces[0]):
            pieces = [part]
        for piece in pieces:
            is_clause = rule("lists.full-clause").match(piece)
            for spliced in rule("lists.splice").split(piece) if is_clause else (piece,):
                for risk in rule("lists.other-risk").split(spliced):
                    both = rule("lists.or-clause").match(risk)
                    if both:
                        lead = risk[: len(risk) - len(without_lead_frequency(risk))]
                        yield from (both["first"], f"{lead}{both['other']}")
                    else:
                        yield risk


def _in_order(text: str) -> str:
    """'Pain and fever occur in 5% and 2%, respectively' as 'Pain (5%) and fever (2%)'; without the
    figures where there are more or fewer of them, if it is said that they stand in this order."""
    said = rule("lists.in-this-order").match(text)
    if said is None:
        return text
    is_said = "respectively" in text
    named, figures = parts(said["members"]), rule("lists.next-figure").split(said["figures"])
    unit = "%" if figures[-1].endswith("%") else ""
    figures = [figure if figure.endswith(unit) else f"{figure}{unit}" for figure in figures]
    if len(named) != len(figures) or not all(find_rate(f"x, {figure}") for figure in figures):
        return said["members"] if is_said else text
    return ", ".join(f"{name} ({figure})" for name, figure in zip(named, figures, strict=True))


def _is_statement(text: str) -> bool:
    """Whether a part of a sentence has a verb, or says with one what a noun would say."""
    said = without_lead_frequency(text)
    is_clause = rule("lists.verb").search(text) or rule("lists.full-clause").match(text)
    return is_clause is not None or reworded(said, _SECTION) != said


def without_lead_frequency(text: str) -> str:
    """A clause without the words in front that tell how often."""
    for frequency in rules("frequency").likely(text):
        match = frequency.pattern.match(text) if ".lead-" in frequency.id else None
        if match:
            return text[match.end("cut") :]
    return text
