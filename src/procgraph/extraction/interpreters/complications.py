"""What can go wrong, with how often: the scope of a frequency is the whole coordination.

In a bullet the first sentence names the complication. What follows explains it, unless it says of
something else that it may come.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from procgraph.documents.cues import meaning_of
from procgraph.extraction.clauses import BELOW, Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import (
    Draft,
    drafts_of,
    is_finding,
    is_phrase,
    phrases,
    rejected,
    reworded,
)
from procgraph.extraction.exclusions import contraindications
from procgraph.extraction.interpreters.brackets import by_brackets, closed_behind_last
from procgraph.extraction.interpreters.deeds import deeds
from procgraph.extraction.interpreters.findings import behind_origin
from procgraph.extraction.interpreters.mishaps import mishaps
from procgraph.extraction.interpreters.risk_clauses import risks, without_lead_frequency
from procgraph.extraction.interpreters.risk_subjects import (
    is_risk,
    only_risks,
    without_how_often_it_leads,
)
from procgraph.extraction.interpreters.together import from_each, with_other
from procgraph.extraction.rates import find_rate
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import rule, rules_named
from procgraph.extraction.states import state_noun
from procgraph.extraction.trimming import strip_lead_ins
from procgraph.model import Rate, Relation
from procgraph.terminology import Lexicon

__all__ = ["complications", "told_how_often"]

_SECTION = "complications"
_LONGEST_NAME = 5
_FRONTS = tuple(
    f"lists.{name}"
    for name in (
        "chance-that", "in-time", "who-escape", "so-many-in", "who-had", "may-get",
        "found-that", "experts-list", "listed-as-risks",
    )
)  # fmt: skip
# What a clause says of one risk in the words that it uses of another.
_OF_ANOTHER = ("lists.oftener", "lists.other-is-not", "lists.rarer-still")
# A clause that says of what stands before it how often it comes.
_HOW_OFTEN = ("lists.bare-how-often", "lists.bare-figure", "lists.how-often")
_PAIR = 2
_WORDINGS = tuple(
    name if "." in name else f"lists.{name}"
    for name in (
        "rates.share-of-things",
        "rates.one-thing-in",
        "elsewhere-too",
        "not-excluded",
        "remedied",
        "more-so",
        "almost-never",
        "feared",
        "told-between",
        "exist-but",
        "which-often",
        "which-figure",
        "other-such",
        "often-inside",
        "examples-inside",
        "part-or-all",
        "signs-of",
        "where-inside",
    )
)


def complications(place: Place) -> Iterator[Draft]:
    """The complications of an item, and what it names as a reason against the procedure."""
    said: list[Draft] = []
    for clause in place.clauses:
        is_later = place.item.kind == "bullet" and (
            _is_later_sentence(clause, place) or _line_above(place) != ""
        )
        if said and (is_later or _is_behind_semicolon(clause, place)):
            how_often = _says_how_often(clause)
            if how_often:
                said = _all_told(said, clause)
            if how_often or not rule("lists.more-to-say").search(clause.text):
                continue
        if not rule("lists.bare-figure").match(clause.text):
            said.extend(_stated_or_explained(clause, place))
    yield from said


def told_how_often(drafts: list[Draft], text: str, end: int | None) -> list[Draft]:
    """Drafts with how often they come, where the sentence behind them says so of all.

    'These are common and wear off' below a list; 'This is rare' behind a sentence, which then is a
    part of what shows them, up to `end`.
    """
    is_of_sentence = end and rules_named("lists.how-often", "lists.bare-figure").first_match(text)
    if not drafts or not (is_of_sentence or rule("lists.these-how-often").match(text)):
        return drafts
    reading = _how_often(text)
    return _each_told(drafts, text, reading, end)


def _each_told(drafts: list[Draft], text: str, reading: Reading, end: int | None) -> list[Draft]:
    """The drafts as a text says how often they come; only the last of them, where it says so."""
    first = len(drafts) - 1 if rule("lists.one-alone").match(text) else 0
    return [
        *drafts[:first],
        *(
            draft._replace(
                frequency=draft.frequency or reading.frequency,
                rate=draft.rate or reading.rate,
                end=end or draft.end,
            )
            for draft in drafts[first:]
        ),
    ]


def _all_told(drafts: list[Draft], clause: Clause) -> list[Draft]:
    """Complications with the figure or the word of 'This happens in 1 in 50'."""
    return _each_told(drafts, clause.text, _how_often(clause.text), clause.end)


def _how_often(text: str) -> Reading:
    bare = rules_named("lists.bare-how-often", "lists.bare-figure").first_match(text)
    return read(f"it is {text}" if bare else text, Relation.HAS_COMPLICATION, _SECTION)


def _stated_or_explained(clause: Clause, place: Place) -> list[Draft]:
    """What a clause states; below a name on a line of its own the explanation tells how often that
    is, or names what the line does not: 'Skin' above 'Redness may last for a week'."""
    said = list(_stated(clause, place))
    name = _line_above(place)
    if not name:
        return said
    below = clause._replace(text=clause.text.removeprefix(name).lstrip(BELOW))
    if said and below.text != clause.text:
        return _all_told(said, below) if _says_how_often(below) else said
    return list(_stated(below, replace(place, item=replace(place.item, kind="sentence"))))


def _line_above(place: Place) -> str:
    """The line that heads an item, which names it; empty where there is none."""
    first, _, rest = place.text.partition("\n")
    return "" if not rest or rest[:1].islower() else first.rstrip(" :")


def _is_behind_semicolon(clause: Clause, place: Place) -> bool:
    """'The arm may be sore for two days; this is common', 'A sore arm; very common'."""
    return place.text[: clause.start].rstrip().endswith(";") and _says_how_often(clause)


def _says_how_often(clause: Clause) -> bool:
    return rules_named(*_HOW_OFTEN).first_match(clause.text) is not None


def _with_clause(texts: list[str], part: str, lexicon: Lexicon) -> list[str]:
    """The phrases, the last with the clause that makes it a risk ('tube that falls out')."""
    does = rule("lists.what-it-does").search(part) if texts else None
    if does is None or texts[-1].split()[-1] != does["np"] or is_finding(texts[-1], lexicon):
        return texts
    # 'wires or pins that stick out': no more than the pins are the wires a risk
    are_things = not any(is_finding(text, lexicon) for text in texts)
    kept = 0 if are_things and len(texts) == _PAIR else len(texts) - 1
    return [*texts[:kept], *(f"{text} {does['clause']}" for text in texts[kept:])]


def _is_later_sentence(clause: Clause, place: Place) -> bool:
    return place.text[: clause.start].rstrip().endswith((".", "!", "?", ":"))


def _stated(clause: Clause, place: Place) -> Iterator[Draft]:
    against = list(contraindications(clause, _SECTION))
    if against:
        yield from against
        return
    relation = Relation.HAS_COMPLICATION
    label = meaning_of(place.item.label or "", _SECTION)
    frequency = label.frequency if label else None
    stating = rule("phrases.same-named").reword(clause.text)
    says = rules_named(*_OF_ANOTHER).reword(_named(stating, place))
    says = without_how_often_it_leads(says, place.context.lexicon)
    for part in risks(behind_origin(says, place.context.lexicon)):
        part = rules_named(*_FRONTS).reword(part)
        part = rules_named(*_WORDINGS).reword(part.strip(" ."))
        states = list(_as_states(part, clause, place.rule_id))
        goes_on = rule("lists.and-so").search(clause.text)
        if states:
            frequency = states[0].frequency if goes_on else frequency
            yield from states
            continue
        if rejected(part, _SECTION):
            continue
        begins = len(part) - len(_without_lead(part, read(part, relation, _SECTION).condition))
        cause = rule("lists.may-cause").match(part[begins:])
        how_often = None
        if cause and not is_risk(cause["thing"], place.context.lexicon):
            how_often = read(part, relation, _SECTION).frequency
            # 'Repeated doses may cause a rash', 'Ablation may lead to a burn': neither is a risk
            part = part[:begins] + part[begins + cause.end() :]
        reading = read(part, relation, _SECTION)
        bare = without_lead_frequency(rule("lists.lead-bracket").sub("", part))
        stated = strip_lead_ins(_without_lead(bare, reading.condition), _SECTION)
        worded = reworded(stated, _SECTION)
        if worded == stated:
            bare, stated = _without_rate(bare), _without_rate(stated)
            worded = reworded(stated, _SECTION)
        if worded != stated:
            reading.core, reading.full = read(worded, relation, _SECTION).core, ""
        reading.frequency = reading.frequency or how_often or frequency
        reading.rate = reading.rate or _rate(place.item.label)
        frequency = reading.frequency if goes_on else frequency
        texts = phrases(reading)
        if rule("lists.trouble-from").match(reading.full):
            texts = [reading.full]
        elif worded == stated:
            texts = _with_clause(texts, part, place.context.lexicon)
            texts = from_each(texts, reading)
            if (together := with_other(texts, reading, place.context.lexicon)) != texts:
                texts, reading.full = together, ""
        moved = mishaps(bare, place.context.lexicon) or deeds(bare)
        if moved and (worded == stated or len(moved) > 1):
            texts, reading.full = moved, ""
        happens = None if moved else rule("lists.may-do").match(part.strip(" ."))
        if happens and worded == stated and not is_finding(happens["thing"], place.context.lexicon):
            # 'the heart may return to its old rhythm': the heart is no complication
            texts = [text for text in [happens[0]] if is_phrase(text)]
        is_prose = place.item.kind == "sentence" and place.text.rstrip().endswith(".")
        is_plain = worded == stated and not (moved or happens or reading.frequency or reading.rate)
        if is_prose and is_plain:
            texts = only_risks(texts, part, place.context.lexicon)
        is_listing = stated != bare
        if is_listing or is_prose:
            part = closed_behind_last(part, texts, is_listing=is_listing)
        for alike, qualified in by_brackets(part, texts, reading, frequency):
            yield from drafts_of(alike, relation, clause, qualified, _SECTION, place.rule_id)


def _as_states(part: str, clause: Clause, rule_id: str) -> Iterator[Draft]:
    """'It is usual to be tired and sore, with a fever' as 'tiredness', 'soreness' and 'fever'."""
    reading = read(part, Relation.HAS_COMPLICATION, _SECTION)
    core = without_lead_frequency(part)
    said = (core, reading.core) if core == part else (core, f"feel {core}")
    found = next(filter(None, map(rule("lists.patient-is").match, said)), None)
    words = expand(found["states"]) if found else ()
    nouns = [state_noun(word) for word in words]
    if found is None or not all(nouns):
        return
    texts = [noun for noun in nouns if noun]
    besides = rule("lists.besides").match(found["rest"])
    texts += expand(besides["np"]) if besides else []
    if reading.frequency is None and rule("lists.is-usual").match(part):
        reading.frequency = "common"
    reading.full = ""
    drafts = drafts_of(texts, Relation.HAS_COMPLICATION, clause, reading, _SECTION, rule_id)
    if not rule("lists.feels").search(found[0][: found.start("states") - found.start()]):
        yield from drafts
        return
    felt = {noun: f"feeling {word}" for noun, word in zip(texts, words, strict=False)}
    yield from (draft._replace(mention=felt.get(str(draft.object))) for draft in drafts)


def _named(text: str, place: Place) -> str:
    """The risk that a line of its own names, or what stands before a dash, without what explains
    it: 'Pain – The knee may be painful for days'."""
    first, _, rest = place.text.partition("\n")
    is_name = rest[:1].isupper() and len(first.split()) <= _LONGEST_NAME
    if is_name and text.startswith(first) and not rule("lists.unfinished").search(first):
        return first.rstrip(" :")
    explained = rule("lists.explained").match(text)
    return explained["name"] if explained else text


@lru_cache(maxsize=1024)
def _rate(label: str | None) -> Rate | None:
    """'Rare (less than 1 in 50)' gives its figure to the list below."""
    found = find_rate(f"x, {label}") if label else None
    return found.rate if found else None


def _without_rate(text: str) -> str:
    """A clause without the figure at either end that tells of whom it is said."""
    found = find_rate(text)
    return found.rest if found and found.rest else text


def _without_lead(text: str, condition: str | None) -> str:
    """A clause without the condition that it begins with."""
    return text[len(condition) :].lstrip(" ,") if condition and text.startswith(condition) else text
