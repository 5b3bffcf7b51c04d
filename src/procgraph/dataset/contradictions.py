"""What a document states and denies, found when it is read.

SHACL Core cannot compare two statements. The rule `said-and-denied` can, and `validate` asks it of
a whole dataset; a build finds the same in each document that it reads, where they are at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from procgraph.dataset.questions import Question, shipped
from procgraph.dataset.rules import Row, by_place, rule_result
from procgraph.rdf import iris
from procgraph.rdf import vocabulary as v
from procgraph.rdf.document_graph import DocumentGraph
from procgraph.rdf.shapes import Violation
from procgraph.rdf.terms import Triples, plain

__all__ = ["contradictions"]

_PLACE = re.compile(r"#char=(\d+),(\d+)>$")


def contradictions(document: str, triples: Triples, text: str) -> list[Violation]:
    """The results of the rule in the graph of the document with this id, by place."""
    graph = DocumentGraph.of(document, triples)
    found = [rule_result(_rule(), row, {document: text}) for row in _rows(graph)]
    # A sentence with several quotes may be met twice.
    return sorted(set(found), key=by_place)


def _rows(graph: DocumentGraph) -> Iterator[Row]:
    subjects, predicates, objects, quotes, places = (
        graph.relation(f"<{iri}>").by_subject
        for iri in (v.RDF_SUBJECT, v.RDF_PREDICATE, v.RDF_OBJECT, v.OA_EXACT, v.PROV_DERIVED)
    )
    about = graph.relation(f"<{v.RDF_OBJECT}>").inverse.by_subject
    denials = graph.relation(f"<{v.POLARITY}>").leading_to({'"negated"'}, subjects.keys())
    conditional = graph.relation(f"<{v.CONDITION}>").subjects
    for denial in denials - conditional:
        for value in objects.get(denial, ()):
            for statement in about[value] - denials - conditional:
                same = (
                    subjects[denial] & subjects.get(statement, set()),
                    predicates.get(denial, set()) & predicates.get(statement, set()),
                    quotes.get(statement, ()),
                )
                for quote, place in product(quotes.get(denial, ()), places.get(denial, ())):
                    at = _PLACE.search(place)
                    if at is None or len(plain(quote)) != int(at[2]) - int(at[1]):
                        continue
                    for procedure, relation, stated in product(*same):
                        yield {
                            "procedure": plain(procedure),
                            "relation": plain(relation),
                            "object": plain(value),
                            "stated": plain(stated),
                            "document": iris.document_iri(graph.document),
                            "start": int(at[1]),
                            "end": int(at[2]),
                            "quote": plain(quote),
                            "severity": "Warning",
                        }


@cache
def _rule() -> Question:
    return next(rule for rule in shipped("violations") if rule.name == "said-and-denied")
