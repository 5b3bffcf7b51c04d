"""How soon questions are answered: each shipped one on N documents, warm, beside rdflib in memory.

    python benchmarks/questions.py --documents 10000 --rdflib 100
    python benchmarks/questions.py --store FOLDER --rdflib 0
    python benchmarks/questions.py --json

A question is asked several times with each of several parameters: its default where the documents
have it, and values that many and that few documents name. `median` and `worst` are CPU seconds, the
best of `--repeat` for each set of parameters. rdflib answers the same text over the same quads of
the first `--rdflib` documents, within `--limit` seconds a question: ``did not finish`` is a result.
The ratio is of the two engines on those same documents.
"""

from __future__ import annotations

import io
import signal
import statistics
import time
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import FrameType

import pyoxigraph as ox
from common import arguments, present, scratch
from generate import generate

from procgraph.dataset import resolution
from procgraph.dataset.query import bound, run
from procgraph.dataset.questions import Parameter, Question, shipped
from procgraph.dataset.vocabulary import ontology_quads, vocabulary_quads
from procgraph.documents import read_documents
from procgraph.errors import QuestionError
from procgraph.rdf import vocabulary as v
from procgraph.rdf.nquads import to_nquads
from procgraph.rdf.serialise import to_rdflib
from procgraph.reading import read
from procgraph.terminology import Lexicon

_RELATIONS = {
    "condition": "treats",
    "role": "requiresPersonnel",
    "setting": "performedIn",
    "site": "hasAnatomicalSite",
    "imaging": "usesImaging",
    "substance": "usesSubstance",
    "anesthesia": "usesAnesthesia",
    "preparation": "requiresPreparation",
}


def lines(folder: Path) -> Iterator[str]:
    """The quads of all documents below `folder`, and of the links between them."""
    lexicon = Lexicon.load()
    rows = []
    for document in read_documents([folder]):
        extraction = read(document, lexicon)
        rows.append(resolution.row(extraction))
        yield from to_nquads(extraction)
    yield from resolution.resolve(rows)


def load(store: ox.Store, folder: Path) -> None:
    """Put the documents below `folder`, the vocabularies and the ontology into `store`."""
    data = io.BytesIO()
    data.writelines(f"{line}\n".encode() for line in lines(folder))
    data.writelines(f"{q} .\n".encode() for q in [*vocabulary_quads(), *ontology_quads()])
    data.seek(0)
    store.bulk_load(input=data, format=ox.RdfFormat.N_QUADS)
    store.flush()


def parameters(store: ox.Store, question: Question) -> list[dict[str, str]]:
    """Sets of parameters: the defaults, what is named most often, and what is named once."""
    sets: list[dict[str, str]] = [{}]
    for which in range(2 if question.parameters else 0):
        values = {p.name: _value(store, p, which) for p in question.parameters}
        sets.append({name: value for name, value in values.items() if value})
    good = []
    for given in sets:
        try:
            bound(store, question, given)
        except QuestionError:
            continue  # a default that no generated document has
        good.append(given)
    return good


def _value(store: ox.Store, parameter: Parameter, which: int) -> str | None:
    if parameter.type == "procedure":
        named = _counted(store, v.RDF_SUBJECT)
    elif parameter.name in _RELATIONS:
        named = _counted(store, v.pg(_RELATIONS[parameter.name]))
    elif parameter.name == "document":
        named = _counted(store, v.DCTERMS_IDENTIFIER)
    else:
        return parameter.default
    return named[0 if which == 0 else -1] if named else None


@cache
def _counted(store: ox.Store, predicate: str) -> list[str]:
    """The objects of a property, those of most subjects first."""
    rows = run(
        store,
        f"SELECT ?o (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s <{predicate}> ?o }} GROUP BY ?o",
        "parameters",
    )
    counts = {str(row["o"]): int(str(row["n"])) for row in rows}
    return sorted(counts, key=lambda name: (-counts[name], name))


def asked(store: ox.Store, texts: list[str], repeat: int) -> list[tuple[float, int]]:
    """CPU seconds (the best of `repeat`, after one that warms up) and rows for each text."""
    found = []
    for text in texts:
        rows = len(run(store, text, "question").cells)
        best = min(_seconds(store, text) for _ in range(repeat))
        found.append((best, rows))
    return found


def _seconds(store: ox.Store, text: str) -> float:
    started = time.process_time()
    run(store, text, "question")
    return time.process_time() - started


class _TooLongError(Exception):
    pass


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLongError


def rdflib_seconds(dataset: object, text: str, limit: int) -> float | None:
    """CPU seconds of rdflib for one text; None where it did not finish within `limit`."""
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    started = time.process_time()
    try:
        list(dataset.query(text))  # type: ignore[attr-defined]
    except _TooLongError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - started


def compared(small: ox.Store, limit: int, names: set[str]) -> dict[str, Mapping[str, object]]:
    """By question: both engines on the same few documents."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    dataset = to_rdflib(small.quads_for_pattern(None, None, None))
    dataset.default_union = True
    columns: dict[str, Mapping[str, object]] = {}
    for question in shipped():
        if names and question.name not in names:
            continue
        sets = parameters(small, question)
        if not sets:
            continue
        text = bound(small, question, sets[-1])
        ours = max(asked(small, [text], 3)[0][0], 1e-5)  # a clock may not see the fastest
        theirs = rdflib_seconds(dataset, text, limit)
        columns[question.name] = {
            "ours": round(ours, 4),
            "rdflib": "did not finish" if theirs is None else round(theirs, 3),
            "ratio": f"> {limit / ours:.0f}" if theirs is None else f"{theirs / ours:.0f}",
        }
    return columns


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--documents", type=int, default=10_000, metavar="N")
    parser.add_argument("--store", type=Path, help="ask this Oxigraph store instead of a new one")
    parser.add_argument("--rdflib", type=int, default=100, metavar="N", help="documents for rdflib")
    parser.add_argument("--limit", type=int, default=20, help="CPU seconds of rdflib a question")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], metavar="QUESTION")
    options = parser.parse_args()
    if options.smoke:
        options.documents, options.rdflib, options.limit, options.repeat = 5, 2, 2, 1
        options.only = options.only or ["alternatives", "personnel", "broader-cycle"]
    names = set(options.only)
    with scratch(options.scratch) as folder:
        store = ox.Store.read_only(str(options.store)) if options.store else ox.Store()
        if not options.store:
            generate(options.documents, folder / "documents")
            load(store, folder / "documents")
        beside: Mapping[str, Mapping[str, object]] = {}
        if options.rdflib:
            small = ox.Store()
            generate(options.rdflib, folder / "few")
            load(small, folder / "few")
            beside = compared(small, options.limit, names)
        rows: list[dict[str, object]] = []
        for question in shipped():
            sets = parameters(store, question) if not names or question.name in names else []
            texts = [bound(store, question, given) for given in sets]
            if not texts:
                continue
            found = asked(store, texts, options.repeat)
            rows.append(
                {
                    "question": question.name,
                    "rows": max(count for _, count in found),
                    "median": round(statistics.median(seconds for seconds, _ in found), 4),
                    "worst": round(max(seconds for seconds, _ in found), 4),
                    **beside.get(question.name, {}),
                }
            )
    medians = [float(str(row["median"])) for row in rows]
    present(
        "Questions",
        rows,
        as_json=options.json,
        median_of_medians=round(statistics.median(medians), 4),
        worst=max(float(str(row["worst"])) for row in rows),
    )


if __name__ == "__main__":
    main()
