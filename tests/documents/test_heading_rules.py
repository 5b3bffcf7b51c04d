"""Every example of the alias tables, and what the tables must not do."""

from __future__ import annotations

import re

import pytest

from procgraph.documents.columns import columns
from procgraph.documents.cues import cue, meaning_of, topic_of
from procgraph.documents.denials import denial
from procgraph.documents.headings import caption_key, heading_key, line_key, worded_key
from procgraph.documents.labels import label_for
from procgraph.documents.wording import load_rules, normalise_heading

HEADINGS = load_rules("headings.toml")["heading"]
LABELS = load_rules("labels.toml")["label"]
DENIALS = load_rules("denials.toml")["denial"]
CUES = load_rules("cues.toml")["cue"]
COLUMNS = load_rules("columns.toml")["column"]
QUESTIONS = [rule for rule in HEADINGS if "questions" in rule]


def cases(rules: list[dict[str, object]], name: str) -> list[tuple[str, str]]:
    """The key of each rule with each of its texts of that name."""
    found = [
        (rule["key"], text)
        for rule in rules
        for text in rule.get(name, ())  # type: ignore[attr-defined]
    ]
    assert found
    return found  # type: ignore[return-value]


# One test for all texts of a kind: two thousand tests cost far more than what they do.


def test_an_alias_opens_its_section() -> None:
    for key, alias in cases(HEADINGS, "aliases"):
        assert heading_key(alias) == key, alias
        assert heading_key(alias.upper() + ":") == key, alias


def test_a_question_opens_its_section() -> None:
    for key, question in cases(HEADINGS, "examples"):
        assert heading_key(question) == key, question


def test_a_question_of_another_section_does_not() -> None:
    for key, question in cases(HEADINGS, "counter_examples"):
        assert heading_key(question) != key, question


@pytest.mark.parametrize("rule", QUESTIONS, ids=lambda rule: rule["key"])
def test_a_rule_with_questions_has_examples_and_counter_examples(rule: dict[str, object]) -> None:
    assert rule.get("examples")
    assert rule.get("counter_examples")


def test_a_phrase_on_a_line_of_its_own_opens_its_section() -> None:
    for key, phrase in cases(HEADINGS, "phrase_examples"):
        assert line_key(phrase) == key, phrase
        assert line_key(f"{phrase}.") == heading_key(phrase), phrase


def test_a_line_that_only_begins_like_a_phrase_does_not() -> None:
    for key, line in cases(HEADINGS, "phrase_counter_examples"):
        assert line_key(line) != key, line


@pytest.mark.parametrize("rule", [r for r in HEADINGS if "phrases" in r], ids=lambda r: r["key"])
def test_a_rule_with_phrases_has_examples_and_counter_examples(rule: dict[str, object]) -> None:
    assert rule.get("phrase_examples")
    assert rule.get("phrase_counter_examples")


def test_a_line_of_words_of_a_heading_opens_its_section() -> None:
    for key, line in cases(HEADINGS, "worded_examples"):
        assert line_key(line) == key, line
        assert line_key(f"{line}:") == key, line
        assert worded_key(line) == key, line


def test_a_line_with_words_of_none_or_of_two_sections_does_not() -> None:
    for key, line in cases(HEADINGS, "worded_counter_examples"):
        assert worded_key(line) != key, line


@pytest.mark.parametrize("rule", [r for r in HEADINGS if "heads" in r], ids=lambda r: r["key"])
def test_a_rule_with_heads_has_examples_and_counter_examples(rule: dict[str, object]) -> None:
    assert rule.get("worded_examples")
    assert rule.get("worded_counter_examples")


def test_a_key_and_an_alias_stand_once() -> None:
    keys = [rule["key"] for rule in HEADINGS]
    assert len(keys) == len(set(keys))
    owners: dict[str, str] = {}
    for rule in HEADINGS:
        for alias in rule["aliases"]:
            assert owners.setdefault(normalise_heading(alias), rule["key"]) == rule["key"], alias


@pytest.mark.parametrize(
    "rule", LABELS, ids=lambda r: r.get("key") or r.get("frequency", "no section")
)
def test_a_label_is_known_in_its_sections_only(rule: dict[str, object]) -> None:
    inside: list[str] = rule["in"]  # type: ignore[assignment]
    for alias in rule["aliases"]:  # type: ignore[attr-defined]
        for section in inside:
            label = label_for(f"{alias}:".title(), section)
            assert label is not None
        assert label_for(alias, "no such section") is None


def test_a_lead_in_denies_as_its_rule_says() -> None:
    for rule in DENIALS:
        section = rule.get("in", ["recovery"])[0]
        for text in rule["examples"]:
            found = denial(text, section)
            assert found is not None, text
            assert found.kind == rule["kind"], text
        for text in rule["counter_examples"]:
            found = denial(text, section)
            assert found is None or found.kind != rule["kind"], text


def cue_cases(name: str) -> list[tuple[dict[str, object], str]]:
    found = [(rule, text) for rule in CUES for text in rule[name]]
    assert found
    return found


def told(rule: dict[str, object], text: str) -> bool:
    """Whether a line before a list, a sentence or a paragraph is told to be what the rule says."""
    section = rule.get("in", ["unknown"])[0]  # type: ignore[index]
    meaning = meaning_of(text, section)
    found = cue(text, section)
    labels = (meaning, found and found.label, topic_of(text, section))
    means = {(label.key, label.relation) for label in labels if label}
    return (rule.get("key"), rule.get("relation")) in means


def test_a_cue_says_what_follows_it() -> None:
    for rule, text in cue_cases("examples"):
        assert told(rule, text), text


def test_words_that_only_look_like_a_cue_say_nothing() -> None:
    for rule, text in cue_cases("counter_examples"):
        assert not told(rule, text), text


def test_the_words_of_a_cue_mean_the_same_as_a_label() -> None:
    for rule, text in cue_cases("examples"):
        section = rule.get("in", ["unknown"])[0]  # type: ignore[index]
        found = cue(text, section)
        if found:
            meaning = meaning_of(found.lead, section)
            assert meaning, text
            assert meaning.key == found.label.key, text


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("Common risks", "common"),
        ("Very common (more than 1 in 10)", "common"),
        ("Less common side effects", "uncommon"),
        ("Occasional (between 1 in 10 and 1 in 50)", "uncommon"),
        ("Very uncommon", "rare"),
        ("Rare but serious complications", "rare"),
        ("Serious or frequently occurring risks", None),
        ("Specific complications", None),
    ],
)
def test_a_line_says_how_often_what_stands_below_it(text: str, frequency: str | None) -> None:
    meaning = meaning_of(text, "complications")
    assert meaning
    assert meaning.frequency == frequency


def test_the_sections_of_labels_are_sections() -> None:
    keys = {rule["key"] for rule in HEADINGS}
    for rule in LABELS:
        assert set(rule["in"]) <= keys


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Risks & Complications", "complications"),
        ("THE RISKS AND COMPLICATIONS:", "complications"),
        ("Medical Condition(s) Addressed", None),
        ("Why it’s done", "purpose"),
        ("Why it isn’t done", None),
        ("Staffing and site of service", "staff-and-setting"),
        ("Where / Who", "staff-and-setting"),
        ("Staff and imaging", None),
        ("Benefits can be realized within days.", None),
        ("Cost and Insurance", None),
        ("", None),
    ],
)
def test_headings_are_compared_loosely_but_whole(text: str, key: str | None) -> None:
    assert heading_key(text) == key


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("Who will carry out the test?", "personnel"),
        ("Who is in the room with me?", "personnel"),
        ("How long will it take?", "duration"),
        ("How long will I be in hospital?", None),
        ("Where does it happen?", "setting"),
        ("Why would my doctor suggest this?", "indications"),
        ("What are the possible side effects?", "complications"),
        ("Can anything go wrong?", "complications"),
        ("What are my other options?", "alternatives"),
        ("How do I get ready for it?", "preparation"),
        ("What happens during the scan?", "steps"),
        ("What will happen after the scan?", "recovery"),
        ("Will it be painful?", "experience"),
        ("Will I be put to sleep?", "anesthesia"),
        ("Who cannot have this test?", "contraindications"),
        ("What good does it do?", "benefits"),
        ("What is a nerve block?", "summary"),
        ("How much does it cost?", None),
    ],
)
def test_questions_of_leaflets(question: str, key: str | None) -> None:
    if key is None:
        assert heading_key(question) in (None, "recovery")
    else:
        assert heading_key(question) == key


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        pytest.param(guess.get("key"), text, id=f"{guess.get('key')}: {text}")
        for guess in load_rules("headings.toml")["guess"]
        for text in guess["examples"]
    ],
)
def test_a_heading_of_no_table_is_told_by_a_word(key: str | None, heading: str) -> None:
    assert caption_key(heading) == key


def test_a_heading_without_a_telling_word_stays_unknown() -> None:
    assert caption_key("Our hospital") is None


def column_cases(name: str) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.get('key') or rule['kind']}: {text}")
        for rule in COLUMNS
        for text in rule[name]
    ]


def kind_of(rule: dict[str, object], header: str) -> str | None:
    section = rule.get("in", ["complications"])[0]  # type: ignore[index]
    return columns([header], section).kinds[0]


@pytest.mark.parametrize(("rule", "header"), column_cases("examples"))
def test_a_header_says_what_its_column_holds(rule: dict[str, object], header: str) -> None:
    assert kind_of(rule, header) == (rule.get("key") or rule["kind"])


@pytest.mark.parametrize(("rule", "header"), column_cases("counter_examples"))
def test_a_header_that_only_looks_like_it_does_not(rule: dict[str, object], header: str) -> None:
    assert kind_of(rule, header) != (rule.get("key") or rule["kind"])


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (["Seen", "How often"], "complications"),
        (["Condition", "Options"], "alternatives"),
        (["Condition", "Aim"], "indications"),
        (["Price", "Code"], None),
    ],
)
def test_a_header_tells_the_section_of_its_table(header: list[str], key: str | None) -> None:
    assert columns(header, None).key == key


@pytest.mark.parametrize("name", ["examples", "counter_examples"])
def test_a_header_heads_a_list(name: str) -> None:
    for rule in load_rules("columns.toml")["list"]:
        pattern = re.compile(rule["pattern"].replace("\n", ""))
        for header in rule[name]:
            is_list = pattern.fullmatch(normalise_heading(header)) is not None
            assert is_list == (name == "examples"), header


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Complications (our data, n=412)", "complications"),
        ("Indications (tick one)", "indications"),
        ("Staff [weekdays]:", "personnel"),
        ("Aftercare (ward)", "recovery"),
        ("Pre-op checklist (ward)", "preparation"),
        ("Recovery (2 weeks)", None),
        ("Common risks (1 in 10)", None),
        ("Risks (none known)", None),
        ("Complications (of gout)", None),
        ("Sedation (midazolam)", None),
    ],
)
def test_what_stands_in_a_bracket_behind_a_heading(heading: str, key: str | None) -> None:
    assert heading_key(heading) == key
