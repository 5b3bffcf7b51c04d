"""Figures for how often: '3 to 5%', 'fewer than 1 in 10,000', '2 to 7 in 100' as proportions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from procgraph.model import Rate

__all__ = ["RateMatch", "find_rate"]

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100,
    "thousand": 1000, "million": 1_000_000,
}  # fmt: skip
_N = r"(?:\d[\d,]*(?:\.\d+)?|" + "|".join(_NUMBERS) + ")"
_BOUND = (
    r"(?P<below>(?:fewer|less|no\s+more|not\s+more)\s+than|under|below|up\s+to|at\s+most|<|≤)"
    r"|(?P<above>more\s+than|over|at\s+least|above|>|≥)"
    r"|(?:about|roughly|around|approximately|some|nearly|almost|an\s+estimated|perhaps|~|between|"
    r"as\s+many\s+as|from)"
)
_FIGURE = re.compile(
    rf"""(?:(?:{_BOUND})\s*)?
    (?: (?P<low>{_N})\s*(?:%|percent|per\s+cent)?\s*(?:to|-|–|—|and|or)\s*(?P<high>{_N})\s*(?:%|percent|per\s+cent)
      | (?P<single>{_N})\s*(?:%|percent|per\s+cent)
      | (?P<part>{_N})(?:\s*(?:to|-|–|or)\s*(?P<part_high>{_N}))?\s+(?:(?:people|patients|women|men|cases|man|woman|person|patient|child|children|eyes|operations|procedures)\s+)?
        (?:in|out\s+of|of|per)\s+(?:every\s+)?(?P<whole>{_N})(?:\s+(?:to|-|–)\s+(?P<whole_high>{_N}))?
    )(?![\w%])""",
    re.VERBOSE | re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:,|;|:|\(|\s[–—-])?\s*\b(?:(?:and|which|that|each|all|both)\s+)*(?:(?:is|are|may|can)\s+)?"
    r"(?:(?:seen|occurring|happens?|occurs?|affecting|affects?|reported|found|develops?|happening|"
    r"estimated|needed|needing|present|noticed|observed|arises?|appears?|follows?|estimated|occur|"
    r"happen|develop|affect|being|carries|carry|with)\s+)?(?:at\s+|in\s+|by\s+|after\s+|among\s+)?$",
    re.IGNORECASE,
)
_REST = re.compile(
    r"^\s*(?:of\s+)?(?:all\s+|elective\s+|every\s+)*(?:people|patients|women|men|cases|attempts|operations|procedures|"
    r"examinations|treatments|injections|children|adults|those|tests|patients treated|implants|eyes|doses)?"
    r"\s*(?:have|has|get|notice|develop|feel|experience|report|need|of patients|of people|suffer)?[,:]?\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RateMatch:
    """A rate, and the clause without the words that state it."""

    rate: Rate
    rest: str


def find_rate(text: str) -> RateMatch | None:
    """The first figure of how often in `text`, or None; the open end of a bound is None."""
    for match in _FIGURE.finditer(text):
        rate = _rate(match)
        if rate is None:
            continue
        before, after = text[: match.start()], text[match.end() :]
        lead = _LEAD.search(before)
        head = (before[: lead.start()] if lead else before).strip(" ,;:(-–—")
        if head:
            return RateMatch(rate, head)
        rest = _REST.sub("", after)
        return RateMatch(rate, rest.strip(" ,;:)"))
    return None


def _rate(match: re.Match[str]) -> Rate | None:
    if match["low"]:
        low, high = _number(match["low"]) / 100, _number(match["high"]) / 100
    elif match["single"]:
        low = high = _number(match["single"]) / 100
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
    return _NUMBERS.get(text.lower()) or float(text.replace(",", ""))
