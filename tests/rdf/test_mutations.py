"""The pre-check and the reference find the same, whatever is wrong with a document graph."""

from __future__ import annotations

from random import Random

import pytest
import rdflib
from rdflib.namespace import SH

from procgraph.documents import read_documents
from procgraph.extraction import extract
from procgraph.rdf import iris, reference
from procgraph.rdf import vocabulary as v
from procgraph.rdf.nquads import to_nquads
from procgraph.rdf.precheck import project_shapes
from procgraph.rdf.shapes import ENGINES, validate_quads
from procgraph.resources import ontology_dir
from procgraph.terminology import Lexicon

XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = f"<{v.RDF_TYPE}>"
LEXICAL_FORMS = [
    "",
    " ",
    " at both ends ",
    "two\\nlines",
    "a \\u0041 and a \\U0001F600",
    'a \\"quote\\" and a \\\\',
    "Schmerz ä ﬁ 😀",
    "x" * 450,
    "007",
    "-1",
    "0",
    "0.5",
    "1.5",
    "+5",
    "1e3",
    "20160",
    "99999999999999999999",
    "true",
    "1",
    "P1Y",
    "P",
    "PT",
    "PT90M",
    "P1DT2H",
    "PT1M30S",
    "CPT4",
    "64491",
    "negated",
    "rare",
]
ENDINGS = ["", "@en", "@de-AT", "@EN"] + [
    f"^^<{XSD}{name}>"
    for name in "string integer int decimal double boolean duration date anyURI".split()
]
TERMS = [
    "_:b1",
    "<urn:example:thing>",
    "<https://example.org/elsewhere>",
    "<https://w3id.org/procgraph/concept/fever>",
    "<https://w3id.org/procgraph/concept/local-anesthesia>",
    "<https://w3id.org/procgraph/document/other.txt#char=1,2>",
    "<https://w3id.org/procgraph/document/other.txt#step-0>",
    "<https://w3id.org/procgraph/concept/%C3%A4>",
    "<https://w3id.org/procgraph/concept/ä>",
    "<https://w3id.org/procgraph/concept/not one>",
    "<https://w3id.org/procgraph/concept/%zz>",
    "<relative>",
]

QUALIFIERS = [
    (v.POLARITY, '"negated"'),
    (v.RDF_PREDICATE, f"<{v.pg('mayRequirePersonnel')}>"),
    (v.CONDITION, f'"{"if " * 150}"'),
    (v.CONDITION, '""'),
    (v.FREQUENCY, '"common"'),
    (v.MIN_RATE, f'"0.7"^^<{XSD}decimal>'),
    (v.CHOICE_GROUP, "<https://w3id.org/procgraph/document/block.txt#choice-1>"),
]


def split(line):
    """Subject, predicate, object and graph name of a line."""
    subject, predicate, rest = line.split(" ", 2)
    value, graph, _ = rest.rsplit(" ", 2)
    return subject, predicate, value, graph


def joined(*parts):
    return " ".join([*parts, "."])


def changed(line, *, subject=None, predicate=None, value=None):
    old = split(line)
    return joined(subject or old[0], predicate or old[1], value or old[2], old[3])


def literal(random):
    return f'"{random.choice(LEXICAL_FORMS)}"{random.choice(ENDINGS)}'


def drop(lines, at, random):
    return [*lines[:at], *lines[at + 1 :]]


def drop_the_predicate(lines, at, random):
    predicate = split(lines[at])[1]
    return [line for line in lines if split(line)[1] != predicate]


def another_value(lines, at, random):
    """The same subject and predicate with the value of another triple of that predicate."""
    same = [line for line in lines if split(line)[1] == split(lines[at])[1]]
    return [*lines, changed(lines[at], value=split(random.choice(same))[2])]


def another_literal(lines, at, random):
    return [*lines, changed(lines[at], value=literal(random))]


def other_value(lines, at, random):
    return replaced(lines, at, changed(lines[at], value=random.choice([*TERMS, literal(random)])))


def other_ending(lines, at, random):
    """Another datatype or language."""
    value = split(lines[at])[2]
    lexical = value[: value.rindex('"') + 1] if value.startswith('"') else f'"{value[1:-1]}"'
    return replaced(lines, at, changed(lines[at], value=lexical + random.choice(ENDINGS)))


def other_lexical_form(lines, at, random):
    value = split(lines[at])[2]
    if not value.startswith('"'):
        return other_value(lines, at, random)
    ending = value[value.rindex('"') + 1 :]
    return replaced(
        lines, at, changed(lines[at], value=f'"{random.choice(LEXICAL_FORMS)}"{ending}')
    )


def swap_predicates(lines, at, random):
    other = random.randrange(len(lines))
    one, two = split(lines[at])[1], split(lines[other])[1]
    lines = replaced(lines, at, changed(lines[at], predicate=two))
    return replaced(lines, other, changed(lines[other], predicate=one))


def other_predicate(lines, at, random):
    predicates = sorted({split(line)[1] for line in lines})
    extra = [f"<{v.pg(name)}>" for name in ("mayUseAnesthesia", "contraindicatedBy", "alternative")]
    return replaced(lines, at, changed(lines[at], predicate=random.choice([*predicates, *extra])))


def other_subject(lines, at, random):
    subjects = sorted({split(line)[0] for line in lines})
    return replaced(lines, at, changed(lines[at], subject=random.choice([*subjects, "_:b1"])))


def swap_ends(lines, at, random):
    subject, _, value, _ = split(lines[at])
    if value.startswith('"'):
        return drop(lines, at, random)
    return replaced(lines, at, changed(lines[at], subject=value, value=subject))


def other_class(lines, at, random):
    types = [i for i, line in enumerate(lines) if split(line)[1] == TYPE] or [at]
    at = random.choice(types)
    name = random.choice(["Statement", "Procedure", "Condition", "Step", "Document", "Choice"])
    line = changed(lines[at], value=f"<{v.pg(name)}>")
    return [*lines, line] if random.random() < 0.5 else replaced(lines, at, line)


def another_qualifier(lines, at, random):
    """A statement that says more than one thing about how it is meant."""
    statements = [line for line in lines if split(line)[1] == f"<{v.RDF_PREDICATE}>"] or lines
    line = random.choice(statements)
    predicate, value = random.choice(QUALIFIERS)
    return [*lines, changed(line, predicate=f"<{predicate}>", value=value)]


def own_hierarchy(lines, at, random):
    """A class that the document puts below one of ours."""
    graph = split(lines[at])[3]
    below = joined(
        f"<{v.pg('Step')}>",
        "<http://www.w3.org/2000/01/rdf-schema#subClassOf>",
        f"<{v.pg(random.choice(['Procedure', 'Condition', 'Statement']))}>",
        graph,
    )
    return [*lines, below]


def duplicate(lines, at, random):
    return [*lines, lines[at]]


def of_another_graph(lines, at, random):
    *triple, _ = split(lines[at])
    return replaced(lines, at, joined(*triple, f"<{iris.graph_iri('another.txt')}>"))


def damaged_line(lines, at, random):
    start = random.randrange(len(lines[at]))
    return replaced(lines, at, lines[at][:start] + lines[at][start + 1 :])


def replaced(lines, at, line):
    return [*lines[:at], line, *lines[at + 1 :]]


COMMON = (
    drop,
    drop_the_predicate,
    another_value,
    another_literal,
    other_value,
    other_ending,
    other_lexical_form,
    other_lexical_form,
    swap_predicates,
    other_predicate,
    other_subject,
    swap_ends,
    other_class,
    another_qualifier,
    duplicate,
)
RARE = (own_hierarchy, of_another_graph, damaged_line)


def mutated(lines, random):
    """The lines with one to four things wrong; of the literals more often than of the rest."""
    for _ in range(random.randint(1, 4)):
        literals = [i for i, line in enumerate(lines) if split(line)[2].startswith('"')]
        at = random.choice(literals) if literals and random.random() < 0.5 else None
        at = random.randrange(len(lines)) if at is None else at
        lines = random.choice(COMMON)(lines, at, random)
    if random.random() < 0.1:
        lines = random.choice(RARE)(lines, random.randrange(len(lines)), random)
    return lines


# ── The tests ─────────────────────────────────────────────────────────────────────────────────────

SAMPLE_MUTATIONS, CORPUS_MUTATIONS = 290, 10
CORPUS = ("018_occipital*.txt", "117_watchful*.txt", "120_*.html")


@pytest.fixture(scope="module")
def corpus_graphs():
    """The lines of three documents of the corpus; two of them carry a warning."""
    lexicon = Lexicon.load()
    folder = ontology_dir().parent / "data" / "documents"
    paths = [path for pattern in CORPUS for path in sorted(folder.rglob(pattern))]
    assert len(paths) == len(CORPUS)
    return [to_nquads(extract(document, lexicon)) for document in read_documents(paths)]


def outcome(lines, engine):
    """The violations, or the kind of error."""
    try:
        return set(validate_quads(lines, None, engine=engine))
    except (SyntaxError, ValueError) as problem:
        return type(problem)


def parameters_in_use():
    """The constraint components of shapes.ttl, by the local names that a report gives them."""
    known = {
        "class", "datatype", "nodeKind", "minCount", "maxCount", "minInclusive", "maxInclusive",
        "minLength", "maxLength", "pattern", "disjoint", "lessThanOrEquals", "in", "hasValue", "or",
        "not", "property",
    }  # fmt: skip
    graph = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
    terms = {str(p).removeprefix(str(SH)) for p in graph.predicates() if str(p).startswith(str(SH))}
    found = terms & known
    descriptions = {"severity", "message", "path", "inversePath", "alternativePath"}
    assert {t for t in terms - known - descriptions if not t.startswith("target")} == set()
    return {f"{name[0].upper()}{name[1:]}ConstraintComponent" for name in found}


def test_both_engines_find_the_same_in_mutated_graphs(extraction, corpus_graphs, monkeypatch):
    components = set()
    asked = reference.results

    def recorded(*arguments):
        results = asked(*arguments)
        components.update(result.component for result in results)
        return results

    monkeypatch.setattr(reference, "results", recorded)
    random = Random(20)
    sample = to_nquads(extraction)
    graphs = [mutated(sample, random) for _ in range(SAMPLE_MUTATIONS)]
    graphs += [mutated(g, random) for g in corpus_graphs for _ in range(CORPUS_MUTATIONS)]
    assert len({tuple(graph) for graph in graphs}) >= 300
    shapes, errors, conforming = set(), 0, 0
    for number, graph in enumerate(graphs):
        expected, found = (outcome(graph, engine) for engine in reversed(ENGINES))
        assert found == expected, f"graph {number}"
        if isinstance(found, set):
            shapes |= {violation.shape for violation in found}
            conforming += not found
        else:
            errors += 1
    # A mutation that hits nothing would prove nothing.
    assert len(shapes) >= 45
    assert conforming >= 10
    assert 3 <= errors <= 60
    # A property of a nested shape has no result of its own, only the sh:or or sh:not around it.
    assert parameters_in_use() - {"PropertyConstraintComponent"} <= components


def test_an_undamaged_graph_of_the_corpus_gives_its_warnings(corpus_graphs):
    for lines in corpus_graphs:
        assert outcome(lines, "precheck") == outcome(lines, "pyshacl")
    assert {v.severity for v in outcome(corpus_graphs[0], "precheck")} == {"Warning"}


def test_every_shape_can_be_prechecked():
    assert project_shapes().unknown == set()
    assert len(project_shapes().shapes) >= 63
