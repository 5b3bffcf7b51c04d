"""What a page's first sentences say is wrong, where nothing on the page says what it is done for:
'Air or fluid has collected around your lung', 'Tired of the gap between your teeth?'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from procgraph.documents import Outline
from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context, Place, place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, is_finding, is_phrase, rejected
from procgraph.extraction.interpreters.findings import LONGEST_OBJECT, is_trouble
from procgraph.extraction.rules import Rule, rule, rules
from procgraph.extraction.states import state_noun
from procgraph.extraction.trimming import cut_tail
from procgraph.extraction.words import gerund, is_body_part
from procgraph.model import Relation
from procgraph.terminology import Lexicon

__all__ = ["opening"]

_OPENED = frozenset({"summary", "purpose"})
# So many sentences open a page.
_OPENING = 3
_LONGEST = 11


def opening(text: str, outline: Outline, context: Context) -> Iterator[Draft]:
    """What the first sentences of the page name as the trouble."""
    opened = [section for section in outline.sections if section.key in _OPENED]
    for section in opened[:1]:
        told = [item for item in section.items if item.kind == "sentence"]
        for item in told[:_OPENING]:
            says = text[item.start : item.end]
            here = place("summary", replace(item, start=0, end=len(says)), says, context)
            yield from (draft.moved(item.start) for draft in _openings(here))


def _openings(place: Place) -> Iterator[Draft]:
    """What an opening names as the trouble; a subject only where it is known to be one."""
    for clause in place.clauses:
        denies = rule("indications.does-not").search(clause.text) is not None
        if denies or rejected(clause.text, place.section):
            told = rule("openings.still-there"), rule("openings.part-has")
            if not any(opening.match(clause.text) for opening in told):
                continue
        yield from _troubles(clause, place)


def _troubles(clause: Clause, place: Place) -> Iterator[Draft]:
    """What the first rule that finds something finds."""
    text = clause.text.rstrip(" .")
    for opening in rules("openings").likely(text):
        match = opening.pattern.search(text)
        named = _named(opening, match, place.context.lexicon) if match else []
        whole = match.groupdict().get("what", "") if match and len(named) == 1 else ""
        for what in named:
            yield Draft(
                place.context.purpose,
                what,
                clause.start,
                clause.end,
                place.section,
                opening.id,
                mention=whole if what in whole and is_phrase(whole, _LONGEST) else None,
            )
        if named:
            return


def _named(opening: Rule, match: re.Match[str], lexicon: Lexicon) -> list[str]:
    """The phrases that an opening names; none where it may be something else."""
    if opening.data.get("part") and not is_body_part(match["part"].split()[-1]):
        return []
    if "form" in opening.data:
        return _formed(opening.data["form"], match)
    if opening.data.get("reason"):
        return _in_the_way(match)
    said = cut_tail(match["what"].strip(), Relation.TREATS)
    where = match.groupdict().get("where")
    texts = [f"{text} {where}" if where else text for text in expand(said)]
    known = [text for text in texts if is_finding(text, lexicon)]
    if not opening.data.get("certain"):
        return known if len(known) == len(texts) else []
    is_sure = opening.data.get("part") or where
    return [
        text
        for text in texts
        if text in known or (is_sure and is_phrase(text, LONGEST_OBJECT)) or is_trouble(text)
    ]


def _formed(form: str, match: re.Match[str]) -> list[str]:
    """What an opening tells with a verb, as a phrase: 'toe that has curled'."""
    said = {key: text or "" for key, text in match.groupdict().items()}
    if "state" in said:
        said["noun"] = state_noun(said["state"]) or ""
    if "verb" in said:
        said["doing"] = gerund(said["verb"].lower())
    if not all(said.get(key) for key in ("noun", "doing") if f"<{key}>" in form):
        return []
    return [re.sub(r"\\g<(\w+)>", lambda group: said[group[1]], form)]


def _in_the_way(match: re.Match[str]) -> list[str]:
    """'the rim is torn and a ridge of bone keeps catching': a tear of the rim, and the ridge."""
    noun = state_noun(match["how"].split()[0])
    torn = [f"{noun} of {match['what']}"] if noun else []
    others = [what for what in (match["also"],) if what and is_trouble(what)]
    return [*torn, *others]
