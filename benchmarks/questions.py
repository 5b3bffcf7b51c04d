"""How soon questions are answered: each shipped one on N documents, and beside rdflib in memory.

    python benchmarks/questions.py --documents 10000 --rdflib 300
    python benchmarks/questions.py --store DIR/index/NAME --rdflib 300
    python benchmarks/questions.py --store DIR/index/NAME --rdflib 0 --only image-guided

A question is asked with up to four sets of parameters: its defaults where the documents have them,
what is named most often, what is named once, and the broadest concept of the vocabularies (all
imaging, any site of the body). `median` and `worst` are CPU seconds over these, each the best of
`--repeat` after one that warms up; the rows of the worst one, and rows a second, stand beside it.
What takes longer than `--limit` is given up: ``did not finish`` is a result. Both engines hand all
terms over as Python objects. rdflib answers the same text over the same quads of the first
`--rdflib` documents, and the ratio is of the two engines on those. Each row is printed on standard
error as soon as it is known.
"""

from __future__ import annotations

import io
import math
import multiprocessing
import resource
import signal
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any

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

_NOT_FINISHED = "did not finish"
_Sets = list[dict[str, str]]

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


def parameters(store: ox.Store, question: Question) -> _Sets:
    """Sets of parameters: the defaults, what is named most often, what is named once, and the
    broadest; a set that is there already is left out."""
    known = {p.name: p.default or "" for p in question.parameters if _is_known(store, p)}
    sets: _Sets = [{}] if len(known) == len(question.parameters) else []
    for choose in (_most_named, _named_once, _broadest) if question.parameters else ():
        chosen = {p.name: choose(store, p) for p in question.parameters}
        given = known | {name: value for name, value in chosen.items() if value}
        if any(chosen.values()) and len(given) == len(question.parameters) and given not in sets:
            sets.append(given)
    return [given for given in sets if _fits(store, question, given)]


def _fits(store: ox.Store, question: Question, given: Mapping[str, str]) -> bool:
    try:
        bound(store, question, given)
    except QuestionError:
        return False  # no document has it
    return True


def _is_known(store: ox.Store, parameter: Parameter) -> bool:
    """Whether what a default names is in the documents. To find that nothing is called so takes the
    questions long: they try other spellings."""
    if parameter.type in ("string", "integer", "relation"):
        return True
    described = ox.NamedNode(v.DESCRIBES) if parameter.type == "procedure" else None
    for name in (parameter.default or "").split(";"):
        label = ox.Literal(name.strip(), language="en")
        named = {
            q.subject for q in store.quads_for_pattern(None, ox.NamedNode(v.RDFS_LABEL), label)
        }
        if not any(
            described is None or any(store.quads_for_pattern(None, described, node))
            for node in named
        ):
            return False
    return True


def _most_named(store: ox.Store, parameter: Parameter) -> str | None:
    return next(iter(_named(store, parameter)), None)


def _named_once(store: ox.Store, parameter: Parameter) -> str | None:
    return next(reversed(_named(store, parameter)), None)


def _broadest(store: ox.Store, parameter: Parameter) -> str | None:
    relation = _RELATIONS.get(parameter.name)
    return next(iter(_counted(store, v.pg(relation), broader=True)), None) if relation else None


def _named(store: ox.Store, parameter: Parameter) -> list[str]:
    if parameter.type == "procedure":
        return _counted(store, v.RDF_SUBJECT)
    if parameter.name == "document":
        return _counted(store, v.DCTERMS_IDENTIFIER)
    relation = _RELATIONS.get(parameter.name)
    return _counted(store, v.pg(relation)) if relation else []


@cache
def _counted(store: ox.Store, predicate: str, broader: bool = False) -> list[str]:
    """The objects of a property, those of most subjects first; with `broader` also the concepts
    that they are kinds or parts of."""
    text = f"SELECT ?o (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s <{predicate}> ?o }} GROUP BY ?o"
    if broader:
        way = "(pg:partOf|skos:broader|skos:broadMatch)+"
        text = f"SELECT ?a (SUM(?n) AS ?m) WHERE {{ {{ {text} }} ?o {way} ?a }} GROUP BY ?a"
    counts = {row[0]: row[1] for row in run(store, text, "parameters").cells}
    named = {str(k.value): int(n.value) for k, n in counts.items() if k and n}
    return sorted(named, key=lambda name: (-named[name], name))


def asked(store: ox.Store, text: str, repeat: int) -> tuple[float, int]:
    """CPU seconds (the best of `repeat`, after one that warms up) and rows."""
    rows = len(_handed_over(store, text))
    best = min(_seconds(store, text) for _ in range(repeat))
    return max(best, 1e-5), rows  # a clock may not see the fastest


def _seconds(store: ox.Store, text: str) -> float:
    started = time.process_time()
    _handed_over(store, text)
    return time.process_time() - started


def _handed_over(store: ox.Store, text: str) -> list[Any]:
    # The triples of a graph become objects only when they are read.
    return list(run(store, text, "question").cells)


def in_time(work: Callable[[], Any], limit: float) -> Any:
    """What `work` returns, in a process of its own; None when it takes more than `limit` CPU
    seconds. The engine cannot be interrupted, a process can."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def child() -> None:
        most = math.ceil(limit)
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
        sender.send(work())

    process = context.Process(target=child)
    process.start()
    sender.close()
    try:
        return receiver.recv()
    except EOFError:
        process.join()
        if process.exitcode != -signal.SIGXCPU:
            raise SystemExit("a question failed; see above") from None
        return None
    finally:
        process.join()


def figures(
    path: Path, question: Question, sets: _Sets, repeat: int, limit: float
) -> dict[str, object]:
    """The row of a question in the table."""
    found: list[tuple[float, int]] = []
    for given in sets:
        answer = in_time(partial(_asked_of, path, question, given, repeat), limit)
        if answer is None:
            return {"question": question.name, "sets": len(sets), "worst s": _NOT_FINISHED}
        found.append(answer)
    worst, rows = max(found)
    return {
        "question": question.name,
        "sets": len(sets),
        "median s": round(statistics.median(seconds for seconds, _ in found), 4),
        "worst s": round(worst, 4),
        "its rows": rows,
        "rows/s": round(rows / worst),
    }


def _asked_of(
    path: Path, question: Question, given: Mapping[str, str], repeat: int
) -> tuple[float, int]:
    store = ox.Store.read_only(str(path))
    return asked(store, bound(store, question, given), repeat)


class _TooLongError(Exception):
    pass


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLongError


def rdflib_seconds(dataset: Any, text: str, limit: float) -> tuple[float, int] | None:
    """CPU seconds and rows of rdflib for one text; None where it did not finish within `limit`."""
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    started = time.process_time()
    try:
        rows = len(list(dataset.query(text)))
    except _TooLongError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - started, rows


def compared(small: ox.Store, dataset: Any, question: Question, limit: float) -> dict[str, object]:
    """Both engines on the same few documents, for what these name most often."""
    sets = parameters(small, question)
    if not sets:
        return {}
    text = bound(small, question, sets[min(1, len(sets) - 1)])
    seconds, rows = asked(small, text, 3)
    theirs = rdflib_seconds(dataset, text, limit)
    if theirs is None:
        ratio = f"> {limit / seconds:,.0f}"
        return {"ours s": round(seconds, 4), "rdflib s": _NOT_FINISHED, "ratio": ratio}
    other = "" if theirs[1] == rows else f" ({theirs[1]:,} rows, ours {rows:,})"
    return {
        "ours s": round(seconds, 4),
        "rdflib s": f"{theirs[0]:.3f}",
        "ratio": f"{theirs[0] / seconds:,.0f}{other}",
    }


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--documents", type=int, default=10_000, metavar="N")
    parser.add_argument("--store", type=Path, help="ask this Oxigraph store instead of a new one")
    parser.add_argument("--rdflib", type=int, default=300, metavar="N", help="documents for rdflib")
    parser.add_argument("--limit", type=float, default=20, help="CPU seconds a set of parameters")
    parser.add_argument("--rdflib-limit", type=float, default=5, help="CPU seconds a question")
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=[], metavar="QUESTION")
    parser.add_argument("--rules", action="store_true", help="the rules across documents too")
    options = parser.parse_args()
    if options.smoke:
        options.documents, options.rdflib, options.rdflib_limit, options.repeat = 5, 2, 2, 1
        options.only = options.only or ["alternatives", "personnel", "add-ons"]
    kinds = (
        ("competency", "construct", "violations") if options.rules else ("competency", "construct")
    )
    questions = [q for q in shipped(*kinds) if not options.only or q.name in options.only]
    with scratch(options.scratch) as folder:
        path = options.store or _made(options.documents, folder)
        store = ox.Store.read_only(str(path))
        sets = {question.name: parameters(store, question) for question in questions}
        del store
        small, dataset = _few(options.rdflib, folder) if options.rdflib else (None, None)
        rows: list[dict[str, object]] = []
        for question in questions:
            if not sets[question.name]:
                continue
            row = figures(path, question, sets[question.name], options.repeat, options.limit)
            if small is not None:
                row |= compared(small, dataset, question, options.rdflib_limit)
            rows.append(row)
            print(" · ".join(f"{k} {x}" for k, x in row.items()), file=sys.stderr, flush=True)
    medians = [float(str(row["median s"])) for row in rows if "median s" in row]
    worst = {str(row["question"]): row["worst s"] for row in rows}
    slow = [
        name
        for name, seconds in worst.items()
        if seconds == _NOT_FINISHED or float(str(seconds)) > 2
    ]
    present(
        "Questions",
        rows,
        as_json=options.json,
        median_of_medians=round(statistics.median(medians), 4) if medians else None,
        over_two_seconds=", ".join(slow) or "none",
    )


def _made(documents: int, folder: Path) -> Path:
    """A store on disk, as a dataset's index is one."""
    generate(documents, folder / "documents")
    in_time(lambda: load(ox.Store(str(folder / "store")), folder / "documents"), 3600)
    return folder / "store"


def _few(documents: int, folder: Path) -> tuple[ox.Store, Any]:
    """The same few documents in memory, for Oxigraph and for rdflib."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    small = ox.Store()
    generate(documents, folder / "few")
    load(small, folder / "few")
    dataset = to_rdflib(small.quads_for_pattern(None, None, None))
    dataset.default_union = True
    return small, dataset


if __name__ == "__main__":
    main()
