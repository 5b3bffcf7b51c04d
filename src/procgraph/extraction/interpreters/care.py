"""Before and after: instructions of Preparation and Recovery as noun phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.documents.headings import label_for
from procgraph.extraction.clauses import Clause, negated_rest, read
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Context, Draft, is_phrase
from procgraph.extraction.rules import Rule, rules, table
from procgraph.model import Item, Polarity, Relation, Section

__all__ = ["preparation", "recovery"]

_EDGE = " \t\r\n,;:.–—-"
_LEAD = re.compile(
    r"^(?:if (?:you are )?having [\w ]+, |(?:after|before|once|for|during) [\w ]{3,30}, |as a rule,? |usually,? |"
    r"otherwise,? |on the day,? |afterwards?,? |then,? |in most cases,? |(?:please )|expect |plan (?:on|for) )",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r",?\s+\b(?:to (?!your\b|the\b)|until|unless|if|when|while|before|after|for (?:the |at least |about |up to |several |a |an |one |two |three |four |five |six |some |most )*(?:\d|day|days|week|weeks|month|months|hour|hours|few|first|first|rest|minutes|night|nights|soreness|pain|comfort|discomfort|everyone|patients|people|those|anyone|women|men)|"
    r"within|because|so that|so|that|which|who|with which|depending|as (?:the|needed|necessary|directed|usual|normal|advised|soon|instructed|often|tolerated|a|you)|in (?:case|most|patients|people|those|some|older|order|women|men|the first|the morning|the evening|selected)|on the (?:day|morning|evening|same|first)|at (?:about|around|the|home|night|one|two|six|least|bedtime|once)|over the|during|without|by (?:the|a|then)|from|every|twice|once|daily|right away|straight away|beforehand|completed|where|especially|particularly|usually|generally|typically|often|about|the (?:day|night|evening|morning|same|next|following|week)|with(?: the| a)? (?:help|team|doctor|clinic)|until then|several|one|two|three|\d+)\b.*$",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"^(?:the|a|an|your|any|some|all|recent|usual|other|earlier|previous|regular)\s+(?=\w)", re.IGNORECASE)
_EXAMPLES = re.compile(r",?\s+(?:such as|including|especially|particularly|e\.g\.,?|for example,?|like)\s+(?P<members>[^;.]+)$", re.IGNORECASE)


def preparation(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """What is done or avoided before; 'No fasting is needed' is negated."""
    yield from _care(Relation.REQUIRES_PREPARATION, "preparation", section, item, context)


def recovery(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """What comes after: rest, restrictions, medicines, visits, what to report."""
    yield from _care(Relation.HAS_RECOVERY, "recovery", section, item, context)


def _care(relation: Relation, name: str, section: Section, item: Item, context: Context) -> Iterator[Draft]:
    label = label_for(item.label or "", name)
    fasting = bool(item.label and re.search(r"fasting|eating|food|diet", item.label, re.IGNORECASE)) and label
    for clause in context.clauses(item):
        for part in _parts(clause.text):
            drafts = list(_part(part, relation, name, clause, item))
            if fasting and not drafts and name == "preparation":
                drafts = [Draft(relation, "fasting", clause.start, clause.end, name, "preparation.label")]
            yield from drafts


def _parts(text: str) -> list[str]:
    """A sentence's coordinated clauses, each with a verb of its own."""
    return re.split(
        r",?\s+(?:and|but)\s+(?=(?:(?:you|patients|the|a|an|it|they|usual|normal|other|any|important|someone|there|most|fasting)\s+)?"
        r"(?:[\w-]+\s+){0,4}(?:is|are|can|may|should|must|will|has to|have to|do not|needs?)\s)|,\s+and\s+(?=(?:change|move|avoid|keep|take|drink|wear|remove|bring|stop)\b)"
        r"|\s+and\s+(?=(?:change|avoid|bring)\s)",
        text,
    )


def _part(text: str, relation: Relation, name: str, clause: Clause, item: Item) -> Iterator[Draft]:
    text = _LEAD.sub("", text.strip(_EDGE)).strip(_EDGE)
    denied = negated_rest(text) if name == "preparation" else None
    condition = read(text, relation, name).condition
    polarity: Polarity = "affirmed"
    rule_id = f"{name}.list-item"
    if denied:
        polarity, rule_id = "negated", denied[1]
        texts = _denied(denied[0])
    else:
        texts, found = _worded(text, name)
        if found:
            rule_id = found.id
            if found.data.get("negated"):
                polarity = "negated"
    for phrase in texts:
        yield Draft(relation, phrase, clause.start, clause.end, name, rule_id, polarity=polarity, condition=condition)


def _denied(rest: str) -> list[str]:
    rest = re.sub(r"^(?:to |be |have |any |a |an |the )+", "", rest)
    if re.match(r"fast\b", rest):
        return ["fasting"]
    rest = re.split(r"\s+(?:unless|if|when|before|for|with|beforehand)\s", rest)[0]
    stopped = re.match(r"stop (?P<np>.+)$", rest)
    if stopped:
        return [f"stopping of {text}" for text in expand(stopped["np"])]
    return [text for text in expand(rest.replace(" nor ", " or ")) if is_phrase(text, 6)]


def _worded(text: str, name: str) -> tuple[list[str], Rule | None]:
    """The noun phrases of an instruction, and the rule that made them."""
    verbs = table("actions")["verbs"]
    for rule in rules("actions"):
        if name not in rule.data["sections"]:
            continue
        match = rule.pattern.search(text)
        if not match:
            continue
        groups = match.groupdict()
        if rule.data.get("verbs"):
            verb = (groups.get("verb") or "").lower()
            if verb not in verbs and rule.id in ("actions.modal", "actions.who-modal", "actions.passive") and verb in ("be", "is"):
                continue
            template = verbs.get(verb, "{np}")
            return _filled(template, groups["np"]), rule
        if "overnight" in rule.data and "overnight" in text.lower():
            return [rule.data["overnight"]], rule
        to = rule.data["to"]
        if "np" in groups:
            return _filled(to.replace(r"\g<np>", "{np}"), groups["np"]), rule
        if "whole" in groups:
            if name in rule.data.get("split", ()):
                return _filled(to.replace(r"\g<whole>", "{np}"), groups["whole"]), rule
            return [match.expand(to)], rule
        return [to], rule
    return _filled("{np}", text), None


def _filled(template: str, phrase: str) -> list[str]:
    examples = _EXAMPLES.search(phrase)
    texts: list[str] = []
    phrases = [phrase[: examples.start()], examples["members"]] if examples else [phrase]
    for part in phrases:
        part = re.sub(r"\s*\([^()]*\)", "", part)
        part = _TAIL.sub("", part.strip(_EDGE)).strip(_EDGE)
        part = re.split(r"\s[–—-]\s|:\s", part)[0]
        for text in expand(part):
            text = _TAIL.sub("", text)
            text = _DETERMINER.sub("", _DETERMINER.sub("", text)).strip(_EDGE)
            if is_phrase(text, 8):
                texts.append(template.format(np=text[:1].lower() + text[1:] if template != "{np}" else text))
    return list(dict.fromkeys(texts))
