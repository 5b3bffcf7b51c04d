"""Instructions as noun phrases, by the rules of ``actions.toml``: 'Stop aspirin' is 'stopping of
aspirin'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from procgraph.extraction.clauses import EDGE
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import is_phrase
from procgraph.extraction.rules import (
    Rule,
    Rules,
    rule,
    rules_in,
    rules_named,
    table,
    word_list,
)
from procgraph.extraction.states import state_noun
from procgraph.extraction.trimming import cut_tail, without_brackets
from procgraph.extraction.words import gerund, is_person, singular
from procgraph.model import Relation

__all__ = ["filled", "worded"]


def worded(text: str, relation: Relation, name: str) -> tuple[list[str], Rule | None]:
    """The noun phrases of an instruction, and the rule that made them."""
    for action in rules_in("actions", name).likely(text):
        match = action.pattern.search(text)
        if match:
            return _by_rule(action, match, text, relation, name), action
    stated = rule("care.subordinate").split(text)[0]
    if rules_named("care.verb", "care.unknown-verb").first_match(stated):
        return [], None  # a sentence that no rule takes apart is not a phrase
    staff = rule("care.staff-subject").match(text)
    if rule("care.not-of-the-patient").match(text) or (staff and is_person(staff["who"])):
        return [], None
    return filled("{np}", text, relation), None


def _by_rule(
    action: Rule, match: re.Match[str], text: str, relation: Relation, name: str
) -> list[str]:
    groups = match.groupdict()
    if groups.get("np"):
        # 'a drink that empties the bowel' is no other drink
        kind = rule("care.defined").match(text[match.start("np") :])
        if kind and kind[0].startswith(groups["np"]):
            groups["np"] = kind[0]
    if action.data.get("bare"):
        verbs = table("actions")["bare"]
        named = (groups["verb"], groups["second"], groups["third"])
        return [verbs[verb.lower()] for verb in named if verb]
    if verbs := action.data.get("verbs"):
        known, verb = table("actions")[verbs], (groups.get("verb") or "").lower()
        template = known.get(verb) or ("{np}" if verb not in known else "")
        if action.data.get("participle") and verb not in known and _is_deed(verb, groups["np"]):
            doing = f"{verb[:-3]}y" if verb.endswith("ied") else verb[:-2]
            doing += "ing"
            template = f"{doing}{groups.get('particle') or ''} of {{np}}"
        if "{np}" not in template:
            return [template] if template else []
        # 'Do not chew on that side' says no more than not to chew
        says_it = verbs == "negated" and template.startswith("avoidance")
        bare = [template.replace("{np}", "").strip()] if says_it else []
        return filled(template, groups["np"] or "", relation) or bare
    if "overnight" in action.data and "overnight" in text.lower():
        return [action.data["overnight"]]
    to: str = action.data["to"]
    if action.data.get("gerund"):
        particle = groups.get("particle") or ""
        texts: list[str] = []
        for verb in filter(None, (groups["verb"], groups.get("second"))):
            doing = f"{gerund(verb.lower())}{particle}"
            said = f"{to} {doing}" if to else f"{doing} of"
            texts += filled(f"{said} {{np}}", groups["np"], relation) if groups["np"] else [said]
        return texts
    if action.data.get("when") and (when := rule("care.when").search(text)):
        return [f"{groups['np']} {when[0]}"]
    if "whole_np" in action.data:
        return [match.expand(to)]
    for name_of, said in groups.items():
        if said and name_of not in ("np", "whole"):
            to = to.replace(rf"\g<{name_of}>", said)
    if "np" in groups:
        return filled(to.replace(r"\g<np>", "{np}"), groups["np"], relation)
    if "whole" in groups:
        whole = _case(groups["whole"])
        if name in action.data.get("split", ()):
            return filled(to.replace(r"\g<whole>", "{np}"), whole, relation)
        return [to.replace(r"\g<whole>", whole)]
    return [to]


def _is_deed(participle: str, what: str) -> bool:
    """Whether what is done is not only that it is had: 'wiped', but not 'prescribed'."""
    if rule("care.no-object").search(what) or participle in word_list("care", "had"):
        return False
    return rule("care.participle-end").search(participle) is not None


def _case(text: str) -> str:
    """The cases that an instruction is for as phrases: 'if a rash appears' is 'a rash'."""
    for wording in _wordings().likely(text):
        text = wording.reword(text)
    states = [state_noun(word) for word in expand(text)]
    return " or ".join(noun or "" for noun in states) if all(states) else text


@cache
def _wordings() -> Rules:
    names = "contact self-harm tendency state allergic diabetic worried unable happens next"
    more = "worse turns spreads rises swells lost is doing patient-does"
    return rules_named(*(f"care.case-{name}" for name in f"{names} {more}".split()))


def filled(template: str, phrase: str, relation: Relation) -> list[str]:
    """The phrases of a coordination, and of the examples in it, each put into the template."""
    phrase = rule("care.examples-in-brackets").sub(r", such as \1", phrase)
    phrase = rule("care.other-head").reword(phrase)
    examples = rule("care.examples").search(phrase)
    parts = [(phrase[: examples.start()] if examples else phrase, template)]
    # 'imaging, such as ultrasound' may itself be an example
    members = rule("clauses.inner-examples").sub(", ", examples["members"]) if examples else ""
    if members and rule("care.allergy").search(parts[0][0]):
        # 'allergies such as latex' are allergies to it
        parts.append((members, template.replace("{np}", "{np} allergy")))
    elif members:
        # 'medication changes, especially of insulin' changes the insulin, too
        act = rule("care.act").match(parts[0][0]) if template == "{np}" else None
        done = (act["act"] or act["doing"]).lower() if act else ""
        parts.append((members, f"{done} of {{np}}" if act else template))
    determiner = rule("care.determiner")
    texts: list[str] = []
    for part, form in parts:
        part = rule("care.bare-relative").sub("", without_brackets(part))
        part = cut_tail(part.strip(EDGE), relation)
        for text in (part,) if rule("care.whom").match(part) else _members(part):
            text = cut_tail(text, relation)
            bare = determiner.sub("", determiner.sub("", text)).strip(EDGE)
            # 'recent results' says more than 'results'
            text = bare if is_phrase(bare, 8) else text.strip(EDGE)
            if is_phrase(text, 8) or rule("care.whom").match(text):
                texts.append(_fill(form, text))
    return list(dict.fromkeys(texts))


def _members(part: str) -> Iterator[str]:
    """The members of a coordination; one with an article of its own shares no head."""
    held = rule("care.that-holds").match(part)
    if held:
        yield from (f"{held['lead']}{one}" for one in expand(held["members"]))
        return
    apart = rule("care.own-article").split(part)
    yield from (text for one in (apart if " of " in apart[0] else [part]) for text in expand(one))


def _fill(template: str, text: str) -> str:
    if template == "{np}":
        return text
    first = text.split()[0].lower()
    if template.startswith("avoidance") and first in word_list("care", "restrictions"):
        return f"{first} restriction"
    washed = rule("care.washed-with").match(text) if template.startswith("{np} ") else None
    if washed:
        # 'hands with soap and water': 'hand washing with soap and water'
        *before, last = _lowered(washed["what"]).split()
        what = " ".join([*before, singular(last)])
        return f"{template.replace('{np}', what)} {washed['with']}"
    return rule("care.of-place").sub(" ", template.replace("{np}", _lowered(text)))


def _lowered(text: str) -> str:
    """A phrase in the middle of another; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
