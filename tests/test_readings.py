"""What single lines say, each written for a rule that is needed to read it.

``tests/readings/<rules>.toml`` has an entry for each line: `section` is the heading above it,
`text` the line itself (or several), `title` the procedure's name where it matters. `facts` are what
it states, as ``relation: label`` with ``| not``, ``| if …`` (the condition), ``| rare`` (the
frequency), ``| rate 0.01..0.02`` and ``| one of N`` behind it: of each relation that is named, all
that are stated. `none` are relations of which it states none, `mentions` words that a fact keeps of
the text, `unread` the reasons for sentences without a fact, `procedure` what is known of the
procedure itself. An entry with a `phrase` is about words: its `normal` form; or, in a `relation`,
the label of its concept (`linked`) or of the wider one (`broader`); or the `found` labels of
imaging.

``tests/remove_each_rule.py`` takes each rule out and sees whether a line is then read otherwise.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from procgraph.extraction import extract
from procgraph.model import Document, Duration, Extraction, Fact, Relation, Step
from procgraph.terminology import Lexicon, normalise

TESTS = Path(__file__).parent
Entry = dict[str, Any]


def files() -> list[Path]:
    """The files of entries."""
    return sorted((TESTS / "readings").glob("*.toml"))


def entries_of(file: Path) -> list[Entry]:
    """The entries of a file."""
    found: list[Entry] = tomllib.loads(file.read_text("utf-8"))["reading"]
    return found


def readings() -> list[tuple[str, Entry]]:
    """The name of each file, and each of its entries."""
    return [(file.stem, entry) for file in files() for entry in entries_of(file)]


@cache
def lexicon() -> Lexicon:
    return Lexicon.load(packages=False)


def told(entry: Entry) -> str:
    """What an entry is about."""
    return str(entry.get("phrase") or entry["text"])


def read(entry: Entry) -> Extraction:
    """What the document of an entry says."""
    title = entry.get("title", "Zz")
    above = f"Name of the Procedure:\n{title}\n" if title else ""
    below = f"{entry['section']}\n{entry['text']}\n" if "section" in entry else entry["text"]
    return extract(Document("a.txt", f"{above}{below}", "a.txt"), lexicon())


def said(entry: Entry) -> Entry:
    """What an entry's document says, in the form of an entry."""
    extraction = read(entry)
    procedure = extraction.procedure
    found: Entry = {
        "facts": [shown(fact) for fact in extraction.facts],
        "mentions": [getattr(fact.object, "text", "") for fact in extraction.facts],
        "unread": [unread.reason for unread in extraction.unread],
        "procedure": {
            "label": procedure.label,
            "names": list(procedure.names),
            "code": procedure.code,
            "codeSystem": procedure.code_system,
            "addOn": procedure.add_on,
            "concepts": [iri.rpartition("/")[2] for iri in procedure.concepts],
            "titles": list(procedure.titles),
            "technique": list(procedure.technique),
            "series": procedure.series,
        },
    }
    return found


def differences(entry: Entry) -> list[str]:
    """Where an entry is not what its document says."""
    if "phrase" in entry:
        return _of_words(entry)
    found = said(entry)
    facts = entry.get("facts", [])
    relations = {fact.partition(":")[0] for fact in facts} | set(entry.get("none", ()))
    actual = [fact for fact in found["facts"] if fact.partition(":")[0] in relations]
    wrong = [] if actual == facts else [f"facts: {actual}, not {facts}"]
    if not set(entry.get("mentions", ())) <= set(found["mentions"]):
        wrong.append(f"mentions: {found['mentions']}, not {entry['mentions']}")
    if "unread" in entry and found["unread"] != entry["unread"]:
        wrong.append(f"unread: {found['unread']}, not {entry['unread']}")
    about = found["procedure"]
    return wrong + [
        f"{key}: {about[key]}, not {value}"
        for key, value in entry.get("procedure", {}).items()
        if about[key] != value
    ]


def _of_words(entry: Entry) -> list[str]:
    phrase = entry["phrase"]
    if "normal" in entry:
        actual, wanted = normalise(phrase), entry["normal"]
    elif "found" in entry:
        actual = [phrase[h.start : h.end] for h in lexicon().find(phrase, ("imaging",))]
        wanted = entry["found"]
    else:
        concept = lexicon().link(phrase, Relation(entry["relation"]))
        broader = lexicon().concept(concept.broader) if concept.broader else None
        known = lexicon().concept(concept.iri)
        actual = {"linked": known and known.label, "broader": broader and broader.label}
        wanted = {"linked": entry.get("linked"), "broader": entry.get("broader")}
    return [] if actual == wanted else [f"{phrase!r}: {actual}, not {wanted}"]


def shown(fact: Fact) -> str:
    value = fact.object
    match value:
        case Duration():
            what = f"{value.min_minutes}..{value.max_minutes}"
        case Step():
            what = f"{value.order}. {value.label + ': ' if value.label else ''}{value.text}"
        case _:
            what = value.label
    parts = [f"{fact.relation.value}: {what}"]
    if fact.polarity == "negated":
        parts.append("not")
    if fact.condition:
        parts.append(f"if {fact.condition}")
    if fact.frequency:
        parts.append(fact.frequency)
    if fact.rate:
        parts.append(f"rate {fact.rate.min}..{fact.rate.max}")
    if fact.group is not None:
        parts.append(f"one of {fact.group}")
    return " | ".join(parts)


# A test for each file: one for each of three thousand lines costs more than to read them.
@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_readings(file: Path) -> None:
    found = [(told(entry), differences(entry)) for entry in entries_of(file)]
    assert [(text, wrong) for text, wrong in found if wrong] == []


def test_each_rule_is_needed_by_a_case_or_a_reading() -> None:
    script = TESTS / "remove_each_rule.py"
    found = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
