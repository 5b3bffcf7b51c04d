"""The command line: one thin function a command.

Exit codes: 0 done; 1 done, and the answer is no; 2 the input or the call is at fault. Results go to
standard output; progress, warnings and errors (one line each) to standard error.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import procgraph
from procgraph.errors import InputError, ProcgraphError, QuestionError

if TYPE_CHECKING:
    from procgraph.model import Document, Extraction, Fact
    from procgraph.terminology import Lexicon

__all__ = ["app", "main"]

app = typer.Typer(
    name="procgraph",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
terms = typer.Typer(no_args_is_help=True, help="The terminologies in use.")
app.add_typer(terms, name="terms")


class TableJson(StrEnum):
    """Formats of a command whose result is a list."""

    TABLE = "table"
    JSON = "json"


class CoverageFormat(StrEnum):
    """Formats of a coverage report; SSSOM is a table for a curator to complete."""

    TABLE = "table"
    JSON = "json"
    SSSOM = "sssom"


class FactFormat(StrEnum):
    """Formats of facts."""

    TABLE = "table"
    JSONL = "jsonl"


class RowFormat(StrEnum):
    """Formats of an answer."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    TURTLE = "turtle"


class ReportFormat(StrEnum):
    """Formats of a validation report."""

    TABLE = "table"
    JSON = "json"
    TURTLE = "turtle"


class ExportFormat(StrEnum):
    """Formats of a dump."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"


class Provenance(StrEnum):
    """How much a dump says of where a statement comes from."""

    QUOTES = "quotes"
    FULL = "full"


Dataset = Annotated[Path, typer.Argument(metavar="DIR", help="a dataset that `build` made")]
Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="files, folders (recursive) or - for standard input"),
]
Metadata = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="a .csv or .jsonl with id, code, code_system, url"),
]


Terminologies = Annotated[
    list[str] | None,
    typer.Option(
        "--terminology",
        metavar="FILE",
        help="link to this too: .obo, .ttl, .csv, a SNOMED CT RF2 folder, MRCONSO.RRF; repeatable",
    ),
]
Mappings = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="an .sssom.tsv whose lines override what is linked"),
]


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"procgraph {procgraph.__version__}")
        raise typer.Exit


@app.callback(
    epilog=_examples(
        "procgraph build data/documents --out graph",
        "procgraph query graph personnel --param procedure='lumbar spinal fusion'",
        "procgraph show graph 'lumbar spinal fusion'",
    )
)
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error (anywhere in the call).")
    ] = False,
) -> None:
    """Clinical procedure documents into a knowledge graph whose every statement can be checked."""


@app.command(
    epilog=_examples(
        "procgraph extract leaflet.txt",
        "procgraph extract data/documents --format jsonl > facts.jsonl",
        "curl -s https://example.org/leaflet.txt | procgraph extract -",
    )
)
def extract(
    paths: Paths,
    format: Annotated[FactFormat, typer.Option(help="how to print facts")] = FactFormat.TABLE,
    metadata: Metadata = None,
    terminologies: Terminologies = None,
    mappings: Mappings = None,
) -> None:
    """Print the facts of documents; store nothing."""
    from procgraph import rendering
    from procgraph.documents import read_documents
    from procgraph.reading import read
    from procgraph.terminology import Lexicon

    lexicon = Lexicon.load(terminologies or (), mappings)
    errors = _Errors()
    found = (
        fact
        for document in read_documents(paths, metadata=metadata, on_error=errors.report)
        for fact in errors.facts(read, document, lexicon)
    )
    if format is FactFormat.JSONL:
        for fact in found:
            print(json.dumps(fact.to_json(), ensure_ascii=False))
    elif facts := list(found):
        rendering.facts(facts)
    errors.finish()


@app.command(
    epilog=_examples(
        "procgraph text leaflet.html",
        "procgraph text rows.jsonl --id 0216T",
    )
)
def text(
    path: Annotated[str, typer.Argument(metavar="PATH", help="a file, or - for standard input")],
    id: Annotated[str | None, typer.Option(metavar="ID", help="the row of a table")] = None,
) -> None:
    """Print a document's text as the offsets of facts count it."""
    from procgraph.documents import read_documents

    found = [d for d in read_documents([path]) if id is None or d.id == id]
    if len(found) != 1:
        mend = "name a row with --id" if found else "check --id"
        raise InputError(f"holds {len(found)} documents, not one", source=path, mend=mend)
    _write(found[0].text)


@app.command(
    epilog=_examples(
        "procgraph build data/documents --out graph",
        "procgraph build pages/ rows.jsonl --metadata codes.csv --out graph --workers 4",
        "procgraph build data/documents --out graph --strict || echo 'something is wrong'",
    )
)
def build(
    paths: Paths,
    out: Annotated[Path, typer.Option(metavar="DIR", help="the dataset to make or to update")],
    workers: Annotated[int, typer.Option(min=1, help="processes to work with")] = 1,
    metadata: Metadata = None,
    strict: Annotated[bool, typer.Option(help="exit with 1 when a rule is broken")] = False,
    terminologies: Terminologies = None,
    mappings: Mappings = None,
) -> None:
    """Make or update a dataset: only new, changed and removed documents are worked on."""
    from procgraph import rendering
    from procgraph.pipeline import build as build_dataset

    errors = _Errors()
    with rendering.progress_bar("Reading documents") as progress:
        done = build_dataset(
            paths,
            out,
            workers=workers,
            metadata=metadata,
            strict=strict,
            terminologies=terminologies or (),
            mappings=mappings,
            progress=progress,
            on_error=errors.report,
        )
    parts = f"{done.added} new, {done.changed} changed, {done.removed} removed"
    print(
        f"{out}: {done.documents} documents ({parts}), {done.facts} facts, {done.quads} quads, "
        f"{done.seconds:.1f} s"
    )
    rendering.report(done.report, limit=10)
    raise typer.Exit(done.exit_code)


@app.command(
    epilog=_examples(
        "procgraph validate graph",
        "procgraph validate graph --format json | jq '.results[].message'",
    )
)
def validate(
    dataset: Dataset,
    engine: Annotated[str, typer.Option(metavar="NAME", help="the SHACL engine")] = "pyshacl",
    format: Annotated[
        ReportFormat, typer.Option(help="how to print the report")
    ] = ReportFormat.TABLE,
) -> None:
    """Check every document's graph and the rules across documents; exit with 1 for violations."""
    from procgraph import rendering
    from procgraph.dataset.reader import open_dataset
    from procgraph.dataset.report import validate as check

    found = check(open_dataset(dataset), engine=engine)
    match format:
        case ReportFormat.TABLE:
            rendering.report(found)
        case ReportFormat.JSON:
            _print_json(found.to_json())
        case ReportFormat.TURTLE:
            _write(found.to_turtle())
    raise typer.Exit(0 if found.conforms else 1)


@app.command(
    epilog=_examples(
        "procgraph query graph procedures-for-condition --param condition='chronic neck pain'",
        "procgraph query graph feasible-with-staff -p setting=clinic -p roles='nurse; radiologist'",
        "procgraph query graph my-question.rq --format csv --timeout 10",
    )
)
def query(
    dataset: Dataset,
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="a shipped question's name, or a file *.rq")
    ],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="NAME=VALUE",
            help="a parameter: a label, CURIE, IRI or number; may be repeated",
        ),
    ] = None,
    format: Annotated[
        RowFormat | None, typer.Option(help="table, or turtle for a CONSTRUCT, unless given")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(min=0.001, metavar="S", help="give up after S seconds")
    ] = None,
    fail_empty: Annotated[
        bool, typer.Option("--fail-empty", help="exit with 1 when there are no rows")
    ] = False,
) -> None:
    """Answer a question: a shipped one (see `questions`), or a file with SPARQL."""
    from procgraph import rendering
    from procgraph.dataset.query import ask
    from procgraph.dataset.questions import find_question
    from procgraph.dataset.reader import open_dataset
    from procgraph.dataset.rows import shorten

    asked = find_question(question)
    rows = ask(open_dataset(dataset), asked, _parameters(param or []), timeout=timeout)
    wanted = format or (RowFormat.TURTLE if rows.is_graph else RowFormat.TABLE)
    if wanted is RowFormat.TABLE:
        rendering.table(rows.columns, ([shorten(cell) for cell in row] for row in rows.cells))
    else:
        _write(rows.to(wanted.value))
    raise typer.Exit(1 if fail_empty and not rows else 0)


@app.command(epilog=_examples("procgraph questions", "procgraph questions --format json"))
def questions(
    format: Annotated[TableJson, typer.Option(help="how to print them")] = TableJson.TABLE,
) -> None:
    """List the shipped questions: name, what each answers, its parameters."""
    from procgraph import rendering
    from procgraph.dataset.questions import shipped

    found = shipped("competency", "construct")
    if format is TableJson.JSON:
        _print_json([question.to_json() for question in found])
        return
    rendering.table(
        ("question", "answers", "parameters"),
        (
            (q.name, q.summary, ", ".join(f"{p.name}={p.default or ''}" for p in q.parameters))
            for q in found
        ),
    )


@app.command(
    epilog=_examples(
        "procgraph show graph 'laparoscopic cholecystectomy'",
        "procgraph show graph pgi:lumbar-spinal-fusion --format jsonl",
    )
)
def show(
    dataset: Dataset,
    procedure: Annotated[str, typer.Argument(metavar="PROCEDURE", help="a label, CURIE or IRI")],
    format: Annotated[FactFormat, typer.Option(help="how to print facts")] = FactFormat.TABLE,
) -> None:
    """Show one procedure's card: facts, qualifiers, quotes with line numbers."""
    from procgraph import rendering
    from procgraph.dataset.cards import cards
    from procgraph.dataset.reader import open_dataset

    for number, card in enumerate(cards(open_dataset(dataset), procedure)):
        if format is FactFormat.JSONL:
            for numbered in card.facts:
                print(json.dumps(numbered.fact.to_json(), ensure_ascii=False))
            continue
        if number:
            print()
        rendering.card(card)


@app.command(
    epilog=_examples(
        "procgraph explain graph 3f2a91c0",
        "procgraph explain graph 7 --procedure 'laparoscopic cholecystectomy'",
    )
)
def explain(
    dataset: Dataset,
    fact: Annotated[
        str,
        typer.Argument(metavar="FACT", help="a hash or number from `show`, or a statement's IRI"),
    ],
    procedure: Annotated[
        str | None, typer.Option(metavar="PROCEDURE", help="whose number FACT is")
    ] = None,
) -> None:
    """Tell why a fact is there: its sentence in context, the rule, the linking step."""
    from procgraph import rendering
    from procgraph.dataset.cards import explain as explain_fact
    from procgraph.dataset.reader import open_dataset

    rendering.explanation(explain_fact(open_dataset(dataset), fact, procedure=procedure))


@app.command(
    epilog=_examples(
        "procgraph coverage graph",
        "procgraph coverage graph --format sssom > open.sssom.tsv",
    )
)
def coverage(
    dataset: Dataset,
    format: Annotated[
        CoverageFormat, typer.Option(help="how to print it; sssom: open mentions to curate")
    ] = CoverageFormat.TABLE,
    limit: Annotated[int, typer.Option(min=0, help="the longest list in a table")] = 50,
    terminologies: Terminologies = None,
) -> None:
    """List the sentences that gave no fact and why, and the mentions without a concept."""
    from procgraph import rendering
    from procgraph.dataset.reader import open_dataset
    from procgraph.dataset.stats import coverage as cover

    found = cover(part.record.extraction for part in open_dataset(dataset).parts())
    if format is CoverageFormat.SSSOM:
        from procgraph.terminology import Lexicon
        from procgraph.terminology.proposals import open_mentions

        for line in open_mentions(found.unlinked, Lexicon.load(terminologies or ())):
            print(line)
    elif format is CoverageFormat.JSON:
        _print_json(found.to_json())
    else:
        rendering.coverage(found, limit=limit)


@app.command(
    epilog=_examples(
        "procgraph export graph --format turtle -o graph.ttl",
        "procgraph export graph --format jsonld --provenance full | jq '.\"@graph\"[0]'",
    )
)
def export(
    dataset: Dataset,
    format: Annotated[ExportFormat, typer.Option(help="the format to write")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="a file to write to")
    ] = None,
    provenance: Annotated[
        Provenance, typer.Option(help="full: section, rule and text selectors too")
    ] = Provenance.QUOTES,
) -> None:
    """Write the dataset in another format; the same dataset gives the same bytes."""
    from procgraph.dataset.export import export as dump
    from procgraph.dataset.files import write_lines
    from procgraph.dataset.reader import open_dataset

    pieces = dump(open_dataset(dataset), format.value, provenance=provenance.value)
    if output is None:
        for piece in pieces:
            _write(piece)
        return
    try:
        write_lines(output, (piece.encode() for piece in pieces))
    except OSError as problem:
        raise InputError(
            problem.strerror or "cannot be written", source=str(output), mend="check the path"
        ) from None


@app.command(
    epilog=_examples(
        "procgraph diff graph-old graph-new",
        "procgraph diff graph-old graph-new --format json --exit-code",
    )
)
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="a dataset")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="another dataset")],
    format: Annotated[TableJson, typer.Option(help="how to print it")] = TableJson.TABLE,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="exit with 1 when there are differences")
    ] = False,
) -> None:
    """Compare two datasets: facts added, removed, changed, by document and sentence."""
    from procgraph import rendering
    from procgraph.dataset.diff import diff as compare
    from procgraph.dataset.reader import open_dataset

    found = list(compare(open_dataset(old), open_dataset(new)))
    if format is TableJson.JSON:
        _print_json([change.to_json() for change in found])
    elif found:
        rendering.changes(found)
    raise typer.Exit(1 if exit_code and found else 0)


@app.command(epilog=_examples("procgraph stats graph", "procgraph stats graph --format json"))
def stats(
    dataset: Dataset,
    format: Annotated[TableJson, typer.Option(help="how to print it")] = TableJson.TABLE,
) -> None:
    """Count by class, relation, code system, kind of statement and document."""
    from procgraph import rendering
    from procgraph.dataset.reader import open_dataset
    from procgraph.dataset.stats import stats as count

    found = count(open_dataset(dataset))
    if format is TableJson.JSON:
        _print_json(found)
    else:
        rendering.counts(found)


@app.command(
    epilog=_examples(
        "procgraph evaluate data data/gold/facts",
        "procgraph evaluate data data/gold/facts --details treats",
    )
)
def evaluate(
    documents: Annotated[Path, typer.Argument(metavar="DOCS", help="a folder of documents")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="a folder of gold facts")],
    details: Annotated[
        str | None, typer.Option(metavar="FIELD", help="list what was missed or extra in a field")
    ] = None,
    format: Annotated[TableJson, typer.Option(help="how to print it")] = TableJson.TABLE,
) -> None:
    """Score the facts of documents against gold: precision, recall, F1, qualifiers."""
    from procgraph import evaluation, rendering
    from procgraph.documents import read_documents
    from procgraph.reading import read
    from procgraph.terminology import Lexicon

    if details is not None and details not in evaluation.FIELDS:
        fields = ", ".join(evaluation.FIELDS)
        raise InputError(f"has no field {details!r}", source=str(gold), mend=f"fields: {fields}")
    wanted = evaluation.read_gold(gold)
    lexicon = Lexicon.load()
    errors = _Errors()
    found = evaluation.evaluate(
        (
            fact.to_json()
            for document in read_documents([documents], on_error=errors.report)
            if Path(document.id).stem in wanted
            for fact in errors.facts(read, document, lexicon)
        ),
        wanted,
    )
    if format is TableJson.JSON:
        _print_json(found.to_json())
    else:
        rendering.scores(found)
        if details is not None:
            rendering.confusions(found.confusions(details))
    errors.finish()


@terms.command("info", epilog=_examples("procgraph terms info"))
def terms_info(terminologies: Terminologies = None, mappings: Mappings = None) -> None:
    """Show the vocabularies: concepts, labels and matches to other terminologies."""
    from procgraph import rendering
    from procgraph.terminology import Lexicon

    lexicon = Lexicon.load(terminologies or (), mappings)
    rows = []
    for scheme in lexicon.schemes:
        found = lexicon.terms(scheme)
        labels = sum(1 + len(t.alt_labels) + len(t.hidden_labels) for t in found)
        rows.append((scheme, len(found), labels, sum(len(t.matches) for t in found)))
    rows.append(("(all)", *(sum(column) for column in list(zip(*rows, strict=True))[1:])))
    rendering.table(("vocabulary", "concepts", "labels", "matches"), rows)
    for source in lexicon.sources:
        print(f"beside them {source.name} {source.version}: {source.terms} terms")
    print(f"version {lexicon.version}")


@terms.command("compile", epilog=_examples("procgraph terms compile"))
def terms_compile(terminologies: Terminologies = None) -> None:
    """Compile the terminologies again: the installed packages and those given."""
    from procgraph.terminology import Lexicon

    lexicon = Lexicon.load(terminologies or (), anew=True)
    for source in lexicon.sources:
        print(f"{source.name} {source.version}: {source.terms} terms, {source.names} names")
    print(f"version {lexicon.version}")


@terms.command("search", epilog=_examples("procgraph terms search 'heart attack'"))
def terms_search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="a label or a part of one")],
    limit: Annotated[int, typer.Option(min=1, help="how many to show")] = 10,
    terminologies: Terminologies = None,
) -> None:
    """Find concepts and terms of other terminologies by label; exit with 1 when there is none."""
    from procgraph import rendering
    from procgraph.terminology import Lexicon

    lexicon = Lexicon.load(terminologies or ())
    found = lexicon.search(text, limit)
    rendering.table(
        ("concept", "vocabulary", "label", "other labels", "matches"),
        (
            (
                t.iri.rsplit("/", 1)[-1],
                t.scheme,
                t.label,
                ", ".join(t.alt_labels),
                " ".join(t.matches),
            )
            for t in found
        ),
    )
    beside = lexicon.search_outside(text, limit=limit)
    if beside:
        rendering.table(
            ("term", "vocabulary", "source", "label", "found as"),
            ((t.curie, t.scheme, t.source, t.label, t.name) for t in beside),
        )
    raise typer.Exit(0 if found or beside else 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not stop the work.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = app(
            [a for a in given if a != "--debug"], prog_name="procgraph", standalone_mode=False
        )
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough. What Python still holds must not be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as stop:
        # So Typer itself ends a call whose reader has gone, and shell completion.
        return 0 if isinstance(stop.__context__, BrokenPipeError) else int(stop.code or 0)
    except (KeyboardInterrupt, typer.Abort):
        return _complain("interrupted", 130)
    except Exception as error:
        if debug:
            raise
        return _complain(*_told(error))
    return code if isinstance(code, int) else 0


def _told(error: Exception) -> tuple[str, int]:
    """An error as one line, and its exit code."""
    if isinstance(error, ProcgraphError):
        return str(error), 2
    # What Typer raises knows how to say it; its classes are not public.
    message = getattr(error, "format_message", None)
    if message is not None:
        text = str(message())
        return (text if "Usage:" in text else f"{text} See procgraph --help."), 2
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}", 2
    return f"internal error: {type(error).__name__}: {error}; --debug shows where", 2


def _complain(message: str, code: int) -> int:
    is_help = "\n" in message and "Usage:" in message
    print(message if is_help else f"procgraph: {' '.join(message.split())}", file=sys.stderr)
    return code


class _Errors:
    """Inputs that failed while the rest went on: a line each, and exit code 2 at the end."""

    def __init__(self) -> None:
        self.count = 0

    def report(self, error: InputError) -> None:
        self.count += 1
        _complain(str(error), 2)

    def facts(
        self, read: Callable[[Document, Lexicon], Extraction], document: Document, lexicon: Lexicon
    ) -> tuple[Fact, ...]:
        try:
            return read(document, lexicon).facts
        except InputError as error:
            self.report(error)
            return ()

    def finish(self) -> None:
        if self.count:
            raise typer.Exit(2)


def _parameters(given: Sequence[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise QuestionError(f"--param {text!r} is not of the form name=value")
        found[name.strip()] = value
    return found


def _print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))


def _write(text: str) -> None:
    # As it is: print would translate line ends on some systems.
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    else:
        sys.stdout.write(text)
