"""How long: '30 to 60 minutes', 'an hour and a half', 'less than 30 minutes' in minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from procgraph.extraction.rules import rule, table
from procgraph.model import Duration

__all__ = ["DurationMatch", "base_duration", "find_durations", "find_vague"]

_PARTS = {"a half": 0.5, "thirty": 0.5, "a quarter": 0.25, "three quarters": 0.75}
_MINUTES = {"min": 1, "h": 60, "hr": 60, "hour": 60, "day": 1440}


@dataclass(frozen=True, slots=True)
class DurationMatch:
    """A duration and where it stands in the text that was searched."""

    duration: Duration
    start: int
    end: int
    aside: bool
    own: bool = False
    whole: bool = False

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """The lower, the more it tells of the procedure itself, and of all of it."""
        return not self.whole, not self.own, self.aside


def find_durations(text: str) -> Iterator[DurationMatch]:
    """The durations of `text` in order; `aside` marks those that are not the procedure's own,
    `own` those of which the text says so, and `whole` those of all of it."""
    position = told = 0
    spans = [match.span() for match in rule("durations.next-part").finditer(text)]
    spans.append((len(text), len(text)))
    for start, end in spans:
        clause = text[position:start]
        wait = rule("durations.of-results").search(clause)
        for match in rule("durations.duration").finditer(clause):
            if wait and match.start() > wait.start():
                break
            duration = _duration(match)
            rest = text[position + match.end() :]
            behind = rule("durations.most").match(rest) if duration else None
            if duration and behind:
                duration = _with_most(duration, match, behind)
            if duration and rule("durations.from-seconds").search(clause[: match.start()]):
                duration = Duration(None, duration.max_minutes, duration.text)
            if duration and not rule("durations.later").match(clause[match.end() :]):
                # 'two hours, of which the surgery itself takes one' has told the whole before
                is_part = clause.lstrip().startswith("of which")
                own = not is_part and rule("durations.own").search(clause) is not None
                aside = not own and rule("durations.aside").search(clause) is not None
                whole = rule("durations.whole").search(text[told : position + match.start()])
                start_at, end_at = position + match.start(), position + match.end()
                yield DurationMatch(duration, start_at, end_at, aside, own, whole is not None)
                told = end_at
        position = end


def base_duration(text: str) -> DurationMatch | None:
    """The base case: the first duration of the procedure itself, else the first of all."""
    found = list(find_durations(text)) or list(find_vague(text))
    # of those that rank alike, the first
    return min(found, key=lambda match: match.rank, default=None)


def find_vague(text: str) -> Iterator[DurationMatch]:
    """Times without a figure ('several hours'): the least that they can mean, the end left open."""
    least = table("durations")["vague"]
    for match in rule("durations.vague").finditer(text):
        if match["night"]:
            minutes = least["overnight_minutes"]
        else:
            amount = " ".join(match["amount"].lower().split())
            minutes = least[amount] * _MINUTES[_unit(match["unit"])]
        duration = Duration(minutes, None, match[0])
        yield DurationMatch(duration, match.start(), match.end(), aside=False)


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
    if high < low or high == 0:
        return None  # 'half a minute' is none of what a procedure takes
    if match["after"]:
        is_least = match["after"].lower() in ("more", "longer")
        return Duration(low, None, text) if is_least else Duration(None, high, text)
    if match["below"] or match["most"]:
        return Duration(None, high, text) if not high_unit else Duration(low, high, text)
    if match["above"] or match["least"]:
        return Duration(low, None, text)
    return Duration(low, high, text)


def _with_most(usual: Duration, match: re.Match[str], behind: re.Match[str]) -> Duration:
    """The usual time with the most that it may take, which may share its unit."""
    side = "behind" if behind["behind"] else "before"
    number, more = behind[side], behind[f"{side}_more"]
    unit = behind[f"{side}_unit"] or match["high_unit"] or match["low_unit"]
    if not unit or (number.lower() in ("a", "an") and not behind[f"{side}_unit"]):
        return usual
    most = _minutes(number, unit, more)
    if usual.max_minutes is None or most <= usual.max_minutes:
        return usual
    text = " ".join(f"{match[0]}{behind[0]}".split())
    return Duration(usual.min_minutes, most, text)


def _unit(word: str) -> str:
    word = word.lower()
    return next(key for key in ("min", "day", "hr", "hour", "h") if word.startswith(key))


def _minutes(number: str, unit: str, more: str | None) -> int:
    per_unit = _MINUTES[_unit(unit)]
    value = _value(number) * per_unit
    if more:
        more = " ".join(more.lower().split())
        value += _PARTS[more] * per_unit if more in _PARTS else int(more)
    return round(value)


def _value(number: str) -> float:
    number = " ".join(number.lower().split())
    numbers = table("durations")["numbers"]
    if number in numbers:
        return float(numbers[number])
    half = 0.5 if any(mark in number for mark in ("½", "1/2", "half")) else 0.0
    digits = re.match(r"\d+(?:\.\d+)?", number)
    return (float(digits[0]) if digits else 0.0) + half
