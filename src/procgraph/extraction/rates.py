"""Figures for how often: '3 to 5%', 'fewer than 1 in 10,000', '2 to 7 in 100' as proportions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from procgraph.extraction.rules import ids, rule, rules_named, table
from procgraph.model import Rate

__all__ = ["RateMatch", "each_rated", "find_rate"]

# A figure behind these is that of something else.
_OF_OTHERS = ids("rates", "of-something-good by-how-much of-next-clause of-a-target of-the-worst")
_DECIMAL = re.compile(r",(?=\d{1,2}$)")


@dataclass(frozen=True, slots=True)
class RateMatch:
    """A rate, and the clause without the words that state it."""

    rate: Rate
    rest: str


def find_rate(text: str) -> RateMatch | None:
    """The first figure of how often in `text`, or None; the open end of a bound is None.

    A figure of how often it goes well ('cure rates of 95%') is none of a risk.
    """
    for match in rule("rates.figure").finditer(text):
        rate = _rate(match)
        if rate is None:
            continue
        before, after = text[: match.start()], text[match.end() :]
        if rules_named(*_OF_OTHERS).first_match(before) or rule("rates.who-do-well").match(after):
            continue
        rate, after = _with_bound(rate, after)
        rate = _of_all_groups(rate, after)
        lead = rule("rates.lead").search(before)
        head = (before[: lead.start()] if lead else before).strip(" ,;:(-–—")
        if head and not rule("rates.no-head").search(head):
            return RateMatch(rate, head)
        rest = rule("rates.rest").sub("", after)
        return RateMatch(rate, rest.strip(" ,;:)"))
    return None


def _with_bound(rate: Rate, after: str) -> tuple[Rate, str]:
    """A rate with the end that 'at most' or 'at least' behind it leaves open, and what follows."""
    bound = rule("rates.bound-behind").match(after)
    if bound is None:
        return rate, after
    told = Rate(None, rate.max) if bound["most"] else Rate(rate.min, None)
    return told, after[bound.end() :]


def _of_all_groups(rate: Rate, after: str) -> Rate:
    """'4% of adults and 20% of children' as what lies between: neither is that of all."""
    figure = rule("rates.figure").search(after)
    other = _rate(figure) if figure else None
    if figure is None or other is None:
        return rate
    apart = rule("rates.next-group").match(after[: figure.start()])
    if not apart or not rule("rates.of-group").match(after[figure.end() :]):
        return rate
    least = None if rate.min is None or other.min is None else min(rate.min, other.min)
    most = max(end for each in (rate, other) for end in (each.min, each.max) if end is not None)
    return Rate(least, most)


def each_rated(text: str) -> Iterator[str]:
    """The parts of a text that have a figure each: 'infection in 2%, bleeding in 1%'."""
    figures = [m for m in rule("rates.figure").finditer(text) if _rate(m)]
    begin = 0
    for figure, following in pairwise(figures):
        gap = rule("rates.next-rated").match(text[figure.end() : following.start()])
        if gap is None:
            continue
        cut = "cut" if gap["cut"] else "lead"
        yield text[begin : figure.end() + gap.start(cut)]
        begin = figure.end() + gap.end(cut)
    yield text[begin:]


def _rate(match: re.Match[str]) -> Rate | None:
    if match["low"]:
        low, high = _number(match["low"]) / 100, _number(match["high"]) / 100
    elif match["single"]:
        low = high = _number(match["single"]) / 100
    elif match["fraction"]:
        low = high = table("rates")["fractions"][re.split(r"[ -]", match["fraction"].lower())[-1]]
    elif match["over"]:
        low = high = 1 / _number(match["under"])
    else:
        whole = _number(match["whole"])
        if whole < 2 or (whole < 10 and _number(match["part"]) >= whole):
            return None
        low = _number(match["part"]) / whole
        high = _number(match["part_high"]) / whole if match["part_high"] else low
        if match["whole_high"]:
            low, high = sorted((low, _number(match["part"]) / _number(match["whole_high"])))
    if not 0 <= low <= 1 or not 0 <= high <= 1 or low > high:
        return None
    low, high = round(low, 8), round(high, 8)
    if match["below"]:
        return Rate(None, high)
    if match["above"]:
        return Rate(low, None)
    return Rate(low, high)


def _number(text: str) -> float:
    named: float | None = table("rates")["numbers"].get(text.lower())
    # '0,5' is a half, '10,000' ten thousand
    return named or float(_DECIMAL.sub(".", text).replace(",", ""))
