"""A small vocabulary with one of everything that linking tells apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from procgraph.rdf.iris import concept_iri
from procgraph.terminology import Lexicon, Term
from procgraph.terminology.outside import Outside
from procgraph.terminology.skos import terms_from_turtle
from procgraph.terminology.sources import Name, Source

TURTLE = """
@prefix pg:   <https://w3id.org/procgraph/ontology/> .
@prefix pgc:  <https://w3id.org/procgraph/concept/> .
@prefix pgs:  <https://w3id.org/procgraph/scheme/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix MESH: <http://id.nlm.nih.gov/mesh/> .
@prefix HP:   <http://purl.obolibrary.org/obo/HP_> .

pgs:conditions a skos:ConceptScheme ; skos:prefLabel "Conditions"@en .
pgc:pain a skos:Concept , pg:Condition ; skos:inScheme pgs:conditions ;
    skos:topConceptOf pgs:conditions ; skos:prefLabel "pain"@en .
pgc:neck-pain a skos:Concept , pg:Condition ; skos:inScheme pgs:conditions ;
    skos:prefLabel "neck pain"@en ; skos:altLabel "cervicalgia"@en , "stiff neck"@en ;
    skos:hiddenLabel "sore neck"@en ; skos:broader pgc:pain ;
    skos:exactMatch HP:0030833 , MESH:D019547 ,
        <http://purl.bioontology.org/ontology/ICD10CM/M54.2> ;
    skos:closeMatch MESH:D000001 .
pgc:chronic-neck-pain a skos:Concept , pg:Condition ; skos:inScheme pgs:conditions ;
    skos:prefLabel "chronic neck pain"@en ; skos:broader pgc:neck-pain .
pgc:numbness a skos:Concept , pg:Condition ; skos:inScheme pgs:conditions ;
    skos:prefLabel "numbness"@en .
pgc:myocardial-infarction a skos:Concept , pg:Condition ; skos:inScheme pgs:conditions ;
    skos:prefLabel "myocardial infarction"@en ; skos:altLabel "heart attack"@en , "MI"@en .
pgc:hip-fracture a skos:Concept , pg:Condition ; skos:inScheme pgs:conditions ;
    skos:prefLabel "hip fracture"@en ; skos:altLabel "broken bone of hip"@en .
pgc:crohns-disease a skos:Concept , pg:Condition ; skos:inScheme pgs:conditions ;
    skos:prefLabel "crohn's disease"@en .
pgc:menieres-disease a skos:Concept , pg:Condition ; skos:inScheme pgs:conditions ;
    skos:prefLabel "Ménière's disease"@en .
pgc:obriens-sign a skos:Concept , pg:Condition ; skos:inScheme pgs:conditions ;
    skos:prefLabel "o'brien's sign"@en .
pgc:edema a skos:Concept , pg:Condition ; skos:inScheme pgs:conditions ;
    skos:prefLabel "edema"@en .
pgc:house-cat a skos:Concept ; skos:inScheme pgs:conditions ; skos:prefLabel "house cat"@en .
pgc:cat-house a skos:Concept ; skos:inScheme pgs:conditions ; skos:prefLabel "cat house"@en .
pgc:physical-therapist a skos:Concept , pg:PersonnelRole ; skos:inScheme pgs:personnel ;
    skos:prefLabel "physical therapist"@en ; skos:altLabel "physiotherapist"@en .
pgc:registered-nurse a skos:Concept , pg:PersonnelRole ; skos:inScheme pgs:personnel ;
    skos:prefLabel "registered nurse"@en .
pgc:operating-room a skos:Concept , pg:CareSetting ; skos:inScheme pgs:settings ;
    skos:prefLabel "operating room"@en ; skos:altLabel "operating theatre"@en .
pgc:hospital-operating-room a skos:Concept , pg:CareSetting ; skos:inScheme pgs:settings ;
    skos:prefLabel "hospital operating room"@en ; skos:broader pgc:operating-room .
pgc:radiology-suite a skos:Concept , pg:CareSetting ; skos:inScheme pgs:settings ;
    skos:prefLabel "radiology suite"@en .
pgc:knee a skos:Concept , pg:AnatomicalSite ; skos:inScheme pgs:anatomy ;
    skos:prefLabel "knee"@en .
pgc:lumbar-spine a skos:Concept , pg:AnatomicalSite ; skos:inScheme pgs:anatomy ;
    skos:prefLabel "lumbar spine"@en ; skos:altLabel "lower back"@en .
pgc:rest a skos:Concept , pg:Instruction ; skos:inScheme pgs:recovery ;
    skos:prefLabel "rest"@en .
pgc:ct a skos:Concept , pg:ImagingModality ; skos:inScheme pgs:imaging ;
    skos:prefLabel "computed tomography"@en ; skos:altLabel "CT"@en , "CT scan"@en .
pgc:x-ray a skos:Concept , pg:ImagingModality ; skos:inScheme pgs:imaging ;
    skos:prefLabel "x-ray"@en .
pgc:colonoscopy a skos:Concept , pg:Procedure ; skos:inScheme pgs:procedures ;
    skos:prefLabel "colonoscopy"@en .
pgc:blood-test a skos:Concept , pg:Instruction ; skos:inScheme pgs:preparation ;
    skos:prefLabel "blood test"@en .
pgc:ring-a a skos:Concept ; skos:inScheme pgs:loop ; skos:prefLabel "ring a"@en ;
    skos:broader pgc:ring-b .
pgc:ring-b a skos:Concept ; skos:inScheme pgs:loop ; skos:prefLabel "ring b"@en ;
    skos:broader pgc:ring-a .
"""


@pytest.fixture(scope="session")
def turtle() -> str:
    return TURTLE


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.from_terms(terms_from_turtle(TURTLE), version="test")


def term(scheme: str, label: str, *alt_labels: str) -> Term:
    """A term with its own IRI."""
    return Term(concept_iri(label), scheme, label, alt_labels)


@pytest.fixture(scope="session")
def make_term() -> Callable[..., Term]:
    return term


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    """The project's own vocabularies, with a cache of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROCGRAPH_CACHE", str(tmp_path_factory.mktemp("cache")))
        return Lexicon.load(packages=False)


@pytest.fixture
def make_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outside]:
    """Terminologies of one's own: ``make_outside(HP=[Name(…)], MONDO=[…])``."""
    monkeypatch.setenv("PROCGRAPH_CACHE", str(tmp_path / "cache"))

    def make(**names: Sequence[Name]) -> Outside:
        return Outside.load([source(name, listed) for name, listed in names.items()])

    return make


def source(name: str, names: Sequence[Name], version: str = "1") -> Source:
    """A terminology of these names."""
    return Source(
        name, f"package {version}", f"{version} {names}", lambda: version, lambda: iter(names)
    )


@pytest.fixture
def make_source() -> Callable[..., Source]:
    return source
