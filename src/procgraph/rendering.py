"""How results look in a terminal. In a pipe there is no colour, no frame, and no line is cut."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from procgraph.evaluation import CORE, FIELDS

if TYPE_CHECKING:
    from rich.console import Console

    from procgraph.dataset.cards import Card, Explanation
    from procgraph.dataset.diff import Change
    from procgraph.dataset.report import Report
    from procgraph.dataset.stats import Coverage
    from procgraph.evaluation import Confusion, Counts, Evaluation
    from procgraph.model import Fact

__all__ = [
    "card",
    "changes",
    "confusions",
    "counts",
    "coverage",
    "explanation",
    "facts",
    "fold",
    "progress_bar",
    "report",
    "scores",
    "table",
]

_PIPE_WIDTH = 1 << 16
_STYLES = {"Violation": "red", "Warning": "yellow", "Info": "cyan"}


def console(*, error: bool = False) -> Console:
    """A console on standard output or standard error."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else _PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """A table: framed in a terminal, aligned columns in a pipe."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = console()
    frame = box.SIMPLE_HEAD if out.is_terminal else None
    drawn = Table(box=frame, title=title or None, title_justify="left", pad_edge=False)
    for column in columns:
        drawn.add_column(Text(column), overflow="fold")
    for row in rows:
        drawn.add_row(*(c if isinstance(c, Text) else Text(_cell(c)) for c in row))
    _print(out, drawn)


def facts(found: Iterable[Fact]) -> None:
    """Facts as a table."""
    table(
        ("document", "line", "relation", "object", "qualifiers", "quote"),
        (
            (
                fact.document,
                fact.evidence[0].line,
                fact.relation.value,
                object_label(fact),
                "; ".join(qualifiers(fact)),
                fold(fact.evidence[0].quote),
            )
            for fact in found
        ),
    )


def report(found: Report, *, limit: int | None = None) -> None:
    """A validation report: one line a result, and what it comes to."""
    from rich.text import Text

    shown = found.results if limit is None else found.results[:limit]
    if shown:
        table(
            ("severity", "where", "shape", "message", "quote"),
            (
                (
                    Text(r.severity, style=_STYLES.get(r.severity, "")),
                    f"{r.document}:{r.line}" if r.document else "",
                    r.shape,
                    r.message,
                    fold(r.quote or ""),
                )
                for r in shown
            ),
        )
    by_severity = ", ".join(f"{n} {name}" for name, n in sorted(found.by_severity.items()))
    verdict = "conforms" if found.conforms else "does not conform"
    more = len(found.results) - len(shown)
    hidden = f"; {more} more: see `procgraph validate`" if more else ""
    line(f"{found.documents} documents: {verdict} ({by_severity or 'no results'}){hidden}")


def card(found: Card) -> None:
    """One procedure's card: its facts by relation, each with its number, hash, line and quote."""
    procedure, document = found.extraction.procedure, found.extraction.document
    out = console()
    _print(out, procedure.label, style="bold")
    code = " ".join(filter(None, (procedure.code_system, procedure.code)))
    about = {
        "also": ", ".join(procedure.names),
        "code": code,
        "add-on": "yes" if procedure.add_on else "",
        "document": document.id,
        "source": document.url or document.source,
        "id": procedure.iri,
    }
    for name, value in about.items():
        if value:
            _print(out, f"  {name:<9} {value}")
    relation = ""
    for numbered in found.facts:
        fact, place = numbered.fact, numbered.fact.evidence[0]
        if fact.relation.value != relation:
            relation = fact.relation.value
            _print(out, f"\n{relation}", style="bold")
        notes = "".join(f" [{note}]" for note in qualifiers(fact))
        _print(out, f"  {numbered.number:>3} {numbered.hash[:8]}  {object_label(fact)}{notes}")
        _print(out, f"      line {place.line}: “{fold(place.quote)}”", style="dim")


def explanation(found: Explanation) -> None:
    """Why a fact is there."""
    from rich.text import Text

    fact, out = found.fact, console()
    _print(
        out, f"{fact.procedure.label} — {fact.relation.value} — {object_label(fact)}", style="bold"
    )
    marked = Text.assemble(
        found.before,
        ("»" + found.quote + "«", "bold reverse" if out.is_terminal else ""),
        found.after,
    )
    _print(out, Text("  ") + marked)
    place = fact.evidence[0]
    about = {
        "document": f"{fact.document}, line {place.line}, characters {place.start}–{place.end}",
        "source": found.source,
        "section": fact.section,
        "rule": fact.rule,
        "qualifiers": "; ".join(qualifiers(fact)),
        "linked by": found.how or "",
        "concept": " < ".join(found.path),
        "matches": " ".join(getattr(fact.object, "matches", ())),
        "statement": found.iri,
    }
    for name, value in about.items():
        if value:
            _print(out, f"  {name:<10} {value}")


def coverage(found: Coverage, *, limit: int) -> None:
    """What became of the sentences, those that gave nothing, and the mentions without a concept."""
    reasons = sorted(found.total, key=lambda reason: (reason != "facts", reason))
    rows = [
        (section, *(counter[reason] for reason in reasons))
        for section, counter in sorted(found.sections.items(), key=lambda s: -s[1].total())
    ]
    rows.append(("(all)", *(found.total[reason] for reason in reasons)))
    table(("section", *reasons), rows)
    unread = [s for s in found.unread if s.reason not in ("boilerplate", "narrative")]
    line("")
    table(
        ("document", "line", "section", "why", "sentence"),
        ((s.document, s.line, s.section, s.reason, s.text) for s in unread[:limit]),
        title=f"Sentences without facts: {len(unread)}, beside boilerplate and narrative",
    )
    line("")
    unlinked = sorted(found.unlinked.items(), key=lambda entry: (-entry[1], entry[0]))
    table(
        ("count", "mention", "relation"),
        ((count, label, relation) for (label, relation), count in unlinked[:limit]),
        title=f"Mentions without a concept: {found.unlinked.total()} of {found.mentions}",
    )


def changes(found: Iterable[Change]) -> None:
    """A diff: what was added, removed and changed, by document and sentence."""
    signs = {"added": "+", "removed": "-", "changed": "~"}
    table(
        ("", "document", "line", "relation", "object", "what differs", "quote"),
        (
            (
                signs[c.kind],
                c.document,
                c.fact.evidence[0].line,
                c.fact.relation.value,
                object_label(c.fact),
                "; ".join(_difference(c)) or "; ".join(qualifiers(c.fact)),
                fold(c.fact.evidence[0].quote),
            )
            for c in found
        ),
    )


def counts(found: Mapping[str, Mapping[str, int]], *, limit: int = 30) -> None:
    """Named groups of counts."""
    for i, (group, values) in enumerate(found.items()):
        if i:
            line("")
        shown = list(values.items())[:limit]
        table((group, "count"), [(name, f"{n:,}") for name, n in shown])
        if len(values) > limit:
            line(f"({len(values) - limit} more: --format json)")


def scores(found: Evaluation) -> None:
    """Precision, recall and F1 by field, then the qualifiers, then the micro-averages."""
    rows = [(name, *_prf(found.counts(name)), "") for name in FIELDS]
    for name, fields in (("core", CORE), ("all", tuple(FIELDS))):
        low, high = found.interval(*fields)
        rows.append((f"{name} (micro)", *_prf(found.counts(*fields)), f"{low:.3f}–{high:.3f}"))
    table(("field", "P", "R", "F1", "matched", "found", "gold", "95 % of F1"), rows)
    table(
        ("qualifier", "right", "of", "accuracy"),
        (
            (name, right, total, f"{right / total:.3f}")
            for name, (right, total) in found.qualifiers().items()
        ),
    )


def confusions(found: Iterable[Confusion]) -> None:
    """What was missed, and what was found and is in no gold."""
    table(
        ("document", "kind", "label", "quote"),
        ((c.document, c.kind, c.label, fold(c.quote)) for c in found),
    )


def _prf(counts: Counts) -> tuple[str, str, str, int, int, int]:
    scored = (f"{value:.3f}" for value in (counts.precision, counts.recall, counts.f1))
    precision, recall, f1 = scored
    return precision, recall, f1, counts.matched, counts.predicted, counts.gold


def line(text: str) -> None:
    """A line of a result."""
    print(text)


def qualifiers(fact: Fact) -> list[str]:
    """What restricts a fact, in words."""
    found = ["negated"] if fact.polarity == "negated" else []
    if fact.condition:
        found.append(fact.condition)
    if fact.group is not None:
        found.append(f"choice {fact.group}")
    if fact.frequency:
        found.append(fact.frequency)
    if fact.rate:
        ends = [
            f"{rate:.3%}".rstrip("0%").rstrip(".")
            for rate in (fact.rate.min, fact.rate.max)
            if rate is not None
        ]
        found.append("–".join(dict.fromkeys(ends)) + " %")
    return found


def fold(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


@contextmanager
def progress_bar(description: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, which gets the number of things done and of all; none in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress

    with Progress(console=console(error=True), transient=True) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def object_label(fact: Fact) -> str:
    """The object of a fact for people to read."""
    from procgraph.dataset.diff import object_label as label

    return label(fact)


def _difference(change: Change) -> Iterator[str]:
    for name in change.differences:
        if name == "quotes":
            yield "other words"
        else:
            old, new = getattr(change.old, name), getattr(change.new, name)
            yield f"{name}: {old or 'none'} → {new or 'none'}"


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _print(out: Console, what: object, *, style: str | None = None) -> None:
    # Rich pads lines to the width of a cell; a pipe gets no trailing blanks.
    if out.is_terminal:
        out.print(what, style=style)
        return
    with out.capture() as captured:
        out.print(what)
    out.file.write("".join(f"{text.rstrip()}\n" for text in captured.get().splitlines()))
