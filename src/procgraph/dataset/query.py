"""Ask a dataset: a shipped question, a file, or SPARQL; with parameters, and in limited time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from procgraph.collecting import not_collecting
from procgraph.dataset.binding import Term, bind
from procgraph.dataset.construct import Construct, as_select
from procgraph.dataset.index import index_path
from procgraph.dataset.lookup import terms_for
from procgraph.dataset.questions import Parameter, Question, find_question, parse_question
from procgraph.dataset.reader import Dataset
from procgraph.dataset.rows import Cell, Rows, to_graph, to_rows
from procgraph.dataset.sorting import Keys, ordered, without_order
from procgraph.errors import QuestionError
from procgraph.rdf.vocabulary import PREFIXES

__all__ = ["ask", "bound", "run", "to_question"]


def to_question(question: str | Path | Question) -> Question:
    """A question as it is, or the one of a file, of a shipped name, or in a SPARQL text."""
    if isinstance(question, Question):
        return question
    if isinstance(question, str) and "{" in question:
        return parse_question(question, name="query", source="query")
    return find_question(question)


def ask(
    dataset: Dataset,
    question: str | Path | Question,
    parameters: Mapping[str, object] | None = None,
    *,
    timeout: float | None = None,
    store: ox.Store | None = None,
) -> Rows:
    """The answer to a question. `parameters` are by name; what is left out takes its default.

    Raises `QuestionError` when the question or a parameter is unknown or malformed, or when there
    is no answer within `timeout` seconds.
    """
    asked = to_question(question)
    index = dataset.store() if store is None else store
    text = bound(index, asked, parameters or {})
    if timeout is None:
        return run(index, text, asked.source)
    return _run_in_time(index_path(dataset.folder, dataset.manifest), text, asked.source, timeout)


def bound(store: ox.Store, question: Question, given: Mapping[str, object]) -> str:
    """The question's SPARQL with its parameters bound."""
    for name in given:
        question.parameter(name)
    values: dict[str, Sequence[Term]] = {}
    for parameter in question.parameters:
        values[parameter.variable] = _terms(store, question, parameter, given)
    return bind(question.text, values)


def _terms(
    store: ox.Store, question: Question, parameter: Parameter, given: Mapping[str, object]
) -> Sequence[Term]:
    if parameter.name in given:
        return terms_for(store, parameter, given[parameter.name])
    mend = f"give it with --param {parameter.name}=VALUE"
    if parameter.default is None:
        raise QuestionError(f"{question.name}: parameter {parameter.name} is missing; {mend}")
    try:
        return terms_for(store, parameter, parameter.default)
    except QuestionError as error:
        raise QuestionError(f"{question.name}: the default does not fit: {error}; {mend}") from None


def run(store: ox.Store, text: str, source: str) -> Rows:
    """The answer to a SPARQL text over all graphs. Raises `QuestionError` when it is malformed."""
    try:
        with not_collecting():
            return _answer(store, text)
    except SyntaxError as problem:
        raise QuestionError(f"{source}: is not a SPARQL query: {_shortened(problem)}") from None
    except (ValueError, RuntimeError, OSError) as problem:
        raise QuestionError(f"{source}: cannot be answered: {_shortened(problem)}") from None


def _answer(store: ox.Store, text: str) -> Rows:
    construct = as_select(text)
    rows = _made(store, construct) if construct else None
    plain, keys = without_order(text)
    if rows is None and keys:
        rows = _sorted(store, plain, keys)
    return to_rows(_found(store, text)) if rows is None else rows


def _made(store: ox.Store, construct: Construct) -> Rows | None:
    try:
        found = _found(store, construct.select)
    except SyntaxError:
        return None  # what is wrong with the query itself, the engine will say
    assert isinstance(found, ox.QuerySolutions)
    text = found.serialize(format=ox.QueryResultsFormat.TSV)
    return to_graph(construct.lines((text or b"").decode()))


def _sorted(store: ox.Store, text: str, keys: Keys) -> Rows | None:
    found = _found(store, text)
    if isinstance(found, ox.QuerySolutions):
        shown = {variable.value for variable in found.variables}
        if all(name in shown for name, _ in keys):
            return ordered(to_rows(found), keys)
    return None


def _found(store: ox.Store, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    return store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)


def _run_in_time(index: Path, text: str, source: str, timeout: float) -> Rows:
    # The engine cannot be interrupted; a process can.
    job = json.dumps({"index": str(index), "text": text, "source": source})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "procgraph.dataset.asked"],
            input=job.encode(),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise QuestionError(
            f"{source}: no answer within {timeout:g} s; raise --timeout or narrow the question"
        ) from None
    if done.returncode:
        raise QuestionError(done.stderr.decode(errors="replace").strip().splitlines()[-1])
    answer = json.loads(done.stdout)
    if "triples" in answer:
        return to_graph(answer["triples"])
    cells = tuple(tuple(map(_parsed, row)) for row in answer["cells"])
    return Rows(tuple(answer["columns"]), cells)


def _parsed(cell: Sequence[str] | None) -> Cell:
    match cell:
        case None:
            return None
        case ["uri", value]:
            return ox.NamedNode(value)
        case ["bnode", value]:
            return ox.BlankNode(value)
        case [_, value, "", datatype]:
            return ox.Literal(value, datatype=ox.NamedNode(datatype))
        case [_, value, language, _]:
            return ox.Literal(value, language=language)
    raise AssertionError(cell)


def _shortened(problem: Exception) -> str:
    # The engine lists every token that it would have taken.
    text = " ".join(str(problem).split())
    return text if len(text) <= 120 else f"{text[:117]}..."
