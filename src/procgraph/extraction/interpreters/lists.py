"""Sections that list phrases: complications, alternatives, settings, benefits, experience."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.documents.headings import label_for
from procgraph.extraction.clauses import Clause, Reading, read
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import (
    Draft,
    contraindications,
    drafts_of,
    excluded,
    is_finding,
    is_phrase,
    phrases,
    reworded,
)
from procgraph.extraction.rules import rule, rules, rules_in, word_list
from procgraph.extraction.words import is_modifier
from procgraph.model import Relation
from procgraph.terminology import Lexicon

__all__ = [
    "alternatives",
    "benefits",
    "complications",
    "contraindicated",
    "experience",
    "settings",
]

_SENTENCE_LENGTH = 10


def complications(place: Place) -> Iterator[Draft]:
    """What can go wrong, with how often: the scope of a frequency is the whole coordination."""
    relation, lexicon = Relation.HAS_COMPLICATION, place.context.lexicon
    label = label_for(place.item.label or "", "complications")
    for clause in place.clauses:
        against = list(contraindications(clause, "complications"))
        if against:
            yield from against
            continue
        frequency = label.frequency if label else None
        for part in _risks(clause.text):
            part = rule("lists.and-so-start").sub("", part)
            if _rejected(part, "complications"):
                continue
            reading = read(part, relation, "complications")
            stated = _without_lead_frequency(part)
            worded = reworded(stated, "complications")
            if worded != stated:
                reading.core = read(worded, relation, "complications").core
            reading.frequency = reading.frequency or frequency
            frequency = reading.frequency if ", and so" in clause.text else frequency
            texts = phrases(reading)
            happens = rule("lists.may-do").match(part.strip(" ."))
            if happens and worded == stated and not is_finding(happens["thing"], lexicon):
                # 'the heart may return to its old rhythm': the heart is no complication
                texts = [text for text in [happens[0]] if is_phrase(text)]
            yield from drafts_of(texts, relation, clause, reading, "complications", _rule_id(place))


def _risks(text: str) -> Iterator[str]:
    """The parts of a sentence that each say of a risk how often it comes."""
    for part in rule("lists.and-so").split(text):
        pieces = rule("lists.next-risk").split(part)
        if len(pieces) > 1 and not rule("lists.verb").search(pieces[0]):
            pieces = [part]
        yield from pieces


def _without_lead_frequency(text: str) -> str:
    for frequency in rules("frequency"):
        match = frequency.match(text) if ".lead-" in frequency.id else None
        if match:
            return text[match.end("cut") :]
    return text


def alternatives(place: Place) -> Iterator[Draft]:
    """What else could be done, and on what condition; of a parent and its children, both."""
    relation = Relation.HAS_ALTERNATIVE
    for clause in place.clauses:
        for part in rule("lists.new-subject").split(clause.text):
            condition = read(part, relation, "alternatives").condition
            part = reworded(part, "alternatives")
            reading = read(part, relation, "alternatives")
            reading.condition = reading.condition or condition
            # 'surgery, if bracing does not help' denies bracing, not surgery
            if _rejected(part.replace(reading.condition or "\n", ""), "alternatives"):
                continue
            reading.examples.extend(gloss for gloss in reading.glosses if _names_children(gloss))
            if reading.condition and reading.condition.lower().startswith("with "):
                reading.condition = None
            lexicon = place.context.lexicon
            options = [text for text in phrases(reading) if not _is_only_condition(text, lexicon)]
            yield from drafts_of(
                options, relation, clause, reading, "alternatives", _rule_id(place)
            )


def _names_children(gloss: str) -> bool:
    """'(beta-blockers, nitrates)' lists kinds; '(open, laparoscopic)' only tells them apart."""
    if not rule("lists.children").match(gloss):
        return False
    return not any(is_modifier(member.split()[-1]) for member in expand(gloss))


def _is_only_condition(text: str, lexicon: Lexicon) -> bool:
    """'Sciatica often gets better by itself' names what is treated, not what else could be done."""
    if lexicon.link(text, Relation.HAS_ALTERNATIVE).how != "phrase":
        return False
    return lexicon.link(text, Relation.TREATS).how in ("exact", "inflected", "synonym")


def settings(place: Place) -> Iterator[Draft]:
    """Where it is done. A sentence counts only as far as it names a kind of place."""
    relation = Relation.PERFORMED_IN
    for clause in place.clauses:
        for part in rule("lists.next-place").split(clause.text):
            if rule("lists.not-there").search(part):
                continue
            reading = read(part, relation, "setting")
            places = [text for text in phrases(reading) if _is_place(text) and not _is_told(text)]
            if not places:
                places, reading.full = list(_places_in(part)), ""
            yield from drafts_of(places, relation, clause, reading, "setting", _rule_id(place))


def _is_told(text: str) -> bool:
    """Whether a sentence tells of a place: 'recording continues at home'."""
    where = rule("lists.where").search(text)
    return where is not None and not _is_place(text[: where.start()])


def _places_in(text: str) -> Iterator[str]:
    """The kinds of place that stand after 'in', 'at' or 'on'."""
    for match in rule("lists.where").finditer(text):
        if _is_place(match["place"]) and is_phrase(match["place"]):
            yield match["place"]


def _is_place(text: str) -> bool:
    places = word_list("lists", "places")
    words = [word.strip(",.'’").lower() for word in text.split(" of ")[0].split()]
    return any(word in places or word.rstrip("s") in places for word in words)


def benefits(place: Place) -> Iterator[Draft]:
    """What is gained; verbs become nouns ('Avoids tears' is 'avoidance of tears')."""
    for clause in place.clauses:
        if rule("lists.no-benefit").match(clause.text):
            continue
        for part in rule("lists.next-benefit").split(clause.text):
            yield from _benefit(part, clause, _rule_id(place))


def _benefit(part: str, clause: Clause, rule_id: str) -> Iterator[Draft]:
    relation = Relation.HAS_BENEFIT
    text = reworded(part, "benefits")
    reading = read(text, relation, "benefits")
    texts = phrases(reading, examples=False)
    if text == part and rule("lists.verb").search(rule("lists.subordinate").split(part)[0]):
        # a sentence that no rule turns into a noun phrase is the benefit as it stands
        rule_id = "benefits.sentence"
        reading.core = part.strip(" .") if len(part.split()) <= _SENTENCE_LENGTH else ""
        vague = rule("lists.vague-subject").match(part)
        texts = [reading.core] if reading.core and not vague else []
    elif rule("lists.no-thing").match(text):
        rule_id = "benefits.no-thing"
        no = rule("lists.no-thing")
        things = [no.sub("", thing) for thing in expand(no.sub("", reading.core))]
        texts = [f"no {thing}" for thing in things if is_phrase(thing)]
        reading = Reading("")
    yield from drafts_of(texts, relation, clause, reading, "benefits", rule_id)


def contraindicated(place: Place) -> Iterator[Draft]:
    """The section of contraindications: phrases, or sentences that say for whom it is not."""
    for clause in place.clauses:
        drafts = list(contraindications(clause, "contraindications"))
        if not drafts and not _rejected(clause.text, "contraindications"):
            if place.item.kind == "sentence" and not _names_whom(clause.text):
                continue
            text = rule("lists.who").sub("", clause.text)
            drafts = list(excluded(text, clause, "contraindications", _rule_id(place)))
        yield from drafts


def _names_whom(text: str) -> bool:
    """Whether a sentence is a phrase ('Patients who cannot lie still') or a case, no story."""
    if rule("phrases.case").match(text):
        return "," not in text
    return bool(rule("lists.who").match(text)) or not rule("care.verb").search(text)


def experience(place: Place) -> Iterator[Draft]:
    """What the patient feels or is told to expect: the clause itself, shortened to its phrase."""
    relation = Relation.HAS_PATIENT_EXPERIENCE
    for clause in place.clauses:
        reading = read(clause.text, relation, "experience")
        core = rule("lists.when-felt").sub("", reading.core).strip(" ,")
        texts = [text for text in expand(core) if is_phrase(text)] if len(core.split()) <= 8 else []
        if not texts:
            texts = [clause.text.strip(" .")]
        yield from drafts_of(texts, relation, clause, reading, "experience", _rule_id(place))


def _rejected(text: str, section: str) -> bool:
    stripped = text.strip()
    return any(rejection.search(stripped) for rejection in rules_in("rejections", section))


def _rule_id(place: Place) -> str:
    kind = {"bullet": "list-item", "row": "table-row"}.get(place.item.kind, place.item.kind)
    return f"{place.section}.{kind}"
