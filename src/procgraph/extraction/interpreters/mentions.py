"""Things named along the way: anatomical sites, imaging, equipment, substances.

These are found by the vocabularies, and by nouns of anatomy with the adjectives before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from procgraph.extraction.clauses import Clause
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Context, Draft, is_phrase
from procgraph.extraction.rules import table
from procgraph.extraction.words import is_modifier
from procgraph.model import Item, Relation, Section

__all__ = ["anatomy", "equipment", "imaging", "substances"]

_WORD = re.compile(r"[^\W_][\w'’-]*")
_NEGATED = re.compile(
    r"\b(?:no|not|without|unlike|instead of|rather than|neither|nor|never)\b[^,;.]*$", re.IGNORECASE
)
_NOT_NEEDED = re.compile(
    r"^[^,;.]*\b(?:is|are) (?:\w+ )?not (?:\w+ )?(?:needed|required|necessary|used)\b",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(
    r"\b(?:follow-up|afterwards?|later|months? after|weeks? after|annually|yearly|is repeated|next day)\b",
    re.IGNORECASE,
)
# 'lying face down', 'on the one hand', 'back to work': words of the body that name no site
_NO_SITE = re.compile(
    r"\bface (?:down|up)\b|\bface-(?:down|up|to-face)\b|\bon the (?:one|other) hand\b|\bback (?:to|and forth|into|home|in|on|up|down)\b|"
    r"\bhand(?:s)?[- ](?:over|free|piece|held)\b|\bat hand\b|\bhead of the bed\b|\bskin (?:test|prep)\w*|\b(?:pulled|drawn|put|slides?|moved|go|goes|come|comes|get) back\b",
    re.IGNORECASE,
)


def imaging(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """Guidance, modality and work-up; not follow-up imaging."""
    for clause in context.clauses(item):
        for hit in context.lexicon.find(clause.text, ("imaging",)):
            before, after = clause.text[: hit.start], clause.text[hit.end :]
            if (
                _NEGATED.search(before)
                or _NOT_NEEDED.match(after)
                or _FOLLOW_UP.search(clause.text)
            ):
                continue
            start = _extended(clause.text, hit.start, 2)
            mention = clause.text[start : hit.end]
            if hit.label in ("medical imaging", "imaging", "image guidance"):
                continue
            yield _draft(Relation.USES_IMAGING, mention, clause, section, "mentions.imaging")


def substances(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """What is given, injected or implanted in the course of the procedure."""
    for clause in context.clauses(item):
        for hit in context.lexicon.find(clause.text, ("substances",)):
            if not _NEGATED.search(clause.text[: hit.start]):
                yield _draft(
                    Relation.USES_SUBSTANCE,
                    clause.text[hit.start : hit.end],
                    clause,
                    section,
                    "mentions.substance",
                )


def equipment(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """A list under 'Tools and Equipment', or what the vocabulary knows among the steps."""
    listed = section.key == "equipment" or (item.label or "").lower().startswith(
        ("tool", "equip", "instr", "material", "suppl")
    )
    for clause in context.clauses(item):
        if listed:
            text = re.sub(r"\s*\([^()]*\)", "", clause.text.strip(" ."))
            text = re.split(r"\s+(?:for use|which|that|is|are|to)\s", text)[0]
            for phrase in expand(text):
                if is_phrase(phrase, 7):
                    yield _draft(Relation.USES_EQUIPMENT, phrase, clause, section, "equipment.list")
            continue
        for hit in context.lexicon.find(clause.text, ("equipment",)):
            if not _NEGATED.search(clause.text[: hit.start]):
                yield _draft(
                    Relation.USES_EQUIPMENT,
                    clause.text[hit.start : hit.end],
                    clause,
                    section,
                    "mentions.equipment",
                )


def anatomy(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """Sites of the body, with shared nouns expanded ('radial or femoral artery')."""
    for clause in context.clauses(item):
        for text in _sites(clause.text, context):
            yield _draft(Relation.HAS_ANATOMICAL_SITE, text, clause, section, "mentions.anatomy")


def _sites(text: str, context: Context) -> Iterator[str]:
    text = re.sub(r"\s*\([^()]*\)", "", text)
    text = _NO_SITE.sub(lambda match: "-" * len(match[0]), text)
    spans: list[tuple[int, int]] = [
        (h.start, h.end) for h in context.lexicon.find(text, ("anatomy",))
    ]
    nouns, modifiers = _anatomy_words()
    for word in _WORD.finditer(text):
        lowered = word[0].lower()
        singular = lowered[:-1] if lowered.endswith("s") else lowered
        if (
            lowered in nouns
            or singular in nouns
            or (lowered.endswith("ies") and lowered[:-3] + "y" in nouns)
        ):
            spans.append((word.start(), word.end()))
    done = 0
    for start, end in _merged(spans):
        if start < done:
            continue
        left = start
        while True:
            wider = _extended(text, left, 1, modifiers)
            if wider == left:
                wider = _coordinated(text, left, modifiers)
            if wider == left or wider < done:
                break
            left = wider
        following = re.match(
            r"\s+of\s+(?:the|a|an|one|each)\s+(?P<whole>\w+(?:\s\w+)?)", text[end:]
        )
        if (
            following
            and text[start:end].lower().rstrip("s") in modifiers["parts"]
            and any(w.lower().rstrip("s") in nouns for w in following["whole"].split())
        ):
            end += following.end()
        done = end
        for phrase in expand(text[left:end]):
            if is_phrase(phrase, 6):
                yield phrase


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest of overlapping spans, and neighbours joined ('carotid' + 'artery')."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _extended(
    text: str, start: int, most: int, words: dict[str, frozenset[str]] | None = None
) -> int:
    """`start` moved left over at most `most` adjectives."""
    for _ in range(most):
        before = re.search(r"([^\W_][\w'’-]*) $", text[:start])
        if not before or not is_modifier(before[1]):
            break
        if words is None and before[1].lower() in (
            "usual",
            "additional",
            "several",
            "physical",
            "special",
            "medical",
            "clinical",
            "initial",
            "final",
            "normal",
            "original",
            "typical",
        ):
            break
        if words is not None and before[1].lower() in words["never"]:
            break
        start = before.start(1)
    return start


def _coordinated(text: str, start: int, words: dict[str, frozenset[str]]) -> int:
    """`start` moved left over 'X, Y or ' when Y is an adjective of place."""
    before = re.search(r"([^\W_][\w'’-]*)(?:,? (?:or|and) |, )$", text[:start])
    if before and before[1].lower() in words["places"]:
        return before.start(1)
    return start


@cache
def _anatomy_words() -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    classes = table("anatomy")
    return frozenset(classes["nouns"].split()), {
        name: frozenset(classes[name].split()) for name in ("parts", "places", "never")
    }


def _draft(relation: Relation, text: str, clause: Clause, section: Section, rule: str) -> Draft:
    return Draft(relation, text, clause.start, clause.end, section.key or section.heading, rule)
