"""Before and after: instructions of Preparation and Recovery as noun phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.documents.headings import label_for
from procgraph.extraction.clauses import Clause, cut_tail, negated_rest, read, strip_lead_ins
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Context, Draft, is_phrase
from procgraph.extraction.rules import Rule, rules, table
from procgraph.model import Item, Polarity, Relation, Section

__all__ = ["preparation", "recovery"]

_EDGE = " \t\r\n,;:.–—-"
_AND = re.compile(
    r",?\s+(?:and|but)\s+(?=(?:[\w-]+\s+){0,5}(?:is|are|can|may|should|must|will|has to|have to|"
    r"do not|needs?)\s|(?:change|avoid|bring|move|keep|take|drink|wear|remove|stop)\s)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|can|may|might|should|must|will|would|has|have|does|do|needs?|comes?|goes|"
    r"go|helps?|lasts?|tends?|takes?|makes?|gives?|wears?|fades?|settles?|passes|returns|resolves?)\b",
    re.IGNORECASE,
)
_NO_FOOD = re.compile(
    r"^no (?:solid |heavy )?(?:food|meals?|breakfast|eating|drink|solids)\b(?!.*\b(?:required|needed|necessary)\b)",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:within|in|after|the same|the next) [^,;.]+$", re.IGNORECASE)
_RESTRICTIONS = frozenset({"driving", "lifting"})
_DETERMINER = re.compile(
    r"^(?:the|a|an|your|any|some|all|recent|usual|other|earlier|previous|regular)\s+(?=\w)",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(
    r",?\s+(?:such as|including|e\.g\.,?|for example,?|like|(?P<counts>especially|particularly))\s+"
    r"(?P<members>[^;.]+)$",
    re.IGNORECASE,
)


def preparation(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """What is done or avoided before; 'No fasting is needed' is negated."""
    yield from _care(Relation.REQUIRES_PREPARATION, "preparation", section, item, context)


def recovery(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """What comes after: rest, restrictions, medicines, visits, what to report."""
    yield from _care(Relation.HAS_RECOVERY, "recovery", section, item, context)


def _care(
    relation: Relation, name: str, section: Section, item: Item, context: Context
) -> Iterator[Draft]:
    label = label_for(item.label or "", name)
    fasting = (
        bool(item.label and re.search(r"fasting|eating|food|diet", item.label, re.IGNORECASE))
        and label
    )
    for clause in context.clauses(item):
        for part in _parts(clause.text):
            drafts = list(_part(part, relation, name, clause))
            if fasting and not drafts and name == "preparation":
                drafts = [
                    Draft(relation, "fasting", clause.start, clause.end, name, "preparation.label")
                ]
            yield from drafts


def _parts(text: str) -> list[str]:
    """A sentence's coordinated clauses, where each has a verb of its own."""
    parts: list[str] = []
    for part in _AND.split(text):
        if parts and not _VERB.search(parts[-1]):
            parts[-1] = f"{parts[-1]} and {part}"
        else:
            parts.append(part)
    return parts


def _part(text: str, relation: Relation, name: str, clause: Clause) -> Iterator[Draft]:
    text = strip_lead_ins(text.strip(_EDGE), name)
    denied = negated_rest(text) if name == "preparation" else None
    if denied and _NO_FOOD.match(text):
        denied = None  # 'No food for 8 hours' demands a fast
    condition = read(text, relation, name).condition
    polarity: Polarity = "affirmed"
    rule_id = f"{name}.list-item"
    if denied:
        polarity, rule_id = "negated", denied[1]
        texts = _denied(denied[0])
    else:
        texts, found = _worded(text, relation, name)
        if found:
            rule_id = found.id
            if found.data.get("negated"):
                polarity = "negated"
    for phrase in texts:
        yield Draft(
            relation, phrase, clause.start, clause.end, name, rule_id,
            polarity=polarity, condition=condition,
        )  # fmt: skip


def _denied(rest: str) -> list[str]:
    rest = re.sub(r"^(?:to |be |have |any |a |an |the )+", "", rest)
    if re.match(r"fast\b", rest):
        return ["fasting"]
    rest = re.split(r"\s+(?:unless|if|when|before|for|with|beforehand)\s", rest)[0]
    stopped = re.match(r"stop (?P<np>.+)$", rest)
    if stopped:
        return [f"stopping of {text}" for text in expand(stopped["np"])]
    return [text for text in expand(rest.replace(" nor ", " or ")) if is_phrase(text, 6)]


def _worded(text: str, relation: Relation, name: str) -> tuple[list[str], Rule | None]:
    """The noun phrases of an instruction, and the rule that made them."""
    for rule in rules("actions"):
        match = rule.pattern.search(text) if name in rule.data["sections"] else None
        if match:
            return _by_rule(rule, match, text, relation, name), rule
    if _VERB.search(text):
        return [], None  # a sentence that no rule takes apart is not a phrase
    return _filled("{np}", text, relation), None


def _by_rule(
    rule: Rule, match: re.Match[str], text: str, relation: Relation, name: str
) -> list[str]:
    groups = match.groupdict()
    if rule.data.get("verbs"):
        template = table("actions")["verbs"].get((groups.get("verb") or "").lower(), "{np}")
        return _filled(template, groups["np"], relation)
    if "overnight" in rule.data and "overnight" in text.lower():
        return [rule.data["overnight"]]
    to: str = rule.data["to"]
    if rule.data.get("when") and (when := _WHEN.search(text)):
        return [f"{groups['np']} {when[0]}"]
    if "whole_np" in rule.data:
        return [match.expand(to)]
    if "np" in groups:
        return _filled(to.replace(r"\g<np>", "{np}"), groups["np"], relation)
    if "whole" in groups:
        if name in rule.data.get("split", ()):
            return _filled(to.replace(r"\g<whole>", "{np}"), groups["whole"], relation)
        return [match.expand(to)]
    return [to]


def _filled(template: str, phrase: str, relation: Relation) -> list[str]:
    examples = _EXAMPLES.search(phrase)
    parts = [phrase[: examples.start()] if examples else phrase]
    if examples and examples["counts"]:
        parts.append(examples["members"])
    texts: list[str] = []
    for part in parts:
        part = re.sub(r"\s*\([^()]*\)", "", part)
        part = cut_tail(part.strip(_EDGE), relation)
        for text in expand(part):
            text = cut_tail(text, relation)
            text = _DETERMINER.sub("", _DETERMINER.sub("", text)).strip(_EDGE)
            if is_phrase(text, 8):
                texts.append(_fill(template, text))
    return list(dict.fromkeys(texts))


def _fill(template: str, text: str) -> str:
    if template == "{np}":
        return text
    if template.startswith("avoidance") and text.lower() in _RESTRICTIONS:
        return f"{text.lower()} restriction"
    return template.format(np=text[:1].lower() + text[1:])
