"""How long: '30 to 60 minutes', 'an hour and a half', 'less than 30 minutes' in minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from procgraph.model import Duration

__all__ = ["DurationMatch", "base_duration", "find_durations"]

_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90, "half": 0.5,
    "half an": 0.5, "half a": 0.5, "a quarter of an": 0.25, "three quarters of an": 0.75, "three-quarters of an": 0.75,
    "a couple of": 2, "one and a half": 1.5, "two and a half": 2.5, "three and a half": 3.5,
}  # fmt: skip
_MINUTES = {"min": 1, "h": 60, "hr": 60, "hour": 60, "day": 1440}
_NUMBER = (
    r"(?:\d+(?:\.\d+)?(?:\s*½|\s+1/2|\s+and\s+a\s+half)?|½|"
    + "|".join(sorted((w.replace(" ", r"\s+") for w in _WORDS), key=len, reverse=True))
    + ")"
)
_UNIT = r"(?:min(?:ute)?s?\b|hours?\b|hrs?\b|h\b|days?\b)"
_BOUND = (
    r"(?P<below>(?:less|fewer|no\s+more|not\s+more)\s+than|under|up\s+to|at\s+most|below|within)"
    r"|(?P<above>at\s+least|more\s+than|over|longer\s+than|upwards?\s+of|no\s+less\s+than)"
)
_DURATION = re.compile(
    rf"""(?<![\w.,-])
    (?: (?:{_BOUND})\s+ )?
    (?: (?P<couple>(?:a|an|one)\s+(?P<couple_unit>minute|hour|day)\s+or\s+(?P<couple_to>two|so))\b
      | (?:(?:about|around|roughly|approximately|between|from|some|typically)\s+)*
        (?P<low>{_NUMBER})
        (?:[\s-]*(?P<low_unit>{_UNIT})
          (?:\s*(?:and\s+)?(?P<low_more>\d+|thirty|a\s+half)[\s-]*(?:min(?:ute)?s?\b)?(?=[\s,.;)]|$))?)?
        (?: \s*(?:to|-|–|—|and|or|until)\s*(?:about\s+|around\s+|up\s+to\s+)?(?P<high>{_NUMBER})[\s-]*(?P<high_unit>{_UNIT})
            (?:\s*(?:and\s+)?(?P<high_more>\d+|a\s+half)[\s-]*(?:min(?:ute)?s?\b)?(?=[\s,.;)]|$))? )?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# A stretch of time that is not the procedure's own: waiting, watching, the whole visit, the result.
_ASIDE = re.compile(
    r"\b(?:visit|stay|stays|recovery room|afterwards?|recover|recovery|observ\w+|wait|plan (?:on|for)|"
    r"allow|arriv\w+|in all|hospital|home|facility|beforehand|not counting|prepar\w+|monitor\w+|rest|"
    r"compression lasts|baby|whole appointment|months?|years?|effect|relief|every|once|apart|longer)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"[;.]\s+|,\s+(?=and\b|but\b|plus\b|then\b|with\b|while\b|although\b|followed\b|longer\b|patients\b)|\s\(|\)"
)


@dataclass(frozen=True, slots=True)
class DurationMatch:
    """A duration and where it stands in the text that was searched."""

    duration: Duration
    start: int
    end: int
    aside: bool


def find_durations(text: str) -> Iterator[DurationMatch]:
    """The durations of `text` in order; `aside` marks those that are not the procedure's own."""
    position = 0
    spans = [(m.start(), m.end()) for m in _SPLIT.finditer(text)] + [(len(text), len(text))]
    for start, end in spans:
        clause = text[position:start]
        for match in _DURATION.finditer(clause):
            duration = _duration(match)
            if duration:
                aside = _ASIDE.search(clause) is not None
                yield DurationMatch(
                    duration, position + match.start(), position + match.end(), aside
                )
        position = end


def base_duration(text: str) -> DurationMatch | None:
    """The base case: the first duration of the procedure itself, else the first of all."""
    found = list(find_durations(text))
    return next((match for match in found if not match.aside), found[0] if found else None)


def _duration(match: re.Match[str]) -> Duration | None:
    text = " ".join(match[0].split())
    if match["couple"]:
        unit = _MINUTES[_unit(match["couple_unit"])]
        high = 2 if match["couple_to"].lower() == "two" else 1
        return Duration(unit, unit * high, text)
    low_unit, high_unit = match["low_unit"], match["high_unit"]
    if not (low_unit or high_unit):
        return None
    low = _minutes(match["low"], low_unit or high_unit, match["low_more"] if low_unit else None)
    high = low
    if high_unit:
        if match["low"].lower() in ("a", "an") and not low_unit:
            return None
        high = _minutes(match["high"], high_unit, match["high_more"])
    if high < low:
        return None
    if match["below"]:
        return Duration(None, high, text) if not high_unit else Duration(low, high, text)
    if match["above"]:
        return Duration(low, None, text)
    return Duration(low, high, text)


def _unit(word: str) -> str:
    word = word.lower()
    return next(key for key in ("min", "day", "hr", "hour", "h") if word.startswith(key))


def _minutes(number: str, unit: str, more: str | None) -> int:
    per_unit = _MINUTES[_unit(unit)]
    value = _value(number) * per_unit
    if more:
        more = more.lower()
        value += per_unit / 2 if "half" in more else 30 if more == "thirty" else int(more)
    return round(value)


def _value(number: str) -> float:
    number = " ".join(number.lower().split())
    if number in _WORDS:
        return float(_WORDS[number])
    half = 0.5 if any(mark in number for mark in ("½", "1/2", "half")) else 0.0
    digits = re.match(r"\d+(?:\.\d+)?", number)
    return (float(digits[0]) if digits else 0.0) + half
