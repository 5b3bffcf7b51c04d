"""Turtle → terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from procgraph.errors import ResourceError
from procgraph.terminology.skos import curie, expanded, read_terms, terms_from_turtle


def test_a_term_has_its_labels_parents_classes_and_exact_matches_only(turtle: str) -> None:
    terms = {term.iri.rpartition("/")[2]: term for term in terms_from_turtle(turtle)}
    term = terms["neck-pain"]
    assert (term.scheme, term.label) == ("conditions", "neck pain")
    assert term.alt_labels == ("cervicalgia", "stiff neck")
    assert term.hidden_labels == ("sore neck",)
    assert term.broader == ("https://w3id.org/procgraph/concept/pain",)
    assert term.matches == ("HP:0030833", "ICD10CM:M54.2", "MESH:D019547")
    assert term.classes == ("https://w3id.org/procgraph/ontology/Condition",)


def test_a_concept_scheme_is_no_term(turtle: str) -> None:
    assert not [term for term in terms_from_turtle(turtle) if "/scheme/" in term.iri]


def test_terms_are_sorted_whatever_their_order_in_the_file(turtle: str) -> None:
    iris = [term.iri for term in terms_from_turtle(turtle)]
    assert iris == sorted(iris)


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("http://id.nlm.nih.gov/mesh/D019547", "MESH:D019547"),
        ("http://purl.obolibrary.org/obo/MAXO_0000004", "MAXO:0000004"),
        ("http://purl.bioontology.org/ontology/ICD10CM/M54.2", "ICD10CM:M54.2"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_an_outside_iri_has_its_usual_short_form(iri: str, expected: str) -> None:
    assert curie(iri) == expected


def test_a_broken_file_is_named_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\nskos:x a")
    with pytest.raises(ResourceError, match=r"broken\.ttl") as caught:
        read_terms(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("missing", ['skos:prefLabel "pain"@en', "skos:inScheme pgs:conditions"])
def test_a_concept_without_label_or_scheme_is_refused(missing: str) -> None:
    turtle = """
        @prefix pgc:  <https://w3id.org/procgraph/concept/> .
        @prefix pgs:  <https://w3id.org/procgraph/scheme/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        pgc:pain a skos:Concept ; skos:inScheme pgs:conditions ; skos:prefLabel "pain"@en .
    """
    assert terms_from_turtle(turtle)
    with pytest.raises(ResourceError, match="concept/pain"):
        terms_from_turtle(turtle.replace(missing, "skos:note 1"))


@pytest.mark.parametrize(
    "short", ["HP:0030833", "UBERON:1", "ICD10CM:M54.2", "MESH:D1", "SNOMEDCT:22", "UMLS:C1"]
)
def test_a_short_form_and_its_iri_lead_to_each_other(short: str) -> None:
    iri = expanded(short)
    assert iri is not None
    assert curie(iri) == short


def test_an_unknown_prefix_has_no_iri_and_an_iri_is_its_own() -> None:
    assert expanded("MY:1") is None
    assert expanded("toe") is None
    assert expanded("https://example.org/toe") == "https://example.org/toe"
