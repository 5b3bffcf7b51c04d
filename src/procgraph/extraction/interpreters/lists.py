"""Sections that list phrases: complications, alternatives, settings, benefits, experience."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.documents.headings import label_for
from procgraph.extraction.clauses import Reading, read
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import (
    Context,
    Draft,
    contraindications,
    drafts_of,
    excluded,
    is_phrase,
    phrases,
    reworded,
)
from procgraph.extraction.rules import rules
from procgraph.model import Item, Relation, Section

__all__ = [
    "alternatives",
    "benefits",
    "complications",
    "contraindicated",
    "experience",
    "settings",
]

_AND_SO = re.compile(r",?\s+(?=and so (?:is|are)\b)")
_NEW_SUBJECT = re.compile(
    r",\s+(?:and|but|while|whereas|although)\s+(?=(?:the|an?|some|many|most|it|they|this|people|patients)\b)"
)
_CHILDREN = re.compile(r"^(?!.*\b(?:which|that|used|known|also)\b)[\w /+-]+(?:,\s+[\w /+-]+)+$")
_PLACES = (
    "hospital clinic center centre office suite room unit department laboratory lab ward home practice theater "
    "theatre facility pharmacy school van studio bedside floor area bay institute surgery station gym "
    "workplace community setting settings telehealth pool ambulance hospice residence spa program kitchen library"
).split()
_VERB = re.compile(
    r"\b(?:is|are|can|may|will|has|have|does|stays?|makes?|lasts?|returns?|needs?|tends?|remains?|"
    r"go|goes|feel|feels|disappears?|keeps?|becomes?)\b"
)
_NO_THING = re.compile(r"^(?:there is )?no ", re.IGNORECASE)
_NOT_THERE = re.compile(r"\b(?:unusual|rarely|not|no|never|seldom|without)\b", re.IGNORECASE)


def complications(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """What can go wrong, with how often: the scope of a frequency is the whole coordination."""
    relation = Relation.HAS_COMPLICATION
    label = label_for(item.label or "", "complications")
    for clause in context.clauses(item):
        against = list(contraindications(clause, "complications"))
        if against:
            yield from against
            continue
        frequency = label.frequency if label else None
        for part in _AND_SO.split(clause.text):
            part = re.sub(r"^and (?=so )", "", part)
            if _rejected(part, "complications"):
                continue
            text = reworded(_without_lead_frequency(part), "complications")
            reading = read(part, relation, "complications")
            if text != _without_lead_frequency(part):
                worded = read(text, relation, "complications")
                reading.core = worded.core
            reading.frequency = reading.frequency or frequency
            frequency = reading.frequency if ", and so" in clause.text else frequency
            yield from drafts_of(
                phrases(reading), relation, clause, reading, "complications", _rule(item, section)
            )


def _without_lead_frequency(text: str) -> str:
    for rule in rules("frequency"):
        match = rule.pattern.match(text) if ".lead-" in rule.id else None
        if match:
            return text[match.end("cut") :]
    return text


def alternatives(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """What else could be done, and on what condition. A parent and its listed children both count."""
    relation = Relation.HAS_ALTERNATIVE
    for clause in context.clauses(item):
        for part in _NEW_SUBJECT.split(clause.text):
            if _rejected(part, "alternatives"):
                continue
            reading = read(part, relation, "alternatives")
            for gloss in reading.glosses:
                if _CHILDREN.match(gloss):
                    reading.examples.append(gloss)
            if reading.condition and reading.condition.lower().startswith("with "):
                reading.condition = None
            options = [text for text in phrases(reading) if not _is_only_condition(text, context)]
            yield from drafts_of(
                options, relation, clause, reading, "alternatives", _rule(item, section)
            )


def _is_only_condition(text: str, context: Context) -> bool:
    """'Sciatica often gets better by itself' names what is treated, not what else could be done."""
    option = context.lexicon.link(text, Relation.HAS_ALTERNATIVE)
    condition = context.lexicon.link(text, Relation.TREATS)
    return option.how == "phrase" and condition.how in ("exact", "inflected", "synonym")


def settings(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """Where it is done. A sentence counts only as far as it names a kind of place."""
    relation = Relation.PERFORMED_IN
    for clause in context.clauses(item):
        for part in re.split(
            r",\s+(?:but|although|while|and)\s+(?=\w+ (?:\w+ ){0,3}(?:is|are|may|can)\b)",
            clause.text,
        ):
            if _NOT_THERE.search(part):
                continue
            reading = read(part, relation, "setting")
            texts = []
            for text in phrases(reading):
                text = re.sub(r"^(?:in|at|on|inside) (?:an? |the )?", "", text)
                if _is_place(text):
                    texts.append(text)
            yield from drafts_of(texts, relation, clause, reading, "setting", _rule(item, section))


def _is_place(text: str) -> bool:
    words = [word.strip(",.'’").lower() for word in text.split(" of ")[0].split()]
    return any(word in _PLACES or word.rstrip("s") in _PLACES for word in words)


def benefits(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """What is gained; verbs become nouns ('Avoids tears' is 'avoidance of tears')."""
    relation = Relation.HAS_BENEFIT
    for clause in context.clauses(item):
        if re.match(r"^(?:does|do|has|have|there|it|without|if) \b", clause.text, re.IGNORECASE):
            continue
        for part in re.split(
            r"\s+and\s+(?=(?:shortens|avoids|reduces|allows|lowers|improves|keeps|relieves)\b)",
            clause.text,
        ):
            text = reworded(part, "benefits")
            reading = read(text, relation, "benefits")
            if text == part and _VERB.search(part):
                # a sentence that no rule turns into a noun phrase is the benefit as it stands
                reading.core = part.strip(" .") if len(part.split()) <= 10 else ""
                yield from drafts_of(
                    [reading.core]
                    if reading.core
                    and not re.match(r"^(?:you|it|they|this)\b", part, re.IGNORECASE)
                    else [],
                    relation,
                    clause,
                    reading,
                    "benefits",
                    "benefits.sentence",
                )
                continue
            if _NO_THING.match(text):
                yield from drafts_of(
                    [
                        f"no {member}"
                        for member in expand(_NO_THING.sub("", reading.core))
                        if is_phrase(member)
                    ],
                    relation,
                    clause,
                    Reading(""),
                    "benefits",
                    "benefits.no-thing",
                )
                continue
            yield from drafts_of(
                phrases(reading, examples=False),
                relation,
                clause,
                reading,
                "benefits",
                _rule(item, section),
            )


def contraindicated(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """The section of contraindications: phrases, or sentences that say for whom it is not."""
    for clause in context.clauses(item):
        drafts = list(contraindications(clause, "contraindications"))
        if drafts:
            yield from drafts
            continue
        yield from excluded(
            re.sub(
                r"^(?:people|patients|anyone|those|women|men) (?=who )",
                "",
                clause.text,
                flags=re.IGNORECASE,
            ),
            clause,
            "contraindications",
            _rule(item, section),
        )


def experience(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """What the patient feels or is told to expect: the clause itself, shortened to its phrase."""
    relation = Relation.HAS_PATIENT_EXPERIENCE
    for clause in context.clauses(item):
        reading = read(clause.text, relation, "experience")
        core = re.sub(
            r"\s+\b(?:during|after|following|while|when|for (?:a|the|some|about|one|two|several)|over|in the|once|because|with|until|from)\b.*$",
            "",
            reading.core,
        ).strip(" ,")
        texts = [text for text in expand(core) if is_phrase(text)] if len(core.split()) <= 8 else []
        if not texts:
            texts = [clause.text.strip(" .")]
        yield from drafts_of(texts, relation, clause, reading, "experience", _rule(item, section))


def _rejected(text: str, section: str) -> bool:
    return any(
        section in rule.data["sections"] and rule.pattern.search(text.strip())
        for rule in rules("rejections")
    )


def _rule(item: Item, section: Section) -> str:
    kind = {"bullet": "list-item", "row": "table-row"}.get(item.kind, item.kind)
    return f"{section.key}.{kind}"
