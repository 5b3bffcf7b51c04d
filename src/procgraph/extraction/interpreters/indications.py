"""What the procedure is for: treats, diagnoses, prevents, screens; and what must hold before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from procgraph.documents import Outline
from procgraph.documents.headings import label_for
from procgraph.extraction.clauses import Clause, Reading, read, strip_lead_ins
from procgraph.extraction.drafts import (
    Context,
    Draft,
    contraindications,
    drafts_of,
    is_finding,
    is_phrase,
    phrases,
)
from procgraph.extraction.coordination import expand
from procgraph.extraction.words import is_quality
from procgraph.extraction.rules import Rule, first_match, rules, table
from procgraph.model import Document, Item, Procedure, Relation, Section

__all__ = ["criteria", "indications", "main_purpose", "purpose", "title_indications"]

# 'with imaging guidance (fluoroscopy or CT)', 'CT-guided': how it is done, not what it is for
_GUIDANCE = re.compile(
    r"\b(?:with|under|using|by)\s+(?:[\w-]+\s+){0,3}guidance(?:\s*\([^()]*\))?|\b[\w-]+-guided\b|"
    r"\b(?:under|with) (?:fluoroscop\w+|ultrasound|x-ray|ct)\b",
    re.IGNORECASE,
)
_DIAGNOSTIC = re.compile(
    r"\b(?:biops(?:y|ies)|imaging|mri|magnetic resonance|ct|tomography|ultrasound|sonograph\w*|\w*gra(?:phy|m)|scan|"
    r"examination|test(?:ing|s)?|screening|monitoring|diagnostic|study|studies|puncture|sampling|"
    r"measurement|assessment|evaluation|\w*oscopy|aspiration|x-ray|analysis|detection|culture|panel)\b",
    re.IGNORECASE,
)
_THERAPEUTIC = re.compile(
    r"\b(?:remov\w+|repair|ablation|destruction|injection|therap\w+|treatment|replacement|surgery|excision|"
    r"resection|implant\w*|stent\w*|fusion|bypass|\w*ectomy|\w*plasty|\w*ostomy|\w*otomy|\w*tripsy|\w*lysis|embolization|embolisation|"
    r"drainage|dilation|closure|insertion|placement|release|decompression|transplant\w*|extraction|"
    r"administration|vaccin\w+|medication|drops|stockings|splint|program|management|stimulation|cardioversion|"
    r"sclerotherapy|stripping|block|sphincterotomy|polypectomy)\b",
    re.IGNORECASE,
)
_DIAGNOSTIC_FIRST = re.compile(
    r"^\s*(?:diagnostic|screening)\b|\b(?:to obtain|to find|to detect|to diagnose|for diagnosis)\b",
    re.IGNORECASE,
)
_SCREENING = re.compile(r"\bscreening\b", re.IGNORECASE)
_PREFIX = (
    (
        re.compile(
            r"^(?:routine )?(?:screening|surveillance|monitoring|follow-up)\b(?: and \w+)? (?:for|of|after|in)?\s*",
            re.IGNORECASE,
        ),
        Relation.SCREENS,
    ),
    (
        re.compile(
            r"^(?:prevention|prophylaxis) (?:of|against)\s*|^(?:to prevent|preventing)\s+",
            re.IGNORECASE,
        ),
        Relation.PREVENTS,
    ),
    (
        re.compile(
            r"^(?:evaluation|assessment|diagnosis|investigation|confirmation|detection|exclusion|work-?up|staging) (?:of|for)\s*|^(?:to (?:evaluate|diagnose|confirm|rule out|investigate|assess|look for))\s+",
            re.IGNORECASE,
        ),
        Relation.DIAGNOSES,
    ),
)
_CAUSE = re.compile(
    r"\b(?:suspicious for|suggest(?:ing|ive of)|with suspected|due to|caused by|that suggests?)\s+(?P<object>.+)$",
    re.IGNORECASE,
)
_IN_CONDITION = re.compile(r"^in (?P<object>[^,]{4,60}), ", re.IGNORECASE)
_DANGLING = re.compile(
    r"[\s,;]+(?:and|or|but|to|also|it|then|can|is|be|that|which|used|may|by|for)*\s*$"
)
_HAS_SPREAD = re.compile(r"(?P<subject>.+?) (?:has|have) spread to (?:the )?(?P<place>.+)$")
_IS_STATE = re.compile(r"(?:the |a |an )?(?P<subject>.+?) (?:is|are) (?P<states>.+)$")
_GOAL = re.compile(r"\b(?:goals?|aims?|objectives?|purpose) (?:is|are)\b|^goals?:", re.IGNORECASE)
_NOT_REVERSED = re.compile(
    r"\b(?:does|do|did|will|is|are|cannot|can) ?not\b|\bno longer\b", re.IGNORECASE
)
_TITLE_FOR = re.compile(r"\b(?:for|of) (?!the\b)(?P<object>[a-z][\w' -]+)", re.IGNORECASE)
_DENIED_BEFORE = re.compile(
    r"\b(?:no|not|without|unless|rather than|risk of|instead of)\b[^,;]*$", re.IGNORECASE
)
_RELATIVE = re.compile(r"\b(?:that|in which|whose|in whom)\b")
_CANDIDATE = re.compile(
    r"\b(?:considered|recommended|done|used|offered|needed|performed|advised|suitable|an option|suggested|indicated|given|helpful|chosen|worth considering)\s+(?:mainly |mostly |usually |chiefly |especially |only )?(?:when|if|for|in|where)\s+(?P<object>.+)$",
    re.IGNORECASE,
)


def main_purpose(document: Document, outline: Outline, procedure: Procedure) -> Relation:
    """Whether the procedure as a whole treats, diagnoses or screens: what a bare indication means.

    The title decides by its nouns; where it has both kinds or none, the verbs of the Purpose do.
    """
    label = _GUIDANCE.sub(" ", procedure.label)
    lines = [document.text[start:end] for start, end in outline.preamble]
    title = _GUIDANCE.sub(" ", " ".join([procedure.label, *procedure.names, *lines]))
    votes: Counter[Relation] = Counter()
    for relation, nouns in ((Relation.DIAGNOSES, _DIAGNOSTIC), (Relation.TREATS, _THERAPEUTIC)):
        votes[relation] += len(nouns.findall(label)) * 2 + len(nouns.findall(title))
    if _DIAGNOSTIC_FIRST.search(title):
        votes[Relation.DIAGNOSES] += 4
    for section in outline.sections:
        if section.key not in ("purpose", "summary"):
            continue
        for item in section.items:
            found = first_match("purposes", document.text[item.start : item.end])
            if found:
                weight = 2 if section.key == "purpose" else 1
                votes[Relation(found[0].data["relation"])] += weight
    votes[Relation.DIAGNOSES] += votes[Relation.SCREENS]
    votes[Relation.TREATS] += votes[Relation.PREVENTS]
    if votes[Relation.DIAGNOSES] <= votes[Relation.TREATS]:
        return Relation.TREATS
    return Relation.SCREENS if _SCREENING.search(title) else Relation.DIAGNOSES


def indications(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """An indication: a phrase in a list, or a sentence that says for what or whom."""
    label = label_for(item.label or "", section.key or "indications")
    if label and label.key == "criteria":
        yield from criteria(section, item, context)
        return
    for clause in context.clauses(item):
        against = list(contraindications(clause, "indications"))
        if against:
            yield from against
            continue
        if item.kind == "sentence" and not _looks_like_phrase(clause.text):
            yield from _sentence(clause, context, "indications")
        else:
            yield from _phrase(clause, context, "indications")


def purpose(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """A sentence of Purpose or Summary: its verbs say what the procedure does to what."""
    label = label_for(item.label or "", section.key or "purpose")
    if label and label.key == "indications":
        yield from indications(section, item, context)
        return
    for clause in context.clauses(item):
        against = list(contraindications(clause, section.key or "purpose"))
        if against:
            yield from against
            continue
        yield from _sentence(clause, context, section.key or "purpose", goal=bool(label))


def title_indications(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """'… for median nerve compression' in the title."""
    for clause in context.clauses(item):
        named = _TITLE_FOR.search(clause.text)
        if named:
            yield from _objects(
                named["object"], context.purpose, clause, context, "name", "title.for"
            )


def criteria(section: Section, item: Item, context: Context) -> Iterator[Draft]:
    """What must hold before; never an indication."""
    for clause in context.clauses(item):
        yield from _criterion(clause.text, clause, "indications", "criteria.label")


def _looks_like_phrase(text: str) -> bool:
    return not re.search(
        r"\b(?:is|are|was|has|have|can|may|will|should|makes?|helps?|does|do)\b", text
    )


def _phrase(clause: Clause, context: Context, section: str) -> Iterator[Draft]:
    found = first_match("criteria", clause.text)
    if found:
        yield from _criterion(found[1]["criterion"], clause, section, found[0].id)
        return
    text = clause.text.strip(" .")
    relation = context.purpose
    changed = True
    while changed:
        changed = False
        for pattern, meaning in _PREFIX:
            match = pattern.match(text)
            if match and match.end() < len(text):
                text, relation, changed = text[match.end() :], meaning, True
    if _NOT_REVERSED.search(text) and not re.search(r"\b(?:that|which|who|not responding)\b", text):
        return
    reading = read(text, relation, section)
    if _RELATIVE.search(text) and not is_finding(reading.core, context.lexicon):
        # 'Labor that fails to progress': the clause is what makes it an indication
        whole = strip_lead_ins(text, section)
        if is_phrase(whole, 8):
            reading.core = whole
    stripped = strip_lead_ins(reading.core, section)
    found = first_match("criteria", stripped)
    if found and found[0].id != "criteria.confirmed-by":
        yield from _criterion(found[1]["criterion"], clause, section, found[0].id)
        return
    reading.examples = [
        ", ".join(member for member in expand(example) if is_finding(member, context.lexicon))
        for example in reading.examples
    ]
    yield from drafts_of(
        phrases(reading), relation, clause, reading, section, "indications.list-item"
    )
    cause = _CAUSE.search(text)
    if cause:
        yield from _objects(
            cause["object"], relation, clause, context, section, "indications.cause"
        )


def _sentence(
    clause: Clause, context: Context, section: str, *, goal: bool = False
) -> Iterator[Draft]:
    text = clause.text
    if _NOT_REVERSED.search(text) and not first_match("purposes", re.sub(r"^.*?\bnot\b", "", text)):
        return
    goal = goal or _GOAL.search(text) is not None
    seen: set[str] = set()
    for rule, object_text in _purposes(text):
        relation = Relation(rule.data["relation"])
        if goal and relation is Relation.TREATS:
            continue  # a goal ('to relieve pain') is what is hoped for, not what it is for
        for draft in _objects(object_text, relation, clause, context, section, rule.id):
            key = str(draft.object).lower()
            if key not in seen:
                seen.add(key)
                yield draft
    place = _IN_CONDITION.match(text)
    if place and any(rule.id == "purposes.treats" for rule, _ in _purposes(text)):
        yield from _objects(
            place["object"], Relation.TREATS, clause, context, section, "purposes.in-condition"
        )
    if section == "indications":
        candidate = _CANDIDATE.search(text)
        if candidate:
            for draft in _objects(
                candidate["object"],
                context.purpose,
                clause,
                context,
                section,
                "indications.sentence",
            ):
                if str(draft.object).lower() not in seen:
                    yield draft
        if not seen:
            yield from _named_conditions(clause, context)
        if not seen and not candidate:
            subject = re.match(
                r"^(?P<object>[A-Z][\w' -]{2,60}?) (?:is|are|can|may|makes?|causes?|that|often|usually)\b",
                text,
            )
            if subject:
                yield from _objects(
                    subject["object"],
                    context.purpose,
                    clause,
                    context,
                    section,
                    "indications.subject",
                )


_NEXT_VERB = re.compile(
    r",?\s+(?:and|or|but|to)\s+(?:also\s+|it\s+|then\s+|is\s+|can\s+|to\s+)*(?=(?:prevents?|treats?|relieves?|used|shows?|detects?|diagnoses?|confirms?|supports?|finds?|helps?|keeps?|restores?|improves?|reduces?|lowers?|eases?|measures?|guides?|plans?|chooses?|close|prevent|treat|relieve|improve|reduce|ease|keep|restore|help|guide|plan|avoid|slow|bring|make|give|allow|let|lower|decide|choose|follow|provide)\b)",
    re.IGNORECASE,
)


def _named_conditions(clause: Clause, context: Context) -> Iterator[Draft]:
    """The conditions that the vocabulary knows in a sentence of the indications."""
    for hit in context.lexicon.find(clause.text, ("conditions",)):
        before = clause.text[: hit.start]
        if _DENIED_BEFORE.search(before):
            continue
        start = before.rfind(" ") + 1
        quality = re.search(r"([\w-]+) $", before)
        begin = quality.start(1) if quality and is_quality(quality[1]) else start
        yield from drafts_of(
            [clause.text[begin : hit.end]],
            context.purpose,
            clause,
            Reading(clause.text[begin : hit.end]),
            "indications",
            "indications.named",
        )


def _purposes(text: str) -> Iterator[tuple[Rule, str]]:
    """Each verb of purpose with its object, which ends where the next verb begins.

    At one place the first rule that fits wins ('detects … early' screens, it does not diagnose).
    """
    found: dict[int, tuple[int, Rule]] = {}
    for rule in rules("purposes"):
        requires = rule.data.get("requires")
        if requires and not re.search(requires, text, re.IGNORECASE):
            continue
        position = 0
        while match := rule.pattern.search(text, position):
            start = match.start("object")
            if not any(begin <= match.start() < end for begin, (end, _) in found.items()):
                found[match.start()] = (start, rule)
            position = max(start, match.start() + 1)
    starts = sorted(found)
    for index, begin in enumerate(starts):
        start, rule = found[begin]
        end = next((later for later in starts[index + 1 :] if later >= start), len(text))
        yield rule, _DANGLING.sub("", text[start:end])


def _nominalised(text: str) -> list[str]:
    """'the nervous system is inflamed or infected' as 'inflammation of nervous system', …"""
    spread = _HAS_SPREAD.match(text)
    if spread:
        return [f"spread of {member} to {spread['place']}" for member in expand(spread["subject"])]
    state = _IS_STATE.match(text)
    if not state:
        return []
    nouns = table("states")["nouns"]
    words = [word.lower() for word in expand(state["states"])]
    return [f"{nouns[word]} of {state['subject']}" for word in words if word in nouns]


def _objects(
    text: str, relation: Relation, clause: Clause, context: Context, section: str, rule: str
) -> Iterator[Draft]:
    """The conditions that an object phrase names."""
    text = _NEXT_VERB.split(text)[0]
    text = re.split(
        r"\s+(?:by|through|so that|in order to|before|when less|using|without|instead|while)\s",
        text,
    )[0]
    reading = read(text, relation, section)
    candidates = _nominalised(text) if rule == "purposes.whether" else []
    if candidates:
        reading.core = ""
    for phrase in phrases(reading):
        phrase = strip_lead_ins(phrase, section)
        if is_phrase(phrase, longest=8) and is_finding(phrase, context.lexicon):
            candidates.append(phrase)
    yield from drafts_of(candidates, relation, clause, reading, section, rule)


def _criterion(text: str, clause: Clause, section: str, rule: str) -> Iterator[Draft]:
    core = re.sub(r"^(?:who|that)\s+", "", text.strip(" .,"))
    yield from drafts_of(
        [core], Relation.HAS_ELIGIBILITY_CRITERION, clause, Reading(core), section, rule
    )
