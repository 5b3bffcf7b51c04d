"""Sections that list phrases: contraindications, benefits, experience."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, drafts_of, is_phrase, phrases, rejected, reworded
from procgraph.extraction.exclusions import (
    contraindications,
    denies_reason,
    excluded,
    opened,
)
from procgraph.extraction.interpreters.asked import not_denied
from procgraph.extraction.interpreters.barring import barred, cases, topics
from procgraph.extraction.interpreters.care import preparation
from procgraph.extraction.readings import Reading, read
from procgraph.extraction.rules import ids, rule, rules_named
from procgraph.extraction.words import gerund
from procgraph.model import Relation

__all__ = ["benefits", "contraindicated", "experience", "limitations", "to_be_told"]

_SENTENCE_LENGTH = 10
_SHORT = 6
_TOLD = ids("exclusions", "tell-because tell-here ring-if")
# What is no gain from the procedure, whatever it promises.
_NO_GAIN = (
    *ids("lists", "no-benefit not-promised praised-house invites of-a-plan in-due-time"),
    "rejections.nor-is-that",
)
_REWORDINGS = ids("lists", "free-to ups-and-downs so-does")
_REASONS = ids("reasons", "named-people case-first whose subject case-last rules-out-part")


def benefits(place: Place) -> Iterator[Draft]:
    """What is gained; verbs become nouns ('Avoids tears' is 'avoidance of tears')."""
    for clause in not_denied(place.clauses, place.text, rule("lists.denied-gain")):
        if rules_named(*_NO_GAIN).first_match(clause.text):
            continue
        for part in _statements(_behind_topic(clause.text)):
            if rule("lists.not-gained").search(part):
                continue
            for gain in _gains(part):
                yield from _benefit(gain, clause, place.rule_id)


def _behind_topic(text: str) -> str:
    """'Appearance: a straighter nose' is what stands behind the colon."""
    topic = rule("lists.origin").match(text)
    if topic is None or rule("lists.gain-word").search(topic["thing"]):
        return text
    return text[topic.end() :]


def _statements(text: str) -> Iterator[str]:
    """The parts of a sentence that each tell a gain; one behind 'and' has a verb of its own, as
    has the one before it."""
    easier = rule("lists.easier-to").match(text.strip(" ."))
    if easier:
        acts = (act.partition(" ") for act in rule("lists.next-act").split(easier["acts"]))
        yield from (f"easier {gerund(verb)}{space}{rest}" for verb, space, rest in acts)
        text = easier["lead"] or ""
    text = rules_named(*_REWORDINGS).reword(text)
    text = rule("lists.how-long").sub("", text)
    for part in rule("lists.next-benefit").split(text):
        start = 0
        for gap in rule("lists.next-clause").finditer(part):
            if rule("lists.own-verb").search(part[start : gap.start()]):
                yield part[start : gap.start()]
                start = gap.end()
        yield part[start:]


def _gains(part: str) -> tuple[str, ...]:
    """The gains of a part, two where one phrase or verb stands beside another."""
    both = rule("lists.with-gain").match(part)
    if both:
        return both["first"], both["last"]
    does = rule("lists.two-verbs").match(part.strip())
    if does:
        return tuple(f"{does['lead']}{verb} {does['np']}" for verb in (does["first"], does["last"]))
    return (part,)


def _benefit(part: str, clause: Clause, rule_id: str) -> Iterator[Draft]:
    relation = Relation.HAS_BENEFIT
    # 'Surgery should help prevent stiffness': the subject is no benefit
    part = rule("lists.gain-lead").sub("", part)
    part = rule("lists.there-is").sub("", rule("lists.gain").sub("", part))
    part = rule("lists.share-of").reword(part)
    text = reworded(part, "benefits")
    if text == part:
        if _is_loss(part):
            return
        text = reworded(part, "gains")
    reading = read(text, relation, "benefits")
    texts = phrases(reading, examples=False)
    if text != part:
        texts = list(_told_whole(texts, reading.full))
    alone = rules_named("lists.no-thing", "lists.own-quality")
    texts += [member for member in expand(reading.core) if alone.first_match(member)]
    if text == part and _is_sentence(part):
        # a sentence that no rule turns into a noun phrase is the benefit as it stands
        rule_id = "benefits.sentence"
        reading.core = part.strip(" .") if len(part.split()) <= _SENTENCE_LENGTH else ""
        vague = rule("lists.vague-subject").match(part)
        texts = [reading.core] if reading.core and not vague else []
    elif rule("lists.no-thing").match(text):
        rule_id = "benefits.no-thing"
        no = rule("lists.no-thing")
        denied, *gained = rule("lists.next-own").split(reading.core)
        things = [no.sub("", thing) for thing in expand(no.sub("", denied))]
        texts = [f"no {thing}" for thing in things if is_phrase(thing)]
        texts += [t for gain in gained for t in expand(gain) if is_phrase(t)]
        reading = Reading("")
    yield from drafts_of(texts, relation, clause, reading, "benefits", rule_id)


def _told_whole(texts: Iterable[str], full: str) -> Iterator[str]:
    """'working within minutes': a verb alone says nothing."""
    for text in texts:
        if " " in text or not text.endswith("ing"):
            yield text
        elif is_phrase(full, _SHORT):
            yield full


def _is_loss(text: str) -> bool:
    """Whether a sentence tells what is lost or still to be done; its case says nothing of that."""
    stated = rule("lists.subordinate").split(text)[0]
    return rule("lists.no-gain").search(stated) is not None


def _is_sentence(text: str) -> bool:
    first = rule("lists.subordinate").split(text)[0]
    return bool(rule("lists.verb").search(first) or rule("lists.patients-do").match(first))


def contraindicated(place: Place) -> Iterator[Draft]:
    """The section of contraindications: phrases, or sentences that say for whom it is not."""
    for clause in _standing(chain.from_iterable(map(_said_apart, place.clauses))):
        if rule("reasons.allowed").match(clause.text):
            continue
        clause = clause._replace(text=rule("phrases.same-named").reword(clause.text))
        is_sentence = place.item.kind == "sentence"
        is_welcome = is_sentence and _is_welcome(clause.text)
        drafts = list(topics(clause, place.context.lexicon))
        if not drafts and is_sentence and not is_welcome:
            drafts = list(cases(clause))
        drafts = drafts or list(contraindications(clause, "contraindications"))
        is_said = drafts or denies_reason(clause.text)
        if not is_said and not rejected(clause.text, "contraindications"):
            if is_welcome:
                continue
            if is_sentence:
                drafts = list(_reasons(clause)) or list(barred(clause, place.context.lexicon))
            if not drafts and (not is_sentence or _names_whom(clause.text)):
                text = rule("lists.who").sub("", clause.text)
                has_case = rule("lists.case-inside").search(text)
                drafts = [
                    draft
                    for part in (rule("lists.next-reason").split(text) if has_case else [text])
                    for draft in excluded(part, clause, "contraindications", place.rule_id)
                ]
        yield from drafts


def _standing(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses without one of which the next says that it is no reason: 'Latex allergy; this is
    no reason not to operate', 'Pregnant? You can still have it'."""
    before: Clause | None = None
    for clause in clauses:
        said = rule("reasons.taken-back").match(clause.text)
        if said and (rule("reasons.in-spite").search(clause.text) or denies_reason(clause.text)):
            before = None
            continue
        if before:
            yield before
        before = clause
    if before:
        yield before


def to_be_told(place: Place) -> Iterator[Draft]:
    """'Tell us if you have gout', among the reasons against it, is also asked for beforehand."""
    for clause in place.clauses:
        if rules_named(*_TOLD).first_match(opened(clause.text)):
            here = replace(place, section="preparation", clauses=(clause,))
            for draft in preparation(here):
                if draft.relation is Relation.REQUIRES_PREPARATION:
                    yield draft


def _said_apart(clause: Clause) -> Iterator[Clause]:
    """A sentence as what it says one after the other: 'It is not done in gout, and it may have to
    wait if you have a fever'."""
    apart = rules_named("lists.next-against", "lists.each-rules-out").first_match(clause.text)
    if apart is None or clause.item.kind != "sentence":
        yield clause
        return
    yield clause._replace(text=apart[1]["first"])
    yield from _said_apart(clause._replace(text=apart[1]["last"]))


def _reasons(clause: Clause) -> Iterator[Draft]:
    """What a sentence of the section names as a reason, in words that no exclusion knows."""
    text = opened(clause.text)
    # 'Smoking slows healing, so we may wait': what it opens with is the reason
    ways = rules_named(*_REASONS)
    found = ways.first_match(text) or ways.first_match(clause.text)
    if found is None:
        return
    reason, match = found
    groups = match.groupdict()
    # 'Should you have a fever, …' is 'if you have a fever'
    said = f"if {groups['had']}" if groups.get("had") else groups["rest"] or groups["object"]
    yield from excluded(said, clause, "contraindications", reason.id)


def _is_welcome(text: str) -> bool:
    """Whether a sentence names what does not stand against it, save what it excepts."""
    text = text.split(": ")[0].strip(" .")  # 'Heart failure: smaller volume, and ask the registrar'
    unless = rule("phrases.unless").search(text)
    return rule("reasons.welcome").search(text[: unless.start()] if unless else text) is not None


def limitations(place: Place) -> Iterator[Draft]:
    """What a policy limits: only sentences that say for whom the procedure is not."""
    for clause in place.clauses:
        yield from contraindications(clause, "contraindications")


def _names_whom(text: str) -> bool:
    """Whether a sentence is a phrase ('Patients who cannot lie still') or a case, no story."""
    if rule("phrases.case").match(text):
        return "," not in text
    if rules_named("reasons.subject", "reasons.about").first_match(text):
        return False  # 'Gout stands in the way'
    bare = rule("lists.relatives").sub("", text)
    return bool(rule("lists.who").match(text)) or not rule("care.verb").search(bare)


def experience(place: Place) -> Iterator[Draft]:
    """What the patient feels or is told to expect: the clause itself, shortened to its phrase."""
    relation = Relation.HAS_PATIENT_EXPERIENCE
    listed = place.item.kind != "sentence"
    for clause in place.clauses:
        told = not listed or rule("lists.verb").search(clause.text)
        reading = read(clause.text, relation, "experience")
        says = clause.text.replace(reading.condition or "\n", "")
        if told and not rule("lists.sensation").search(says):
            continue  # nor if only its condition tells of pain
        if told and rule("rejections.staff-act").match(clause.text):
            continue  # 'The nurse will give you an injection to make you drowsy'
        core = rule("lists.when-felt").sub("", reading.core).strip(" ,")
        texts = [text for text in expand(core) if is_phrase(text)] if len(core.split()) <= 8 else []
        if not texts:
            texts = [clause.text.strip(" .")]
        yield from drafts_of(texts, relation, clause, reading, "experience", place.rule_id)
