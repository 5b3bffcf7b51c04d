"""Capital letters, Roman numbers, 'Section 2' and '2.1' in front of headings and of items.

'B. Contraindications' is a heading where other lines with such a counter are, too; so are those of
their series that no table knows. 'B. Gout' below a heading is one of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from procgraph.documents.counters import readings
from procgraph.documents.cues import lead_of
from procgraph.documents.headings import heading_key, is_short, lead_key, line_key
from procgraph.documents.lines import Line

__all__ = ["TELLING", "lettered"]

_COUNTER = re.compile(
    r"""(?P<open>\(?)
    (?: (?P<word>(?i:section|part|chapter|article|§)[ \t]*)(?P<of>\d{1,2}|[IVX]{1,5}|[A-Z])\b[.):]?
      | (?P<decimal>\d{1,2}(?:(?:\.\d{1,2})+(?=\.?[ \t])|-\d{1,2}(?=\.)))\.?
      | (?P<capital>[IVX]{1,5}|[A-Z])(?P<close>[.):])
    )
    (?:[ \t]*[–—-](?=[ \t]))?[ \t]+(?=[A-Z])""",
    re.VERBOSE,
)
TELLING = frozenset(
    "indications contraindications complications alternatives benefits personnel setting".split()
)
"""At least one heading of a page must be of these: 'A. Preparation', 'B. Recovery' may be steps."""
_FEWEST = 2
_LONGEST = 8
_LONGEST_ITEM = 12


def lettered(text: str, found: list[Line]) -> list[Line]:
    """The lines, with those marked as headings or as items that such counters tell to be some."""
    counted = {
        index: match
        for index, line in enumerate(found)
        if line.mark == "" and (match := _COUNTER.match(text, line.start, line.end))
    }
    if len(counted) < _FEWEST:
        return found
    series = _series(counted)
    keys = {
        index: key
        for index, match in counted.items()
        if (key := _opens(text[match.end() : found[index].end]))
    }
    at = dict.fromkeys(keys, "#") if _are_headings(keys.values()) else {}
    for run in series:
        for index in (*run, *reversed(run)):  # on from the known ones, and back
            says = text[found[index].start : found[index].end]
            if index not in at and _is_beside(index, run, at) and is_short(says, _LONGEST):
                at[index] = "#"
    for run in series:
        rest = [index for index in run if index not in at]
        if len(rest) == len(run) and _are_items([text[found[i].start : found[i].end] for i in run]):
            at |= dict.fromkeys(run, "1")
    read = list(found)
    for index, mark in at.items():
        says = text[counted[index].end() : found[index].end]
        is_led_in = mark == "#" and index in keys and line_key(says) is None
        read[index] = found[index]._replace(
            start=counted[index].end(), mark="" if is_led_in else mark
        )
    return read


def _opens(says: str) -> str | None:
    """The section that a line opens behind its counter, alone or with what it says there."""
    key = heading_key(says) or line_key(says)
    lead = None if key else lead_of(says)
    return lead_key(lead["lead"]) if lead else key


def _are_headings(keys: Iterable[str]) -> bool:
    told = list(keys)
    return len(told) >= _FEWEST and not TELLING.isdisjoint(told)


def _series(counted: dict[int, re.Match[str]]) -> list[list[int]]:
    """The lines whose counters count on from one another's, from the first of their kind."""
    kinds: dict[str, list[tuple[int, int]]] = {}
    for index, match in counted.items():
        for kind, number in _readings(match):
            kinds.setdefault(kind, []).append((index, number))
    runs: list[list[int]] = []
    for listed in kinds.values():
        last = None
        for index, number in listed:
            if number == 0:
                runs.append([index])
            elif last is not None and number == last + 1:
                runs[-1].append(index)
            else:
                last = None
                continue
            last = number
    return [run for run in runs if len(run) >= _FEWEST]


def _readings(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """What a counter may be, beside which words and signs, and which of its kind, from 0."""
    if match["decimal"]:
        before, _, last = match["decimal"].replace("-", ".").rpartition(".")
        yield before, int(last) - 1
        return
    said = match["of"] or match["capital"]
    kind = f"{match['open']}{(match['word'] or '').strip()}{match['close'] or ''}"
    yield from ((f"{what} {kind}", number) for what, number in readings(said))


def _is_beside(index: int, run: list[int], at: dict[int, str]) -> bool:
    return any(index in pair and not at.keys().isdisjoint(pair) for pair in pairwise(run))


def _are_items(says: list[str]) -> bool:
    """Whether lines behind counters are phrases, and no paragraphs. Some of them may lead in a list
    of their own: 'I. Migraine, and all of the following:'."""
    are_short = all(len(said.split()) <= _LONGEST_ITEM and said[-1] not in ".?" for said in says)
    return are_short and not all(said.endswith(":") for said in says)
