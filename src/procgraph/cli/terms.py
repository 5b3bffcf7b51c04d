"""Commands on the terminologies in use."""

from __future__ import annotations

from typing import Annotated

import typer

from procgraph.cli.options import Mappings, Terminologies, examples

__all__ = ["terms"]

terms = typer.Typer(no_args_is_help=True, help="The terminologies in use.")


@terms.command("info", epilog=examples("procgraph terms info"))
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


@terms.command("compile", epilog=examples("procgraph terms compile"))
def terms_compile(terminologies: Terminologies = None) -> None:
    """Compile the terminologies again: the installed packages and those given."""
    from procgraph.terminology import Lexicon

    lexicon = Lexicon.load(terminologies or (), anew=True)
    for source in lexicon.sources:
        print(f"{source.name} {source.version}: {source.terms} terms, {source.names} names")
    print(f"version {lexicon.version}")


@terms.command("search", epilog=examples("procgraph terms search 'heart attack'"))
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
