"""Anesthesia and sedation, wherever the procedure's own course names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.extraction.clauses import Clause, negated_rest, read
from procgraph.extraction.coordination import members
from procgraph.extraction.drafts import Context, Draft
from procgraph.extraction.rules import rules, table
from procgraph.model import Item, Polarity, Relation, Section

__all__ = ["anesthesia"]

_SPLIT = re.compile(
    r",?\s+(?:and|but|while|although|though)\s+(?=(?:\w+\s+){0,4}(?:is|are|may|can|get|gets|receives?|have|has|need|needs|also|choose)\b)|;\s+|,\s+(?=(?:though|but|although|while|or)\s)"
)
_ONLY_IF = re.compile(
    r"\b(?:is|are)\s+(?:only |usually |mostly )?(?:reserved for|kept for|needed only|used only|only used|only needed|needed|used|preferred|chosen|limited to|given|an option|possible|sometimes used|sometimes given|occasionally used|sometimes needed|offered)\s+(?P<condition>(?:only )?(?:for|in|when|if|where)?\s*.+)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?P<condition>(?:very |some |a few |young |older |infants? and |infants |anxious |selected |most |many )*(?:children|patients|infants|people|women|men|adults|young children)[\w ]*?) (?:may|might|can|could|need|needs|receive|choose|prefer|have|get|are)\b",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"\b(?:optional|if (?:you )?(?:wish|want|prefer|desired|needed|necessary|required)|on request|sometimes|occasionally|may be|can be|can help|may need|is available|is an option|at your choice)\b",
    re.IGNORECASE,
)
_MOST = re.compile(r"^(?:most|many|nearly all|almost all|all|the)\b", re.IGNORECASE)
_IF_CLAUSE = re.compile(
    r"\b(?P<condition>(?:if|when|unless|where|in case)\b[^,;.]*)", re.IGNORECASE
)
_NEGATED_WORD = re.compile(
    r"\b(?:no|not|without|neither|nor|never|hardly ever|none)\b", re.IGNORECASE
)
_FOR_SOME = re.compile(r"^(?:some|a few|many|most) (?:people|patients|women|men)\b", re.IGNORECASE)
_EDGE = " ,;.:"


def anesthesia(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """Each kind that is used, may be used, or is said not to be."""
    for clause in context.clauses(item):
        for part in _SPLIT.split(clause.text):
            yield from _part(part, section, item, clause)


def _part(text: str, section: Section, item: Item, clause: Clause) -> Iterator[Draft]:
    taken: list[tuple[int, int]] = []
    if section.key == "anesthesia" and re.match(
        r"^(?:none|nil|not (?:needed|required|necessary|used))\b", text, re.IGNORECASE
    ):
        yield _draft("anesthesia", clause, section, "negation.none", "negated")
        return
    for rule in rules("anesthesia"):
        for match in rule.pattern.finditer(text):
            start, end = match.span("mention") if "kind" not in rule.data else match.span()
            if any(s < end and start < e for s, e in taken):
                continue
            taken.append((start, end))
            mention = rule.data.get("kind") or match["mention"]
            if rule.id.endswith("bare-anesthesia") and section.key in (
                "recovery",
                "complications",
                "experience",
            ):
                continue
            polarity = _polarity(text, start)
            if polarity == "negated" and _FOR_SOME.match(text):
                continue  # 'Some patients choose no sedation' denies it for nobody else
            condition = _condition(text, start) if polarity == "affirmed" else None
            for member in members(mention):
                yield _draft(_named(member.text), clause, section, rule.id, polarity, condition)


def _draft(
    text: str,
    clause: Clause,
    section: Section,
    rule: str,
    polarity: Polarity,
    condition: str | None = None,
) -> Draft:
    return Draft(
        Relation.USES_ANESTHESIA,
        text,
        clause.start,
        clause.end,
        "anesthesia",
        rule,
        polarity=polarity,
        condition=condition,
        place=section.key or "",
    )


def _named(mention: str) -> str:
    """'local anesthetic' and 'sedatives' by what they are for."""
    mention = re.sub(
        r"\ban(a?)esthetics?\b(?! (?:eye )?(?:drops|spray|gel|cream|jelly))",
        r"an\1esthesia",
        mention,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\bsedatives?(?: drugs)?\b", "sedation", mention, flags=re.IGNORECASE)


def _polarity(text: str, start: int) -> Polarity:
    if any(phrase in text.lower() for phrase in table("negation")["pseudo"]["phrases"]):
        return "affirmed"
    denied = negated_rest(text)
    if denied:
        # 'No tourniquet is needed with local anesthesia' denies the tourniquet, 'no food if an
        # anesthetic is planned' the food.
        thing = re.split(r"\s(?:if|when|unless|for|with|before|after|until)\s", denied[0])[0]
        return (
            "negated"
            if re.search(r"sedat|an[a]?esth|none|nil", thing, re.IGNORECASE)
            else "affirmed"
        )
    before = text[max(0, start - 40) : start]
    if _NEGATED_WORD.search(before) and not re.search(r"[,;]", before):
        return "negated"
    after = text[start : start + 90]
    if re.search(
        r"\b(?:is|are) (?:\w+ )?(?:not|hardly ever|never|rarely|seldom) (?:\w+ )?(?:needed|required|necessary|used|given)\b",
        after,
    ):
        return "negated"
    return "affirmed"


def _condition(text: str, start: int) -> str | None:
    clause = _IF_CLAUSE.search(text)
    if clause:
        return clause["condition"].strip(_EDGE)
    after = text[start:]
    only = _ONLY_IF.search(after)
    if (
        only
        and re.match(r"(?:only )?(?:for|in|when|if|where)\b", only["condition"])
        and not re.search(r"\b(?:nearly|almost|most|all|every)\b", only["condition"])
    ):
        return only["condition"].strip(_EDGE)
    if only and re.search(r"reserved|kept|limited", only[0]):
        return ("for " + only["condition"]).strip(_EDGE)
    subject = _SUBJECT.match(text)
    if subject and not _MOST.match(subject["condition"]):
        return subject["condition"].strip(_EDGE)
    reading = read(text, Relation.USES_ANESTHESIA, "anesthesia")
    if reading.condition and not re.search(r"\b(?:nearly|almost|most|all)\b", reading.condition):
        return reading.condition
    optional = _OPTIONAL.search(text)
    return optional[0] if optional else None
