"""Lines that are a label of their section without the colon of one, or end in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from procgraph.documents.cues import meaning_of
from procgraph.documents.denials import denial
from procgraph.documents.labels import INSTRUCTIONS, is_topic, label_for
from procgraph.documents.lines import Line, is_list
from procgraph.documents.nested import is_span
from procgraph.documents.wording import pattern_of

__all__ = ["is_answer", "is_label_line", "label_behind", "parted_labels"]

_RULES = "sentences.toml"
_SPACE = re.compile(r"\s+")
_LONGEST_LABEL = 4
# Where a capital may begin a label that lost the line of its own: behind a word in small letters,
# for 'Definite Indications:' is one label.
_GLUED = re.compile(
    r"(?:\b[a-z][\w-]*|\))(?P<joint> )"
    r"(?=(?P<label>[A-Z][a-z]+(?:[ /(][A-Za-z()/]+){0,3}):(?:\s|\Z))"
)
_PARTS = frozenset({"indications", "criteria", "goals", "anesthesia", "equipment", "imaging"})


def is_label_line(
    says: str,
    key: str | None,
    divides: Callable[[str], bool],
    *,
    before_list: bool = False,
    before_prose: bool = False,
    in_list: bool = False,
) -> bool:
    """Whether a line without a colon is a label: 'Rare', 'Patient criteria' above a list, 'Driving'
    above a paragraph of what comes after, and what `divides` the section.

    One `in_list` tells how often all comes that stands below only where it tells it first:
    'Reactions to the dye (rare)' is one risk.
    """
    if is_span(says, key):
        return True
    if key is None or says[-1] in ".:;,!?" or not says[0].isupper():
        return False
    # Pages divide instructions by what these are about.
    if before_prose and key in INSTRUCTIONS and is_topic(says):
        return True
    meaning = meaning_of(says, key)
    if meaning is None:
        is_denied = before_list and denial(says, key) is not None
        return is_denied or divides(says)
    if before_list and not meaning.is_cue:
        return True
    if in_list and meaning.key == "complications":
        all_of_them = pattern_of(_RULES, "of_one").split(says.lower(), maxsplit=1)[0]
        meaning = meaning_of(all_of_them, key) or meaning
    return meaning.frequency is not None or (meaning.alone and meaning.key == key)


def label_behind(says: str, section: str | None) -> int:
    """Where a known label begins that ends a line with other words before it; 0 for none."""
    if label_for(says.rstrip(" :"), section):
        return 0
    starts = [match.end() for match in _SPACE.finditer(says)][-_LONGEST_LABEL:]
    return next((at for at in starts if label_for(says[at:].rstrip(" :"), section)), 0)


def parted_labels(
    text: str, spans: Iterable[tuple[int, int]], section: str | None
) -> Iterator[tuple[int, int]]:
    """The spans, parted before a known label of something else: 'Condition: gout Goals: relief',
    'Tools: forceps, probe Sedation: none'."""
    for start, end in spans:
        if ":" in text[start:end]:
            for glued in _GLUED.finditer(text, start, end):
                label = label_for(glued["label"], section)
                if label and label.key in _PARTS and glued.end() > start:
                    yield start, glued.start("joint")
                    start = glued.end()
        yield start, end


def is_answer(text: str, below: Line | None) -> bool:
    """Whether what stands below a question of a list answers it: another question does not, nor
    does a paragraph behind the list."""
    if below is None or (below.blank_before and not is_list(below)):
        return False
    return not text[below.start : below.end].endswith("?")
