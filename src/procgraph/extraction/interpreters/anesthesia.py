"""Anesthesia and sedation, wherever the procedure's own course names them."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.documents.labels import label_for
from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import Member, members
from procgraph.extraction.drafts import Draft
from procgraph.extraction.interpreters.anesthesia_cases import (
    case_of,
    exception,
    of_itself,
    polarity_of,
    said_of,
    says_nothing,
)
from procgraph.extraction.interpreters.spans import of_one_span
from procgraph.extraction.rules import Rule, ids, rule, rules, rules_named
from procgraph.extraction.trimming import without_brackets
from procgraph.model import Polarity, Relation
from procgraph.terminology import Lexicon

__all__ = ["anesthesia", "title_anesthesia"]

# Fewer words than these without a verb state nothing of their own.
_SHORTEST = 4
# Choices of one clause are numbered with room for the members of each.
_APART = 100
# How a noun that several kinds share is given to each, in this order.
_WORDINGS = ids(
    "anesthetics",
    "each-how-often kinds-behind kinds-inside glossed rather or-none before-bracket denied-but "
    "denied-but-some-have-it offered-but optional-beside though-not-if but-not-to but-not-with",
)
# Sections that name anesthesia to say how long it acts or what it may do.
_AFTERMATH = frozenset({"recovery", "complications", "experience"})


def anesthesia(place: Place) -> Iterator[Draft]:
    """Each kind that is used, may be used, or is said not to be."""
    label = label_for(place.item.label or "", place.section)
    own_section = place.section == "anesthesia" or (label and label.key == "anesthesia")
    for clause in place.clauses:
        if not own_section and not rules("anesthesia").likely(clause.text):
            continue
        for number, part in enumerate(_statements(clause.text)):
            if own_section:
                part = _in_full(part)
            if own_section and rule("anesthetics.none").match(part):
                case = exception(part, 0)
                for kind in _denied_kinds(place.item.label or ""):
                    yield _draft(kind, clause, place.section, "anesthetics.none", "negated", case)
                continue
            yield from _part(
                part, place.section, clause, number * _APART * _APART, place.context.lexicon
            )


def _in_full(text: str) -> str:
    """What needs no noun under 'Anesthesia:': 'usually local', 'a block'."""
    text = rule("anesthetics.mac").reword(text)
    for name in ("anesthetics.bare-kind", "anesthetics.bare-other"):
        bare = rule(name).search(text)
        if bare:
            text = f"{text[: bare.end()]} anesthesia{text[bare.end() :]}"
    return rule("anesthetics.bare-block").sub("nerve block", text)


def _denied_kinds(label: str) -> list[str]:
    """What 'None' denies under a label: 'Sedation:', 'Anesthesia or sedation:', or anesthesia."""
    named = [kind for kind in ("anesthesia", "sedation") if kind in label.lower()]
    return named or ["anesthesia"]


def _statements(text: str) -> list[str]:
    """The parts of a clause that have a verb: 'Sedation and anesthesia are not needed' is one."""
    stated = rules_named(*_WORDINGS).reword(text)
    parts: list[str] = []
    both = rule("anesthetics.each-case").match(stated)
    for case in both.groups() if both else rule("anesthetics.own-case").split(stated):
        for piece in rule("anesthetics.next-adverb").split(case):
            parts.extend(_clauses(piece))
    return parts


def _clauses(text: str) -> list[str]:
    parts: list[str] = []
    for part in rule("anesthetics.next-statement").split(text):
        if parts and not _stands_alone(parts[-1]):
            parts[-1] = f"{parts[-1]} and {part}"
        else:
            parts.append(part)
    return parts


def title_anesthesia(place: Place) -> Iterator[Draft]:
    """What a title says that it is done under: '…, requiring general anesthesia'."""
    for found in rule("anesthetics.titled").finditer(place.text):
        for clause in place.clauses:
            if clause.start <= found.start("said") < clause.end:
                said = rule("anesthetics.conduction").reword(found["said"])
                yield from _part(said, place.section, clause, 0, place.context.lexicon)


def _stands_alone(text: str) -> bool:
    """Whether it has a verb, is long enough without one, or says 'none'."""
    text = rule("anesthetics.case-before").sub("", text)
    return (
        len(text.split()) >= _SHORTEST
        or rule("care.verb").search(text) is not None
        or rule("anesthetics.none").match(text) is not None
    )


def _part(
    text: str, section: str, clause: Clause, choice: int, lexicon: Lexicon
) -> Iterator[Draft]:
    # Where the last kind ended and which choice it is in: outside of brackets, and in them.
    ends, choices = [0, 0], [choice, choice]
    before: list[Draft] = []
    against = rule("anesthetics.case-against").search(text)
    mentions = _mentions(text)
    spans = [(start, end) for _, start, end, _ in mentions]
    for kind, start, end, mention in mentions:
        if kind.id.endswith("bare-anesthesia") and section in _AFTERMATH:
            continue
        if against and against.start() <= start < against.end():
            continue  # 'if a spinal is not possible' states none
        said = said_of(text, start)
        if said is None:
            continue
        skipped = text.index(said)
        polarity = polarity_of(said, start - skipped, end - skipped)
        if says_nothing(text, start, polarity):
            continue
        own = of_itself(of_one_span(text, end, spans), end)
        condition = case_of(own, start) if polarity == "affirmed" else exception(text, start)
        # What stands in brackets between two kinds explains the first.
        in_bracket = text.count("(", 0, start) > text.count(")", 0, start)
        gloss = rule("anesthetics.gloss-before").match(text[ends[0] : start]) and (
            text[end : end + 1] == ")"
        )
        aside = in_bracket and not gloss
        link = without_brackets(text[ends[aside] : start])
        if not gloss and not rule("anesthetics.or").pattern.fullmatch(link):
            choice += _APART
            choices[aside] = choice
        ends[aside] = end + 1 if gloss else end
        drafts = [
            _draft(
                _named(member.text),
                clause,
                section,
                kind.id,
                polarity,
                condition,
                choices[aside] + member.choice if polarity == "affirmed" else None,
            )._replace(mention=_as_written(member.text))
            for member in ((Member(mention, 0),) if "is_one" in kind.data else members(mention))
        ]
        if gloss:
            # 'regional anesthesia (a nerve block)' is the nerve block
            before = [draft for draft in before if not _says_less(draft, drafts, lexicon)]
        yield from before
        before = drafts
    yield from before


def _says_less(draft: Draft, others: list[Draft], lexicon: Lexicon) -> bool:
    return any(
        lexicon.is_narrower(other.concept_iri(lexicon), draft.concept_iri(lexicon))
        for other in others
    )


def _mentions(text: str) -> list[tuple[Rule, int, int, str]]:
    """The kinds that a text names, in its order; where two overlap, the earlier rule's."""
    found: list[tuple[Rule, int, int, str]] = []
    for kind in rules("anesthesia").likely(text):
        for match in kind.pattern.finditer(text):
            named = next((g for g in match.groupdict() if match[g] is not None), 0)
            start, end = match.span(named) if "kind" not in kind.data else match.span()
            if not any(s < end and start < e for _, s, e, _ in found):
                words = without_brackets(match[named])
                if "prefix" in kind.data:  # 'numbing spray or gel'
                    words = rule("anesthetics.joint").sub(rf"\g<0>{kind.data['prefix']}", words)
                is_list = ", " in words and not {"or", "and"}.intersection(words.split())
                if "suffix" in kind.data or is_list:
                    words = words.replace(", or ", " or ").replace(", ", " or ")
                said = f"{kind.data.get('prefix', '')}{words}{kind.data.get('suffix', '')}"
                mention = kind.data.get("kind") or said
                found.append((kind, start, end, mention))
    return sorted(found, key=lambda mention: mention[1])


def _draft(
    text: str,
    clause: Clause,
    section: str,
    rule_id: str,
    polarity: Polarity,
    condition: str | None = None,
    choice: int | None = None,
) -> Draft:
    return Draft(
        Relation.USES_ANESTHESIA,
        text,
        clause.start,
        clause.end,
        "anesthesia",
        rule_id,
        polarity=polarity,
        condition=condition,
        choice=choice,
        place=section,
    )


def _named(mention: str) -> str:
    """'local anesthetic' and 'sedatives' by what they are for."""
    mention = rule("anesthetics.anesthetic").sub(r"an\1esthesia", mention)
    return rule("anesthetics.sedative").sub("sedation", mention)


def _as_written(mention: str) -> str | None:
    """'anaesthetic', where it is named by what it is for."""
    return None if _named(mention) == mention else mention
