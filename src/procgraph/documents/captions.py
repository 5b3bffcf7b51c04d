"""Lines that look like a heading which no table knows, and lines that are prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from procgraph.documents.cues import cue, lead_of, meaning_of
from procgraph.documents.denials import denial
from procgraph.documents.headings import caption_key, heading_key, is_guessed
from procgraph.documents.items import OpenSection
from procgraph.documents.labels import INSTRUCTIONS, is_instruction, label_for
from procgraph.documents.lines import Line, is_list
from procgraph.documents.sentences import is_abbreviated, is_lead_in
from procgraph.documents.wording import listed, load_rules, pattern_of

__all__ = [
    "heads_prose",
    "is_caption",
    "is_prose",
    "is_title",
    "is_whole_sentence",
    "key_by_place",
    "labelled_title",
    "names_member",
    "names_risk",
]

_RULES = "sentences.toml"
_LONGEST_QUESTION = 14
_LONGEST = 8
_LONGEST_WITH_COLON = 5
_LONGEST_RISK = 5
_LONGEST_TITLE = 14
# In characters: how far a heading reaches at most, and a full line of a text at least.
_NARROW = 45
_WIDE = 60
_STOPS = ".!?:"
_ON_CARDS = frozenset({"indications", "benefits"})
# What stands between the preparation and what comes after; elsewhere it may be a choice.
_BETWEEN = "surgery"
_GOES_ON = ("And ", "Or ", "But ")
_STOP = re.compile(r"[.!?][\"”’)]*$|[a-z)]\. [A-Z]")


def is_caption(says: str, section: OpenSection, line: Line, following: Line | None) -> bool:
    """Whether a line closes `section`: a question or a few words with a capital, and no label."""
    lead = lead_of(says)
    if line.mark == "1" or (lead and label_for(lead["lead"], section.key)):
        return False
    if not section.items or section.key == "name" or names_risk(says, section, line, following):
        return False
    if section.is_divided_by(says):
        return False
    before_prose = is_whole_sentence(section.text, following)
    if section.is_label(says, before_list=is_list(following), before_prose=before_prose):
        return False
    if pattern_of(_RULES, "tellers").match(says):
        return False  # it tells who does something, and lost its full stop
    if cue(says, section.key):
        return False  # 'The alternative is a truss', on a line without its full stop
    words = says.split()
    if before_prose and _is_short(says) and is_guessed(says):
        return True
    if says.endswith("?"):
        if says.startswith(_GOES_ON):
            return False  # 'And sport?'
        return says[0].isupper() and len(words) <= _LONGEST_QUESTION
    if len(words) > _LONGEST or not says[0].isupper() or says[-1] in ".,;!":
        return False
    if says.endswith(":"):
        return (
            len(words) <= _LONGEST_WITH_COLON
            and label_for(says, section.key) is None
            and meaning_of(says, section.key) is None
            and denial(says, section.key) is None
            and not _leads_on(says)
        )
    minor = listed(_RULES, "minor_words")
    title = all(w[0].isupper() for w in words if w.lower() not in minor and w[0].isalpha())
    bullets = section.items[-1].kind in ("bullet", "step", "row")
    if bullets and title and (len(words) > 1 or says.isupper()):
        return True
    if line.blank_before and following and is_guessed(says):
        # what tells nothing here heads what stands right below it
        is_tight = not following.blank_before
        if is_tight == (caption_key(says) is None):
            return True
    if line.blank_before and before_prose and is_instruction(says):
        return True
    may_be = section.key != "complications" or _opens_as_heading(says)
    return may_be and (
        _stands_alone(section, line, following) or _is_among_wrapped(says, section, line, following)
    )


def key_by_place(says: str, read: Sequence[str | None]) -> str | None:
    """The section of a heading that no table knows: a word tells it, or the keys of those that were
    `read` before. 'Medicines' is about those before the procedure or after it."""
    if is_guessed(says):
        return caption_key(says)
    if says.lower() == _BETWEEN and "preparation" in read and "steps" not in read:
        return "steps"
    if not is_instruction(says):
        return None
    told = [key for key in read if key in INSTRUCTIONS]
    if "home" in says.lower().split() and "steps" in read:
        return "recovery"
    if told and read[-1] in INSTRUCTIONS:
        return told[-1]
    return "recovery" if "recovery" in read or "steps" in read else "preparation"


def names_risk(says: str, section: OpenSection, line: Line, following: Line | None) -> bool:
    """Whether a line among the risks names one of them, which the next line explains: 'Bleeding:'
    above 'You may bleed after it.', and '- Bleeding:' too."""
    if not section.is_of_risks or not says[0].isupper() or is_list(following):
        return False
    is_named = says.endswith(":")
    if line.mark and line.mark != "#" and not (is_list(line) and is_named):
        return False
    if following is None or is_guessed(says) or _opens_as_heading(says):
        return False
    named = says.lower().rstrip(" :")
    if section.is_divided_by(says) or pattern_of(_RULES, "no_risks").fullmatch(named):
        return False
    if not _is_short(says, _LONGEST if is_named else _LONGEST_RISK) or following.mark:
        return False
    below = section.text[following.start : following.end]
    is_broken = is_named and len(below) >= _NARROW and below[0].isupper()
    if not is_broken and not is_whole_sentence(section.text, following):
        return False
    explained = line.mark or len(below.split()) > _LONGEST_RISK
    return bool(explained) and meaning_of(says, section.key) is None and not _leads_on(says)


def names_member(
    says: str, key: str | None, told: str | None, section: OpenSection, following: Line | None
) -> bool:
    """Whether a marked line below a heading of `key` is one of what that lists, as on a card:
    'Charcot foot' below 'Conditions we treat', with sentences below it. `told` is the key that its
    own words tell."""
    if not is_whole_sentence(section.text, following):
        return False
    if key not in _ON_CARDS or not says[0].isupper() or not _is_short(says):
        return False
    if denial(says, section.key) is not None or meaning_of(says, key) is not None:
        return False
    if key == "benefits" and pattern_of(_RULES, "gain_starts").match(says.lower()):
        return True  # 'Quick recovery' is gained, and heads nothing of what comes afterwards
    if told or is_guessed(says) or _opens_as_heading(says):
        return False
    return pattern_of(_RULES, "no_members").search(says.lower()) is None


def heads_prose(says: str, section: OpenSection, line: Line, following: Line | None) -> bool:
    """Whether a bullet is the only one, above a paragraph, and a heading: '• Before the test'."""
    last = section.items[-1] if section.items else None
    if not line.blank_before or (last is not None and last.kind == "bullet"):
        return False
    return is_whole_sentence(section.text, following) and heading_key(says) is not None


def _is_short(says: str, longest: int = _LONGEST_RISK) -> bool:
    return says[-1] not in ".,;!?" and len(says.split()) <= longest


def _stands_alone(section: OpenSection, line: Line, following: Line | None) -> bool:
    """Whether a line stands between blank lines, after a whole sentence and before another."""
    if not line.blank_before or following is None:
        return False
    last = section.items[-1]
    if last.kind == "sentence" and section.text[last.end - 1] not in _STOPS:
        return False  # one of several lines that are phrases
    if is_list(following):
        return True
    if not following.blank_before:
        # as the heading of the open section stands, directly above its prose
        is_tight = section.text.count("\n", section.start, section.items[0].start) == 1
        return bool(section.heading) and is_tight and is_whole_sentence(section.text, following)
    return section.text[following.end - 1] in _STOPS


def _is_among_wrapped(says: str, section: OpenSection, line: Line, following: Line | None) -> bool:
    """Whether a short line stands between full ones of a text that is wrapped: no sentence of such
    a text ends there without a stop, nor begins a line before one that could hold it."""
    if line.blank_before or following is None or following.mark or following.blank_before:
        return False
    text, last = section.text, section.items[-1]
    below = text[following.start : following.end]
    if last.kind != "sentence" or text[last.end - 1] not in _STOPS or not below[0].isupper():
        return False
    is_wrapped = "\n" in text[last.start : last.end] or below[-1] not in _STOPS
    return is_wrapped and len(says) <= _NARROW and len(below) >= _WIDE


def is_whole_sentence(text: str, line: Line | None) -> bool:
    """Whether a line is no bullet, and ends as a sentence does."""
    if line is None or line.mark:
        return False
    says = text[line.start : line.end]
    return says[-1] in ".!" or (says[-1] == ")" and _STOP.search(says) is not None)


def is_prose(says: str) -> bool:
    """Whether a line above the first heading is a sentence, or leads in a list."""
    if says.endswith(":"):
        leads_in = meaning_of(says, None)
        return len(says.split()) > _LONGEST_WITH_COLON or bool(leads_in and leads_in.is_cue)
    if cue(says, None):
        return True
    return len(says.split()) > _LONGEST_WITH_COLON and any(map(_ends, _STOP.finditer(says)))


def _ends(stop: re.Match[str]) -> bool:
    """Whether a stop ends a sentence: 'St. James' Hospital' has none."""
    inner = stop.start() + 1
    return stop[0][0] in ".!?" or not is_abbreviated(stop.string, 0, inner + 1)


def is_title(says: str, *, is_first: bool) -> bool:
    """Whether a line above all sections is a title, although it reads like a heading: one with a
    label, or the first of a page that begins as titles do ('Having a …')."""
    if labelled_title(says):
        return True
    return (
        is_first and not says.endswith((".", "?", ":")) and bool(_title_leads().match(says.lower()))
    )


def labelled_title(says: str) -> str | None:
    """What a line names as the procedure behind a label, if it does: 'Operation: hip scope'."""
    if len(says.split()) > _LONGEST_TITLE or says[-1:] in ("", *".!?:;"):
        return None
    label = _title_labels().match(says.lower())
    return says[label.end() :] if label else None


def _leads_on(says: str) -> bool:
    """'These include:', 'You should:', 'Please bring:' lead to a list and name no section."""
    first = says.split()[0].lower().rstrip(":")
    return first in listed(_RULES, "lead_in_starts") or is_lead_in(
        says.rstrip(" :"), before_list=True
    )


def _opens_as_heading(says: str) -> bool:
    """'What other people do', 'Once you are home': nothing that may happen begins like that."""
    first = says.split()[0].lower().rstrip(",:")
    return first in listed(_RULES, "heading_starts")


@cache
def _title_leads() -> re.Pattern[str]:
    return re.compile(rf"(?:{load_rules(_RULES)['title_leads']})\s+\w")


@cache
def _title_labels() -> re.Pattern[str]:
    return re.compile(rf"(?:{load_rules(_RULES)['title_labels']})(?::| [–—-])\s+(?=\w)")
