"""SKOS in Turtle and N-Triples."""

from __future__ import annotations

from pathlib import Path

import pytest

from procgraph.errors import InputError
from procgraph.terminology.sources import Name, Standing
from procgraph.terminology.sources.turtle import read_skos

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix ex: <https://example.org/> .
ex:slings a skos:Concept ; skos:inScheme ex:equipment ; skos:prefLabel "sling"@en, "Schlinge"@de ;
    skos:altLabel "arm\\n sling"@en-GB ; skos:hiddenLabel "slnig" ; skos:note "of cloth" .
ex:old a skos:Concept ; skos:inScheme ex:equipment ; skos:prefLabel "truss"@en ;
    owl:deprecated true .
[] skos:prefLabel "nobody"@en .
"""


def write(folder: Path, text: str, name: str = "own.ttl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_english_labels_are_read_and_the_scheme_says_the_slot(tmp_path: Path) -> None:
    iri = "https://example.org/slings"
    assert list(read_skos(write(tmp_path, TURTLE))) == [
        Name(iri, "equipment", "sling"),
        Name(iri, "equipment", "arm sling", Standing.SYNONYM),
        Name(iri, "equipment", "slnig", Standing.SYNONYM),
    ]


def test_n_triples_and_a_slot_from_outside(tmp_path: Path) -> None:
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    line = f'<http://purl.obolibrary.org/obo/UBERON_1> {label} "toe"@en .\n'
    path = write(tmp_path, line, "own.nt")
    assert list(read_skos(path, "anatomy")) == [Name("UBERON:1", "anatomy", "toe")]
    with pytest.raises(InputError, match=r"has no skos:inScheme; name the slot"):
        list(read_skos(path))


def test_a_scheme_that_is_no_slot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'gadgets' is no slot; use one of anesthesia, condition"):
        list(read_skos(write(tmp_path, TURTLE.replace("ex:equipment", "ex:gadgets"))))


def test_broken_turtle_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="mend the RDF there") as caught:
        list(read_skos(write(tmp_path, TURTLE + "\nex:broken ex:broken .\n")))
    assert caught.value.line == TURTLE.count("\n") + 2


def test_a_file_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no skos:prefLabel in English"):
        list(read_skos(write(tmp_path, "")))
    with pytest.raises(InputError, match="No such file"):
        list(read_skos(tmp_path / "none.ttl"))
