"""The links across documents after a small change: those before it, and what the change makes of
them.

A row's links depend on the row and on who has the names and concepts that it mentions. So when some
rows go and others come, the links of these change, and those of the rows that mention a name or a
concept of them. A link that such a row no longer makes goes, unless another row makes it, too; that
row then has one end of the link as its own procedure, or mentions its subject.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence, Set

from procgraph.dataset.resolution import (
    Link,
    Row,
    Targets,
    as_lines,
    links_of_rows,
    links_of_table,
    normal,
)
from procgraph.dataset.summaries import Sketch
from procgraph.rdf.written import iri_term

__all__ = ["relinked"]


def relinked(
    before: Sequence[str], rest: Sequence[Sketch], gone: Sequence[Row], come: Sequence[Row]
) -> list[str] | None:
    """The same as `resolve` gives for the rows of `rest` and `come`.

    `before` is what it gave for those of `rest` and `gone`. None where an IRI that is not written
    as it is makes it unsafe to tell links apart.
    """
    stay = [sketch.row for sketch in rest]
    known = Targets.of(stay)
    concepts = {concept for entry in (*gone, *come) for concept in (entry.iri, *entry.concepts)}
    names = {normal(name) for entry in (*gone, *come) for name in entry.names}
    others = list(_mentioning(rest, concepts, names))
    old = _links([*gone, *others], [*stay, *gone], known.with_rows(gone))
    targets = known.with_rows(come)
    new = _links([*come, *others], [*stay, *come], targets)
    lost = old - new
    if not _are_plain(concepts.union(*lost)):
        return None
    if lost:
        lost.difference_update(links_of_rows(_may_make(rest, lost), targets))
    less, more = {*as_lines(lost)}, {*as_lines(new)}
    # Sorted lines with a few more behind them are soon sorted.
    return sorted([*(x for x in before if x not in less and x not in more), *more])


def _are_plain(iris: Iterable[str]) -> bool:
    return all(iri_term(iri) == f"<{iri}>" for iri in iris)


def _links(rows: Iterable[Row], table: Sequence[Row], targets: Targets) -> set[Link]:
    return {*links_of_rows(rows, targets), *links_of_table(table, targets)}


def _mentioning(rows: Iterable[Sketch], concepts: Set[str], names: Set[str]) -> Iterator[Row]:
    for row in _with_any(rows, concepts, names):
        if any(m.iri in concepts or normal(m.label) in names for m in row.mentions):
            yield row


def _may_make(rows: Sequence[Sketch], links: Set[Link]) -> Iterator[Row]:
    """The rows that may make one of the links."""
    subjects = {subject for subject, _, _ in links}
    ends = subjects.union(target for _, _, target in links)
    yield from (sketch.whole() for sketch in rows if sketch.row.iri in ends)
    yield from _with_any(rows, subjects, ())


def _with_any(rows: Iterable[Sketch], concepts: Set[str], names: Iterable[str]) -> Iterator[Row]:
    """The rows that mention one of the concepts or names, and some more."""
    escaped = {json.dumps(concept)[1:-1] for concept in concepts}
    # A label has the longest word of the name that it is. Where the label's case is another, that
    # is told from how it stands in a file as long as all of it is ASCII.
    words = {max(name.split(), key=len, default="") for name in names}
    for sketch in rows:
        mentions = sketch.mentions
        if not escaped.isdisjoint(mentions.split('"')):
            yield sketch.whole()
        elif words:
            folded = mentions.lower()
            if "\\u" in folded or any(word in folded for word in words):
                yield sketch.whole()
