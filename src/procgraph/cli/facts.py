"""Commands that show the facts of a dataset, and why they are there or not."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from procgraph.cli.options import Dataset, FactFormat, Terminologies, examples
from procgraph.cli.output import print_json, print_json_line

__all__ = ["commands"]

commands = typer.Typer()


class CoverageFormat(StrEnum):
    """Formats of a coverage report; SSSOM is a table for a curator to complete."""

    TABLE = "table"
    JSON = "json"
    SSSOM = "sssom"


@commands.command(
    epilog=examples(
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
                print_json_line(numbered.fact.to_json())
            continue
        if number:
            print()
        rendering.card(card)


@commands.command(
    epilog=examples(
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
    from procgraph.dataset.explanations import explain as explain_fact
    from procgraph.dataset.reader import open_dataset

    rendering.explanation(explain_fact(open_dataset(dataset), fact, procedure=procedure))


@commands.command(
    epilog=examples(
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
    from procgraph.dataset.coverage import coverage as cover
    from procgraph.dataset.reader import open_dataset

    found = cover(part.record.extraction for part in open_dataset(dataset).parts())
    if format is CoverageFormat.SSSOM:
        from procgraph.terminology import Lexicon
        from procgraph.terminology.proposals import open_mentions

        for line in open_mentions(found.unlinked, Lexicon.load(terminologies or ())):
            print(line)
    elif format is CoverageFormat.JSON:
        print_json(found.to_json())
    else:
        rendering.coverage(found, limit=limit)
