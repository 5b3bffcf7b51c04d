"""What travels through the house: documents, their parts, and the facts read from them.

Everything here is frozen, so that a value can be shared between stages, hashed and sent to another
process. Offsets are Unicode code points, half-open, into `Document.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

__all__ = [
    "OTHER_PROCEDURE",
    "SECOND_PROCEDURE",
    "CodeSystem",
    "Concept",
    "Document",
    "Duration",
    "Evidence",
    "Extraction",
    "Fact",
    "Frequency",
    "Item",
    "ItemKind",
    "Polarity",
    "Procedure",
    "Rate",
    "Relation",
    "Section",
    "Step",
    "Unread",
    "object_json",
]

CodeSystem = Literal["CPT4", "HCPCS", "ICD10PCS"]
Frequency = Literal["common", "uncommon", "rare"]
Polarity = Literal["affirmed", "negated"]
ItemKind = Literal["bullet", "step", "sentence", "label", "row"]


class Relation(StrEnum):
    """The relations of a fact; each is the local name of a property of the ontology."""

    TREATS = "treats"
    DIAGNOSES = "diagnoses"
    PREVENTS = "prevents"
    SCREENS = "screens"
    REQUIRES_PERSONNEL = "requiresPersonnel"
    HAS_ALTERNATIVE = "hasAlternative"
    HAS_COMPLICATION = "hasComplication"
    HAS_BENEFIT = "hasBenefit"
    CONTRAINDICATED_BY = "contraindicatedBy"
    PERFORMED_IN = "performedIn"
    HAS_ANATOMICAL_SITE = "hasAnatomicalSite"
    USES_IMAGING = "usesImaging"
    USES_ANESTHESIA = "usesAnesthesia"
    USES_EQUIPMENT = "usesEquipment"
    USES_SUBSTANCE = "usesSubstance"
    REQUIRES_PREPARATION = "requiresPreparation"
    HAS_RECOVERY = "hasRecovery"
    HAS_ELIGIBILITY_CRITERION = "hasEligibilityCriterion"
    HAS_PATIENT_EXPERIENCE = "hasPatientExperience"
    HAS_DURATION = "hasDuration"
    HAS_STEP = "hasStep"
    ADD_ON_TO = "addOnTo"

    # Enum's own is a Python function, and relations are part of many keys.
    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class Document:
    """One procedure description as text.

    `id` is the file's name, or the row's id in a table. `source` says where it came from (a path, a
    URL or ``-``), `line` the row's line in a table (1 for a file of its own).
    """

    id: str
    text: str
    source: str
    line: int = 1
    code: str | None = None
    code_system: CodeSystem | None = None
    url: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet, a step, a sentence, a label or a table row, with what it belongs to.

    `label` is the parent that gives it context ('For the mother', 'Fasting'); `order` is the number
    of a step, counted from 1; `depth` the level of indentation.
    """

    kind: ItemKind
    start: int
    end: int
    label: str | None = None
    order: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it. `key` is None for a heading that no rule knows."""

    key: str | None
    heading: str
    start: int
    end: int
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """What a mention was linked to.

    `iri` is a vocabulary concept's, or our own, made from the normalised phrase. `how` says which
    step found it: ``curated``, ``exact``, ``inflected``, ``synonym``, ``broader`` (a modifier was
    dropped; then `broader` is the concept that was found) or ``phrase`` (no concept). `matches` are
    CURIEs of outside terms, sorted. `coined`: the IRI was made from the phrase, so no vocabulary of
    ours describes it; `broader_label` is there where none describes `broader` either.
    """

    iri: str
    label: str
    text: str
    matches: tuple[str, ...] = ()
    how: str = "phrase"
    broader: str | None = None
    coined: bool = False
    broader_label: str | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """Minutes; None where the text leaves that end open."""

    min_minutes: int | None
    max_minutes: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the procedure, `order` counted from 1."""

    order: int
    text: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """A proportion from 0 to 1; None where the text leaves that end open."""

    min: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands: `text[start:end] == quote`; `line` is counted from 1."""

    start: int
    end: int
    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """The procedure that a document describes.

    `names` are its other names as the document gives them, `titles` the descriptor lines above
    them; `technique` (open, laparoscopic …) is what the titles say of the way it is done; `series`
    tells the first of a series from each additional one; `add_on` says that it is only done
    together with a primary procedure; `concepts` are the vocabulary concepts that a name denotes,
    the narrowest ones; `head_concepts` all of a name without its place in the series.
    """

    iri: str
    label: str
    names: tuple[str, ...] = ()
    code: str | None = None
    code_system: CodeSystem | None = None
    add_on: bool = False
    concepts: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    technique: tuple[str, ...] = ()
    series: Literal["first", "additional"] | None = None
    head_concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a document about its procedure, with the words that it comes from."""

    document: str
    procedure: Procedure
    relation: Relation
    object: Concept | Duration | Step
    evidence: tuple[Evidence, ...]
    section: str
    rule: str
    polarity: Polarity = "affirmed"
    condition: str | None = None
    group: int | None = None
    frequency: Frequency | None = None
    rate: Rate | None = None

    def to_json(self) -> dict[str, Any]:
        """The fact as `procgraph extract --format jsonl` prints it."""
        record: dict[str, Any] = {
            "document": self.document,
            "procedure": {
                "id": self.procedure.iri,
                "label": self.procedure.label,
                "codeSystem": self.procedure.code_system,
                "code": self.procedure.code,
                "addOn": self.procedure.add_on,
            },
            "relation": self.relation.value,
            "object": object_json(self.object),
            "polarity": self.polarity,
            "condition": self.condition,
            "group": self.group,
            "frequency": self.frequency,
            "evidence": [
                {"start": e.start, "end": e.end, "line": e.line, "quote": e.quote}
                for e in self.evidence
            ],
            "section": self.section,
            "rule": self.rule,
        }
        if self.rate is not None:
            record["rate"] = {"min": self.rate.min, "max": self.rate.max}
        return record


SECOND_PROCEDURE = "second procedure"
OTHER_PROCEDURE = "other procedure"


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence that gave no fact, and why: ``boilerplate``, ``narrative``, ``other procedure``
    (what the page compares its own with), ``unknown heading``, ``second procedure`` (which is
    described where its own ends) or ``not understood``."""

    start: int
    end: int
    section: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document."""

    document: Document
    procedure: Procedure
    facts: tuple[Fact, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def second_procedure(self) -> int | None:
        """The line of the first sentence about another procedure, which was not read."""
        found = (unread.start for unread in self.unread if unread.reason == SECOND_PROCEDURE)
        start = next(found, None)
        return None if start is None else self.document.text.count("\n", 0, start) + 1


def object_json(value: Concept | Duration | Step) -> dict[str, Any]:
    """The object of a fact as `Fact.to_json` has it."""
    match value:
        case Duration():
            return {
                "minMinutes": value.min_minutes,
                "maxMinutes": value.max_minutes,
                "text": value.text,
            }
        case Step():
            return {"order": value.order, "label": value.label or value.text, "text": value.text}
        case Concept():
            record: dict[str, Any] = {
                "id": value.iri,
                "label": value.label,
                "text": value.text,
                "matches": list(value.matches),
            }
            if value.broader:
                record["broader"] = value.broader
            return record
