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
from procgraph.extraction.interpreters.how_often import says_how_often, told_behind
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
from procgraph.extraction.rules import ids, rule, rules_named
from procgraph.extraction.states import state_noun
from procgraph.extraction.trimming import strip_lead_ins
from procgraph.model import Frequency, Rate, Relation
from procgraph.terminology import Lexicon

__all__ = ["complications"]

_SECTION = "complications"
_LONGEST_NAME = 5
_FRONTS = ids(
    "lists",
    "chance-that in-time who-escape so-many-in who-had may-get found-that experts-list "
    "listed-as-risks",
)
# What a clause says of one risk in the words that it uses of another.
_OF_ANOTHER = ("lists.oftener", "lists.other-is-not", "lists.rarer-still")
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
            is_how_often = says_how_often(clause.text)
            if is_how_often:
                said = told_behind(said, clause)
            if is_how_often or not rule("lists.more-to-say").search(clause.text):
                continue
        if not rule("lists.bare-figure").match(clause.text):
            said.extend(_stated_or_explained(clause, place))
    yield from said


def _stated_or_explained(clause: Clause, place: Place) -> list[Draft]:
    """What a clause states; below a name on a line of its own the explanation tells how often that
    is, or names what the line does not: 'Skin' above 'Redness may last for a week'."""
    said = list(_stated(clause, place))
    name = _line_above(place)
    if not name:
        return said
    below = clause._replace(text=clause.text.removeprefix(name).lstrip(BELOW))
    if said and below.text != clause.text:
        return told_behind(said, below) if says_how_often(below.text) else said
    return list(_stated(below, replace(place, item=replace(place.item, kind="sentence"))))


def _line_above(place: Place) -> str:
    """The line that heads an item, which names it; empty where there is none."""
    first, _, rest = place.text.partition("\n")
    return "" if not rest or rest[:1].islower() else first.rstrip(" :")


def _is_behind_semicolon(clause: Clause, place: Place) -> bool:
    """'The arm may be sore for two days; this is common', 'A sore arm; very common'."""
    return place.text[: clause.start].rstrip().endswith(";") and says_how_often(clause.text)


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
        part, how_often = _behind_cause(part, place.context.lexicon)
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
        texts = _named_risks(part, bare, reading, place, is_reworded=worded != stated)
        is_listing = stated != bare
        if is_listing or _is_prose(place):
            part = closed_behind_last(part, texts, is_listing=is_listing)
        for alike, qualified in by_brackets(part, texts, reading, frequency):
            yield from drafts_of(alike, relation, clause, qualified, _SECTION, place.rule_id)


def _behind_cause(part: str, lexicon: Lexicon) -> tuple[str, Frequency | None]:
    """A part without what leads to its risk, which is none itself, and how often that does.

    'Repeated doses may cause a rash', 'Ablation may lead to a burn': neither is a risk.
    """
    stated = read(part, Relation.HAS_COMPLICATION, _SECTION)
    begins = len(part) - len(_without_lead(part, stated.condition))
    cause = rule("lists.may-cause").match(part[begins:])
    if cause is None or is_risk(cause["thing"], lexicon):
        return part, None
    return part[:begins] + part[begins + cause.end() :], stated.frequency


def _named_risks(
    part: str, bare: str, reading: Reading, place: Place, *, is_reworded: bool
) -> list[str]:
    """The risks that a part names, as phrases; `bare` is the part without how often they come, and
    `reading` keeps its full wording only where the phrases are those of the text."""
    lexicon = place.context.lexicon
    texts = phrases(reading)
    if rule("lists.trouble-from").match(reading.full):
        texts = [reading.full]
    elif not is_reworded:
        texts = from_each(_with_clause(texts, part, lexicon), reading)
        if (together := with_other(texts, reading, lexicon)) != texts:
            texts, reading.full = together, ""
    moved = mishaps(bare, lexicon) or deeds(bare)
    if moved and (not is_reworded or len(moved) > 1):
        texts, reading.full = moved, ""
    happens = None if moved else rule("lists.may-do").match(part.strip(" ."))
    if happens and not is_reworded and not is_finding(happens["thing"], lexicon):
        # 'the heart may return to its old rhythm': the heart is no complication
        texts = [text for text in [happens[0]] if is_phrase(text)]
    is_plain = not (is_reworded or moved or happens or reading.frequency or reading.rate)
    return only_risks(texts, part, lexicon) if is_plain and _is_prose(place) else texts


def _is_prose(place: Place) -> bool:
    return place.item.kind == "sentence" and place.text.rstrip().endswith(".")


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
