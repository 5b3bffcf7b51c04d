"""Before and after: instructions of Preparation and Recovery as noun phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from procgraph.documents.denials import Denial, denial
from procgraph.documents.labels import label_for
from procgraph.extraction.clauses import EDGE, Clause
from procgraph.extraction.context import Place
from procgraph.extraction.coordination import expand
from procgraph.extraction.drafts import Draft, is_phrase
from procgraph.extraction.exclusions import excluded
from procgraph.extraction.interpreters.actions import worded
from procgraph.extraction.interpreters.demanded import demanded, needless
from procgraph.extraction.interpreters.orders import DENIES, asked, instructions, things_named
from procgraph.extraction.interpreters.topics import below_topic, fasting_draft, is_told_of_test
from procgraph.extraction.readings import read
from procgraph.extraction.rules import ids, rule, rules_named
from procgraph.extraction.trimming import negated_rest
from procgraph.model import Polarity, Relation
from procgraph.terminology import Lexicon

__all__ = ["names_fast", "preparation", "recovery"]

_LONGEST_MENTION = 9
# Rules of exclusions.toml that an instruction may fit.
_TOLD_AGAINST = "exclusions.tell-because"
_AGAINST = (
    *ids("exclusions", "if-not-done case-then-wait rebook-if put-off hold-back advised-against"),
    *ids("exclusions", "better-wait treatment-held comes-first"),
    _TOLD_AGAINST,
)
_ORDERS = {"stopped": "stop", "continued": "continue", "resumed": "resume"}
# What is denied, and demanded by that.
_DEMANDED = ("care.no-food", "care.not-taken", "care.given-up")
_SILENT = ids(
    "care",
    "says-nothing saying no-deed-named only-arranged to-be-expected then-postponed talked-over "
    "not-called-for letterhead said-to-patient seldom-so",
)
# 'If it hurts, or if it bleeds, call us': each of its cases is told.
_CASES = "actions.if-then-report"


def preparation(place: Place) -> Iterator[Draft]:
    """What is done or avoided before; 'No fasting is needed' is negated."""
    yield from _care(Relation.REQUIRES_PREPARATION, "preparation", place)


def recovery(place: Place) -> Iterator[Draft]:
    """What comes after: rest, restrictions, medicines, visits, what to report."""
    yield from _care(Relation.HAS_RECOVERY, "recovery", place)


def _care(relation: Relation, name: str, place: Place) -> Iterator[Draft]:
    label = place.item.label or ""
    fasting = names_fast(label) and label_for(label, name)
    said = partial(_said, lexicon=place.context.lexicon)
    for clause in things_named(_denied_by(label, place.clauses, name)):
        if rules_named("care.no-case", "care.phoned-for").first_match(clause.text):
            continue  # 'Results: call the office', 'Phone us for a slot' report nothing
        if is_told_of_test(label, clause.text):
            # 'CT angiography:' above what it shows is asked for itself
            yield Draft(relation, label, clause.start, clause.end, name, "care.told-of-test")
            continue
        against = list(_against(clause, name))
        yield from against
        if against and not any(draft.rule == _TOLD_AGAINST for draft in against):
            continue
        if drafts := list(below_topic(clause, relation, name, said, label)):
            yield from drafts
            continue
        for part, written in instructions(clause.text, name):
            drafts = list(_part(part, written, relation, name, clause, place.context.lexicon))
            if fasting and name == "preparation" and _is_of_meals(drafts, part):
                drafts = [fasting_draft(part, clause, "preparation.label")]
            yield from drafts


def names_fast(label: str) -> bool:
    """Whether a label is about eating and drinking."""
    return rule("care.fasting-label").search(label) is not None


def _denied_by(label: str, clauses: Iterable[Clause], name: str) -> Iterator[Clause]:
    """Clauses below 'Do not:' as what they mean: 'swim' is 'do not swim'."""
    denied = denial(label, name)
    for clause in clauses:
        if denied is None or rule("care.own-word").match(clause.text):
            yield clause
            continue
        is_order = rule("care.order").match(clause.text) is not None
        if (
            clause.item.kind == "sentence"
            and not is_order
            and rule("care.verb").search(rule("care.subordinate").split(clause.text)[0])
        ):
            yield clause  # 'Do not: swim. Paracetamol is fine.'
            continue
        if text := _with_denial(clause.text, denied, is_order, name):
            yield clause._replace(text=text)


def _with_denial(says: str, denied: Denial, is_order: bool, name: str) -> str | None:
    """An instruction as a sentence with what its lead-in says of it; None where none is left."""
    says = f"{says[:1].lower()}{says[1:]}"
    if denied.kind == "forbidden":
        before = f"{DENIES}{denied.verb}" if is_order or denied.verb else "avoid "
        return f"{denied.case}{before}{says}"
    if denied.kind in _ORDERS:
        return f"{denied.case}{_ORDERS[denied.kind]} {denied.verb}{says}"
    if denied.kind == "needless" and name == "preparation":
        to = "to " if is_order or denied.verb else ""
        return f"{denied.case}you do not need {to}{denied.verb}{says}"
    return None


def _against(clause: Clause, name: str) -> Iterator[Draft]:
    """For what it is put off: 'If an infection is found, the test is postponed'."""
    text = clause.text.strip(EDGE)
    found = rules_named(*_AGAINST).first_match(text) if name == "preparation" else None
    if found:
        yield from excluded(found[1]["rest"], clause, name, found[0].id)


def _is_of_meals(drafts: list[Draft], says: str) -> bool:
    """Whether what stands under a label of meals only says that these are limited, or not."""
    return not drafts or rule("care.unrestricted").match(says) is not None


def _said(
    text: str, clause: Clause, relation: Relation, name: str, *, lexicon: Lexicon
) -> Iterator[Draft]:
    """What a part of a clause asks for."""
    for part, written in instructions(text, name):
        yield from _part(part, written, relation, name, clause, lexicon)


def _part(
    text: str, written: str, relation: Relation, name: str, clause: Clause, lexicon: Lexicon
) -> Iterator[Draft]:
    whose = rules_named("care.only-who", "care.which-way").first_match(text)
    alone = whose[1] if whose else None
    might = rule("care.asked-of-some").match(text)
    text = asked(alone["rest"] if alone else text, name)
    if alone and text.startswith("need "):
        text = f"patients {text}"
    if rule("care.on-your-own").match(text):
        return
    condition = alone["condition"] if alone else read(text, relation, name).condition
    if condition and rule("care.case-in-front").match(condition) and text.startswith(condition):
        # 'With an injection alone, you may eat'
        text = asked(text[len(condition) :], name) or text
    those = rule("care.those").match(text) if condition is None else None
    if those:
        # 'Patients having sedation are fasted', 'Anyone with gout takes half a dose'
        does = (those["does"] or "").replace("has", "have").removesuffix("s")
        who = "" if does and does != "need" else "patients "
        condition, text = those["condition"], f"{who}{does} {text[those.end() :].strip()}"
        written = text = " ".join(text.split())
    denied = None
    unneeded = needless(text, relation, lexicon) if name == "preparation" else None
    if unneeded is not None:
        for phrase in unneeded:
            yield Draft(
                relation, phrase, clause.start, clause.end, name, "care.need-not-be",
                polarity="negated", condition=condition,
            )  # fmt: skip
        return
    if name == "preparation":
        # 'No fasting, unless sedation is planned' denies it, on a condition
        unconditioned = text.split(condition)[0].strip(EDGE) if condition else text
        denied = negated_rest(text) or negated_rest(unconditioned)
    if denied and _is_demanded(text, clause):
        denied = None  # 'No food for 8 hours' demands a fast, as 'no aspirin for a week' does
    polarity: Polarity = "affirmed"
    rule_id, found = f"{name}.list-item", None
    silent = rules_named(*_SILENT)
    if not denied and silent.first_match(text):
        return
    if denied:
        polarity, rule_id = "negated", denied[1]
        texts = [text for text in _denied(denied[0]) if not rule("anesthetics.kind").search(text)]
    else:
        texts, found = worded(text, relation, name)
        case = None if texts else rule("care.if-asked").match(text)
        if case:
            # 'If you have had sedation, you will need to stay for an hour'
            condition = case["condition"]
            written = _naming(text[case.end() :], condition)
            text = asked(written, name)
            texts, found = worded(text, relation, name)
        elif not texts and condition and clause.item.kind != "sentence":
            # 'If you have diabetes, a blood test'
            named = text[len(condition) :].lstrip(EDGE) if text.startswith(condition) else ""
            texts, found = worded(named, relation, name) if _is_bare(named) else ([], found)
        texts = demanded(texts, found, text, clause, name, lexicon)
        if found:
            rule_id = found.id
            if found.data.get("negated"):
                polarity = "negated"
            is_listed = any(", " in phrase for phrase in texts)
            goes_on = is_listed or " if " in text[len(condition or "") :]
            is_one_of_several = found.id == _CASES and goes_on
            if found.data.get("case_is_object") or is_one_of_several:
                condition = None  # 'Tell us if you take warfarin'
    # what comes after has its time: 'Wear the stocking for one week' says more than 'stocking'
    mention = None
    is_worded = found is not None and "gerund" in found.data
    if name == "recovery" and len(texts) == 1 and not is_worded:
        mention = _mention(written.replace(condition, "") if condition else written)
    for phrase in texts:
        own = None if phrase != texts[-1] and _is_of_last(condition, text) else condition
        if might and own is None and polarity == "affirmed":
            own = might["how"] or might["who"]  # 'You may need a scan' asks for none yet
        yield Draft(
            relation, phrase, clause.start, clause.end, name, rule_id,
            polarity=polarity, condition=own, mention=mention,
        )  # fmt: skip


def _is_demanded(text: str, clause: Clause) -> bool:
    """Whether what a part of a clause denies is to be left out by the patient: 'No perfume'."""
    if rule("care.denied-series").match(clause.text.strip()) is None:
        return rules_named(*_DEMANDED).first_match(text) is not None
    if rule("care.needless-series").search(clause.text) is None:
        return True  # 'No toys, no games'
    is_done_to_them = rule("care.shaved").search(text) is not None
    return not is_done_to_them and rules_named(*_DEMANDED).first_match(text) is not None


def _is_of_last(case: str | None, text: str) -> bool:
    """'A scan, and an ECG in patients over 60': for whom only the last of a list is."""
    if case and f" the latter {case}" in text:
        return True
    if case is None or not rule("conditions.trail-for-whom").match(f" {case}"):
        return False
    return rule("care.listed-before").search(text.split(case)[0]) is not None


def _is_bare(text: str) -> bool:
    """Whether a text only names something: no sentence, no order."""
    has_verb = rule("care.verb").search(text) or rule("lists.verb").search(text)
    return not (has_verb or rule("care.imperative").match(text))


def _naming(text: str, condition: str) -> str:
    """'If you take iron, stop taking it' stops iron."""
    taken = rule("care.case-taken").match(condition)
    named = rule("care.pronoun").search(text) if taken else None
    return f"{text[: named.start()]}{taken['np']}{text[named.end() :]}" if taken and named else text


def _mention(text: str) -> str | None:
    """An instruction as it is written, where it is short: its label may say less."""
    says = rule("care.permits").sub("", text.strip(EDGE))
    return says if len(says.split()) <= _LONGEST_MENTION else None


def _denied(rest: str) -> list[str]:
    rest = rule("care.denied-words").sub("", rest)
    if rule("care.to-fast").match(rest):
        return ["fasting"]
    rest = rule("care.after-denied").split(rest)[0]
    # 'no special preparation such as fasting' denies the fast
    examples = rule("care.examples").search(rest)
    rest = examples["members"] if examples else rest
    stopped = rule("care.to-stop").match(rest)
    if stopped:
        return [f"stopping of {text}" for text in expand(stopped["np"])]
    return [text for text in expand(rest.replace(" nor ", " or ")) if is_phrase(text, 6)]
