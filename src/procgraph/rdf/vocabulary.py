"""The terms of the ontology as the code uses them: the only place where they are named.

A test holds this module and ontology/procgraph.ttl together: each term here is declared there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from procgraph.model import Relation
from procgraph.rdf import iris

__all__ = [
    "CHOICE_CLASS",
    "CONDITIONAL_RELATION",
    "DOCUMENT_CLASS",
    "PREFIXES",
    "PROCEDURE_CLASS",
    "RELATION_OF_PROPERTY",
    "SLOT_CLASS",
    "STATEMENT_CLASS",
    "STEP_CLASS",
    "pg",
    "relation_iri",
]


def pg(name: str) -> str:
    """The IRI of the ontology's term with this local name."""
    return iris.ONTOLOGY + name


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dcterms": DCTERMS,
        "oa": OA,
        "pg": iris.ONTOLOGY,
        "pgc": iris.CONCEPT,
        "pgi": iris.ID,
        "pgs": iris.SCHEME,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "skos": SKOS,
        "xsd": XSD,
    }
)
"""The prefixes of every Turtle file, export and question of the project."""

DOCUMENT_CLASS = pg("Document")
PROCEDURE_CLASS = pg("Procedure")
STATEMENT_CLASS = pg("Statement")
CHOICE_CLASS = pg("Choice")
STEP_CLASS = pg("Step")

DESCRIBES = pg("describes")
CONTENT_HASH = pg("contentHash")
CODE = pg("code")
CODE_SYSTEM = pg("codeSystem")
ADD_ON = pg("addOn")
TECHNIQUE = pg("technique")
DENOTES = pg("denotes")
POLARITY = pg("polarity")
CONDITION = pg("condition")
FREQUENCY = pg("frequency")
CHOICE_GROUP = pg("choiceGroup")
MIN_RATE = pg("minRate")
MAX_RATE = pg("maxRate")
MIN_MINUTES = pg("minMinutes")
MAX_MINUTES = pg("maxMinutes")
MIN_DURATION = pg("minDuration")
MAX_DURATION = pg("maxDuration")
HAS_DURATION = pg("hasDuration")
ORDER = pg("order")

RDF_TYPE = RDF + "type"
RDF_SUBJECT = RDF + "subject"
RDF_PREDICATE = RDF + "predicate"
RDF_OBJECT = RDF + "object"
RDFS_LABEL = RDFS + "label"
SKOS_ALT_LABEL = SKOS + "altLabel"
SKOS_BROAD_MATCH = SKOS + "broadMatch"
SKOS_CONCEPT = SKOS + "Concept"
SKOS_EXACT_MATCH = SKOS + "exactMatch"
DCTERMS_IDENTIFIER = DCTERMS + "identifier"
DCTERMS_SOURCE = DCTERMS + "source"
DCTERMS_TITLE = DCTERMS + "title"
PROV_DERIVED = PROV + "wasDerivedFrom"
OA_EXACT = OA + "exact"

XSD_BOOLEAN = XSD + "boolean"
XSD_DECIMAL = XSD + "decimal"
XSD_DURATION = XSD + "duration"
XSD_INTEGER = XSD + "integer"

SLOT_CLASS: Mapping[Relation, str] = MappingProxyType(
    {
        Relation.TREATS: pg("Condition"),
        Relation.DIAGNOSES: pg("Condition"),
        Relation.PREVENTS: pg("Condition"),
        Relation.SCREENS: pg("Condition"),
        Relation.REQUIRES_PERSONNEL: pg("PersonnelRole"),
        Relation.HAS_ALTERNATIVE: pg("Therapy"),
        Relation.HAS_COMPLICATION: pg("Condition"),
        Relation.HAS_BENEFIT: pg("Benefit"),
        Relation.CONTRAINDICATED_BY: pg("Condition"),
        Relation.PERFORMED_IN: pg("CareSetting"),
        Relation.HAS_ANATOMICAL_SITE: pg("AnatomicalSite"),
        Relation.USES_IMAGING: pg("ImagingModality"),
        Relation.USES_ANESTHESIA: pg("Anesthesia"),
        Relation.USES_EQUIPMENT: pg("Equipment"),
        Relation.USES_SUBSTANCE: pg("Substance"),
        Relation.REQUIRES_PREPARATION: pg("Instruction"),
        Relation.HAS_RECOVERY: pg("Instruction"),
        Relation.HAS_ELIGIBILITY_CRITERION: pg("Criterion"),
        Relation.HAS_PATIENT_EXPERIENCE: pg("Experience"),
        Relation.ADD_ON_TO: PROCEDURE_CLASS,
    }
)
"""What a phrase without a vocabulary concept is an instance of, by the relation it stands in."""

CONDITIONAL_RELATION: Mapping[Relation, str] = MappingProxyType(
    {
        Relation.REQUIRES_PERSONNEL: pg("mayRequirePersonnel"),
        Relation.USES_ANESTHESIA: pg("mayUseAnesthesia"),
    }
)
"""The property that stands for a relation which holds only on a condition or as one of a choice."""


def relation_iri(relation: Relation) -> str:
    """The property of a relation that always holds."""
    return pg(relation.value)


RELATION_OF_PROPERTY: Mapping[str, Relation] = MappingProxyType(
    {relation_iri(relation): relation for relation in Relation}
    | {iri: relation for relation, iri in CONDITIONAL_RELATION.items()}
)
"""The relation of a fact, from the property that its edge or its statement uses."""
