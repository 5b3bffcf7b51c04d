"""What a dataset holds, lacks and breaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from procgraph.rendering.terminal import fold, line, table

if TYPE_CHECKING:
    from procgraph.dataset.coverage import Coverage
    from procgraph.dataset.report import Report

__all__ = ["counts", "coverage", "report"]

_STYLES = {"Violation": "red", "Warning": "yellow", "Info": "cyan"}


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


def coverage(found: Coverage, *, limit: int) -> None:
    """What became of the sentences, those that gave nothing, and the mentions without a concept."""
    from procgraph.dataset.coverage import MISREAD

    total = found.total
    reasons = sorted(total, key=lambda reason: (reason != "facts", reason))
    rows = [
        (section, *(counter[reason] for reason in reasons))
        for section, counter in sorted(found.sections.items(), key=lambda s: -s[1].total())
    ]
    rows.append(("(all)", *(total[reason] for reason in reasons)))
    rows.append(("", *(f"{found.share(reason):.1%}" for reason in reasons)))
    table(("section", *reasons), rows)
    unread = [s for s in found.unread if s.reason in MISREAD]
    line("")
    table(
        ("document", "line", "section", "why", "sentence"),
        ((s.document, s.line, s.section, s.reason, s.text) for s in unread[:limit]),
        title=f"Sentences not understood: {len(unread)} of {total.total()} "
        f"({found.share(*MISREAD):.1%})",
    )
    line("")
    unlinked = sorted(found.unlinked.items(), key=lambda entry: (-entry[1], entry[0]))
    table(
        ("count", "mention", "relation"),
        ((count, label, relation) for (label, relation), count in unlinked[:limit]),
        title=f"Mentions without a concept: {found.unlinked.total()} of {found.mentions}",
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
