"""Commands that make a dataset and check it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from procgraph.cli.errors import InputErrors
from procgraph.cli.options import Dataset, Mappings, Metadata, Paths, Terminologies, examples
from procgraph.cli.output import counted, note, print_json, write

__all__ = ["commands"]

commands = typer.Typer()


class BuildEngine(StrEnum):
    """Who does the work of a build."""

    LOCAL = "local"
    DASK = "dask"


class ReportFormat(StrEnum):
    """Formats of a validation report."""

    TABLE = "table"
    JSON = "json"
    TURTLE = "turtle"


@commands.command(
    epilog=examples(
        "procgraph build data/documents --out graph",
        "procgraph build pages/ rows.jsonl --metadata codes.csv --out graph --workers 4",
        "procgraph build data/documents --out graph --strict || echo 'something is wrong'",
        "procgraph build s3://bucket/pages --out /shared/graph --engine dask --scheduler head:8786",
    )
)
def build(
    paths: Paths,
    out: Annotated[str, typer.Option(metavar="DIR", help="the dataset to make or to update")],
    workers: Annotated[int, typer.Option(min=1, help="processes to work with")] = 1,
    engine: Annotated[
        BuildEngine, typer.Option(help="who works: processes of this machine, or a Dask cluster")
    ] = BuildEngine.LOCAL,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="the Dask scheduler, for --engine dask")
    ] = None,
    metadata: Metadata = None,
    strict: Annotated[bool, typer.Option(help="exit with 1 when a rule is broken")] = False,
    terminologies: Terminologies = None,
    mappings: Mappings = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")] = False,
) -> None:
    """Make or update a dataset: only new, changed and removed documents are worked on."""
    from procgraph import rendering
    from procgraph.pipeline import build as build_dataset
    from procgraph.progress import build_progress

    errors = InputErrors()
    with build_progress(quiet=quiet) as progress:
        done = build_dataset(
            paths,
            out,
            workers=workers,
            engine=engine.value,
            scheduler=scheduler,
            metadata=metadata,
            strict=strict,
            terminologies=terminologies or (),
            mappings=mappings,
            progress=progress.documents,
            on_stage=progress.stage,
            on_error=errors.report,
        )
    if not quiet:
        if done.other_kinds:
            kinds = ", ".join(ending or "without an ending" for ending in done.other_kinds)
            total = sum(done.other_kinds.values())
            note(f"{counted(total, 'file')} of other kinds left out: {kinds}")
        for remark in done.remarks:
            note(remark)
        print("\n".join(done.lines()))
        rendering.report(done.report, limit=10)
    raise typer.Exit(done.exit_code)


@commands.command(
    epilog=examples(
        "procgraph validate graph",
        "procgraph validate graph --format json | jq '.results[].message'",
    )
)
def validate(
    dataset: Dataset,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="precheck (fast, then pyshacl) or pyshacl alone")
    ] = "precheck",
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
            print_json(found.to_json())
        case ReportFormat.TURTLE:
            write(found.to_turtle())
    raise typer.Exit(0 if found.conforms else 1)
