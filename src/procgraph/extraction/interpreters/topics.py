"""Instructions with a topic before a colon: 'Blood tests: TSH and calcium', 'Fever: call us'.

What stands behind the colon is what is asked for, where it asks for something; a topic that a
table of labels knows is the label of its item, and no topic here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.coordination import expand, parts
from procgraph.extraction.drafts import Draft, is_phrase
from procgraph.extraction.readings import read
from procgraph.extraction.rules import rule
from procgraph.extraction.trimming import cut_tail, without_brackets
from procgraph.model import Relation

__all__ = ["below_topic", "fasting_draft", "is_told_of_test"]

Asked = Callable[[str, Clause, Relation, str], Iterator[Draft]]


def fasting_draft(says: str, clause: Clause, rule_id: str) -> Draft:
    """The fast that a label or a topic is about, as it says: 'Food: no restrictions' denies it."""
    denied = rule("anesthetics.none").match(says) or rule("care.unrestricted").match(says)
    relation = Relation.REQUIRES_PREPARATION
    return Draft(
        relation, "fasting", clause.start, clause.end, "preparation", rule_id,
        polarity="negated" if denied else "affirmed",
        condition=read(says, relation, "preparation").condition,
    )  # fmt: skip


def below_topic(
    clause: Clause, relation: Relation, name: str, asked: Asked, label: str = ""
) -> Iterator[Draft]:
    """What is asked for behind a topic; nothing where there is none, or nothing is told behind it.

    `asked` reads a part of the clause as an instruction; `label` is that of the clause's item.
    """
    match = rule("care.topic").match(clause.text)
    if match is None:
        if relation is Relation.HAS_RECOVERY and rule("care.says-when").match(clause.text):
            yield from _again(label, clause.text.strip(" ."), clause, relation, name)
        elif label and rule("care.done-to").match(clause.text):
            # Below 'Medication:', 'taken as usual'
            yield from asked(f"{label} is {clause.text}", clause, relation, name)
        return
    topic, says = match["topic"], match["says"].strip(" .")
    if rule("care.saying").match(topic):
        yield from asked(says, clause, relation, name)  # 'Let pain be your guide: stop at once'
        return
    if rule("care.remedy-of-causes").match(topic):
        yield _draft(topic, clause, relation, name, "care.remedy-of-causes")
        return
    if is_told_of_test(topic, says):
        yield _draft(topic, clause, relation, name, "care.told-of-test")
        return
    about = topic[:1].lower() + topic[1:]
    # A backslash in a document is no group of the pattern.
    says = rule("care.pronoun").sub("the " + about.replace("\\", r"\\"), says)
    why = rule("care.call-why").match(says) if rule("care.call-topic").match(topic) else None
    order = rule("care.bare-order").match(says)
    if why:
        yield _draft(f"reporting of {why['why']}", clause, relation, name, "care.call-why")
    elif order:
        # 'Metformin: hold on the day'
        end = order.end("verb")
        yield from asked(f"{order['verb']} {topic}{says[end:]}", clause, relation, name)
    elif rule("care.call-for").match(says):
        what = topic if topic[1:2].isupper() else about
        yield _draft(f"reporting of {what}", clause, relation, name, "care.call-for")
    elif relation is Relation.REQUIRES_PREPARATION and rule("care.fasting-label").search(topic):
        if rule("care.unrestricted").match(says):
            yield fasting_draft(says, clause, "care.unrestricted")
    elif rule("care.call-topic").match(topic):
        yield _draft(f"reporting of {says}", clause, relation, name, "care.call-topic")
    elif rule("care.says-when").match(says):
        if relation is Relation.HAS_RECOVERY:
            yield from _again(topic, says, clause, relation, name)
    elif rule("care.done-to").match(says):
        yield from asked(f"{topic} is {says}", clause, relation, name)
    elif rule("care.is-taken").match(says) and rule("care.tests-topic").search(topic):
        yield _draft(topic, clause, relation, name, "care.is-taken")
    elif rule("care.verb").search(rule("care.subordinate").split(says)[0]):
        yield from asked(says, clause, relation, name)
    elif rule("care.tests-topic").search(topic):
        yield from _tests(topic, says, clause, relation, name)
    else:
        yield from _listed(topic, says, clause, relation, name, asked)


def is_told_of_test(named: str, says: str) -> bool:
    """Whether a text only tells what a test that is named before it is like or shows."""
    is_test = rule("care.test-by-name").search(named.strip(" :")) is not None
    return is_test and rule("care.told-of-test").match(says) is not None


def _again(what: str, says: str, clause: Clause, relation: Relation, name: str) -> Iterator[Draft]:
    """What is taken up again, and when: 'Work: one to two weeks'."""
    if rule("care.activity").match(what) and is_phrase(f"{what} {says}"):
        yield _draft(f"{what.lower()} {says}", clause, relation, name, "care.activity")


def _tests(topic: str, says: str, clause: Clause, relation: Relation, name: str) -> Iterator[Draft]:
    """Each test of a list; what is measured in the blood is a test by that name."""
    reading = read(says, relation, name)
    is_of_blood = rule("care.of-blood").search(topic) is not None
    if is_of_blood:
        yield _draft(topic, clause, relation, name, "care.of-blood")
    texts = expand(without_brackets(reading.core))
    for text in texts:
        test = cut_tail(text, relation)
        if is_of_blood and not rule("care.names-test").search(test):
            test = f"{test} test"
        if is_phrase(test, 8):
            draft = _draft(test, clause, relation, name, "care.tests-topic")
            # 'TSH, calcium, and calcitonin if cancer is suspected'
            yield draft._replace(condition=reading.condition if text is texts[-1] else None)


def _listed(
    topic: str, says: str, clause: Clause, relation: Relation, name: str, asked: Asked
) -> Iterator[Draft]:
    """The members of a list, each with its own time and condition; the topic may be a condition,
    or an instruction of its own."""
    is_case = rule("care.case-topic").match(topic) is not None
    if not is_case and rule("care.imperative").match(topic):
        yield from asked(topic, clause, relation, name)
    for member in parts(says):
        for draft in asked(member, clause, relation, name):
            yield draft._replace(condition=draft.condition or topic) if is_case else draft


def _draft(text: str, clause: Clause, relation: Relation, name: str, rule_id: str) -> Draft:
    return Draft(relation, text, clause.start, clause.end, name, rule_id)
