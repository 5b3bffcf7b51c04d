"""Where the procedure is done: the section of settings, and what is a kind of place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from procgraph.extraction.context import Place
from procgraph.extraction.drafts import Draft, drafts_of, is_phrase, phrases
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import ids, rule, rules_named, word_list
from procgraph.extraction.words import is_person, singular
from procgraph.model import Relation

__all__ = ["is_place", "settings"]

_WORDINGS = ids("lists", "in-region home-care hospital-stay with-stay place-will-do run-from")


def settings(place: Place) -> Iterator[Draft]:
    """Where it is done. A sentence counts only as far as it names a kind of place."""
    relation = Relation.PERFORMED_IN
    for clause in place.clauses:
        for part in _statements_of_place(clause.text.strip()):
            if rule("lists.not-there").search(part) or rule("lists.about-place").match(part):
                continue
            case = rule("lists.case-there").match(part)
            part = _behind_label(_where_it_is(part[case.end() if case else 0 :]))
            reading = read(part, relation, "setting")
            reading.condition = reading.condition or (case and (case["case"] or case["cases"]))
            places: list[str] = []
            acting = rule("lists.place-does").match(part)
            if acting and is_place(acting["place"]):
                places, reading = [acting["place"]], Reading("")
            for text in filter(is_place, phrases(reading)):
                if _is_told(text):
                    places += _places_in(text)
                    reading.full = ""
                elif not rules_named("lists.has-places", "lists.any-place").first_match(text):
                    places.append(text)
            # 'Ground floor, next to the pharmacy' names no place but where that is
            if not places and not rule("lists.which-floor").match(part.partition(",")[0]):
                places, reading.full = list(_places_in(part)), ""
            yield from drafts_of(places, relation, clause, reading, "setting", place.rule_id)


def _statements_of_place(text: str) -> Iterator[str]:
    """The parts that do not share a case: 'In theatre (or the ward for small lesions)' is two."""
    for part in rule("lists.next-place").split(text):
        bracket = rule("lists.place-in-brackets").search(part)
        if bracket and (bracket["or"] or bracket["case"]) and is_place(bracket["place"]):
            yield f"{part[: bracket.start()]}{part[bracket.end() :]}"
            yield bracket["inner"]
            continue
        both = rule("lists.two-options").match(part)
        yield from both.group("first", "last") if both else (part,)


def _where_it_is(text: str) -> str:
    """A statement with its place only: 'in some regions by home nurses' is 'at home'."""
    for wording in _WORDINGS:
        text = rule(wording).reword(text)
    told = rule("lists.told-of-place").match(text.strip())
    if told and is_place(told["place"]):
        return f"{told['place']}{text.strip()[told.end() :].strip()}"
    return text.strip()


def _behind_label(text: str) -> str:
    """The places behind what is done there: 'First weeks: hospital ward'."""
    label = rule("lists.origin").match(text)
    if label is None or is_place(label["thing"]) or not is_place(text[label.end() :]):
        return text
    return text[label.end() :]


def _is_told(text: str) -> bool:
    """Whether a sentence tells of a place: 'recording continues at home'."""
    where = rule("lists.where").search(text)
    return where is not None and not is_place(text[: where.start()])


def _places_in(text: str) -> Iterator[str]:
    """The kinds of place that stand after 'in', 'at' or 'on'."""
    for match in rule("lists.where").finditer(text):
        if is_place(match["place"]) and is_phrase(match["place"]):
            yield match["place"]


def is_place(text: str) -> bool:
    """Whether a phrase names a kind of place."""
    if rule("lists.which-floor").match(text.strip(" .,")):
        return False
    places = word_list("lists", "places")
    words = [word.strip(",.'’").lower() for word in text.split(" of ")[0].split()]
    is_care = rule("lists.care-unit").search(text) is not None
    if is_care and not any(map(is_person, words)):
        return True
    return any(
        (word in places or singular(word) in places) and not is_person(following)
        for word, following in zip_longest(words, words[1:], fillvalue="")
    )  # a 'practice nurse' is none
