"""Links against gold: mentions to concepts by slot, and mentions to other documents.

An identity is right when it is the gold's. A step to a broader concept is right when that is one of
the gold's or above it; it says less than the identity, so it never counts as found.

Between documents a wrong link is worse than a missing one, so beside precision and recall stands
F0.5 (van Rijsbergen, Information Retrieval, 1979, chapter 7), which weighs precision twice.

Run as ``python -m procgraph.evaluation_links data/gold``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from procgraph.dataset.resolution import Mentioned, Row, resolve, row
from procgraph.errors import InputError
from procgraph.evaluation import Counts
from procgraph.gold_tables import PREFIX, Link, Mention, half, read_links, read_resolution
from procgraph.model import Concept, Relation
from procgraph.rdf import vocabulary as v
from procgraph.rdf.iris import CONCEPT
from procgraph.terminology import Lexicon
from procgraph.terminology.slots import SLOTS

__all__ = ["LinkScore", "ResolutionScore", "rows_of", "score_links", "score_resolution"]

_NONE = Counts()
_NO_IDENTITY = frozenset({"broader", "phrase"})
_QUAD = re.compile(r"<([^>]*)> <([^>]*)> <([^>]*)> ")
_NAMES_A_DOCUMENT = frozenset({v.pg("describedBy"), v.relation_iri(Relation.HAS_ALTERNATIVE)})


@dataclass(frozen=True, slots=True)
class LinkScore:
    """The score of one slot: identities, and steps to a broader concept (whose gold is the rows
    where one would be right). `wrong` and `missing` say mention, what was found, what is right."""

    identities: Counts = _NONE
    steps: Counts = _NONE
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __add__(self, other: LinkScore) -> LinkScore:
        return LinkScore(
            self.identities + other.identities,
            self.steps + other.steps,
            self.wrong + other.wrong,
            self.missing + other.missing,
        )


@dataclass(frozen=True, slots=True)
class ResolutionScore:
    """The score of the links between documents."""

    counts: Counts = _NONE
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def f_half(self) -> float:
        """F0.5: precision weighs twice what recall does."""
        precision, recall = self.counts.precision, self.counts.recall
        total = 0.25 * precision + recall
        return 1.25 * precision * recall / total if total else 0.0


# -- mentions to concepts --------------------------------------------------------------------------


def score_links(gold: Iterable[Link], lexicon: Lexicon) -> dict[str, LinkScore]:
    """Link each mention of the gold, and score what is found by slot; slots sorted."""
    scores: dict[str, LinkScore] = {}
    for link in gold:
        slot = SLOTS[link.relation].name
        score = _score_link(link, lexicon.link(link.mention, link.relation), lexicon)
        scores[slot] = scores.get(slot, LinkScore()) + score
    return dict(sorted(scores.items()))


def _score_link(gold: Link, found: Concept, lexicon: Lexicon) -> LinkScore:
    # An identity with an outside term keeps an IRI of its own, about which the gold says nothing.
    is_identity = found.how not in _NO_IDENTITY and lexicon.concept(found.iri) is not None
    is_step = found.broader is not None
    identity_is_right = is_identity and found.iri == gold.concept
    step_is_right = found.broader is not None and found.broader in _true_of(gold, lexicon)
    told = f"{gold.document}: {gold.mention!r} → {_told(found)}; right: {_right(gold)}"
    is_wrong = is_identity != identity_is_right or is_step != step_is_right
    return LinkScore(
        Counts(identity_is_right, is_identity, gold.concept is not None),
        Counts(step_is_right, is_step, gold.concept is None and bool(gold.broader)),
        (told,) if is_wrong else (),
        (told,) if gold.concept and not identity_is_right and not is_wrong else (),
    )


def _true_of(gold: Link, lexicon: Lexicon) -> frozenset[str]:
    """The concepts of which the gold's mention is a kind."""
    seen: set[str] = set()
    waiting = [*gold.broader, *([gold.concept] if gold.concept else [])]
    while waiting:
        iri = waiting.pop()
        if iri not in seen:
            seen.add(iri)
            term = lexicon.concept(iri)
            waiting.extend(term.broader if term else ())
    return frozenset(seen)


def _told(found: Concept) -> str:
    if found.broader is not None:
        return f"a kind of {_name(found.broader)}"
    return f"{_name(found.iri)} ({found.how})" if found.how != "phrase" else "nothing"


def _right(gold: Link) -> str:
    if gold.concept:
        return _name(gold.concept)
    kinds = " or ".join(map(_name, gold.broader))
    return f"a kind of {kinds}" if kinds else "nothing"


# -- mentions to documents -------------------------------------------------------------------------


def score_resolution(
    gold: Iterable[Mention], rows: Mapping[str, Row], lexicon: Lexicon
) -> ResolutionScore:
    """Resolve each mention of the gold among `rows`, which are by document, and score the links.

    A mention stands alone in its document's row, so that each link is known to come from it, and
    what the extraction makes of the sentence plays no part.
    """
    bare = {document: replace(entry, mentions=()) for document, entry in rows.items()}
    documents: dict[str, set[str]] = {}
    for document, entry in bare.items():
        documents.setdefault(entry.iri, set()).add(document)
    score = ResolutionScore()
    for mention in gold:
        found = {
            document
            for iri in _procedures(mention, bare, lexicon)
            for document in documents.get(iri, ())
        }
        right = found & mention.targets
        told = f"{mention.document}: {mention.mention!r} → "
        score = ResolutionScore(
            score.counts + Counts(len(right), len(found), len(mention.targets)),
            score.wrong + tuple(told + name for name in sorted(found - right)),
            score.missing + tuple(told + name for name in sorted(mention.targets - found)),
        )
    return score


def rows_of(documents: Path, lexicon: Lexicon) -> dict[str, Row]:
    """The row of each document in a folder, which is read with this lexicon."""
    from procgraph.documents import read_documents
    from procgraph.reading import read

    return {d.id: row(read(d, lexicon)) for d in read_documents([documents])}


def _procedures(gold: Mention, bare: Mapping[str, Row], lexicon: Lexicon) -> set[str]:
    own = bare.get(gold.document)
    if own is None:
        return set()
    concept = lexicon.link(gold.mention, gold.relation)
    alone = replace(own, mentions=(Mentioned(gold.relation, concept.iri, concept.label),))
    table = [alone if entry is own else entry for entry in bare.values()]
    quads = (_QUAD.match(line) for line in resolve(table))
    return {
        quad[3]
        for quad in quads
        if quad and quad[1] in (own.iri, concept.iri) and quad[2] in _NAMES_A_DOCUMENT
    } - {own.iri}


def _name(iri: str) -> str:
    return PREFIX + iri.removeprefix(CONCEPT)


# -- command ---------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Score ``links.tsv`` and ``resolution.tsv`` of a folder, and print what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m procgraph.evaluation_links")
    parser.add_argument("gold", type=Path, help="the folder of links.tsv and resolution.tsv")
    parser.add_argument("--documents", type=Path, help="as a rule 'documents' beside the folder")
    parser.add_argument("--half", choices=("development", "test"), help="only this half")
    parser.add_argument("--details", action="store_true", help="list what is wrong or missing")
    call = parser.parse_args(arguments)
    try:
        _report(
            call.gold, call.documents or call.gold.parent / "documents", call.half, call.details
        )
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _report(gold: Path, documents: Path, chosen: str | None, details: bool) -> None:
    lexicon = Lexicon.load()
    links = [link for link in read_links(gold / "links.tsv") if _in(link.document, chosen)]
    mentions = [m for m in read_resolution(gold / "resolution.tsv") if _in(m.document, chosen)]
    by_slot = score_links(links, lexicon)
    resolved = score_resolution(mentions, rows_of(documents, lexicon), lexicon)
    both = sum(by_slot.values(), start=LinkScore())
    print(f"{'':12}{'precision':>10}{'recall':>8}{'right':>7}{'made':>6}{'gold':>6}{'kinds':>8}")
    for slot, score in [*by_slot.items(), ("all", both)]:
        steps = f"{score.steps.matched}/{score.steps.predicted}"
        print(_line(slot, score.identities) + f"{steps:>8}")
    print(_line("resolution", resolved.counts) + f"  F0.5 {resolved.f_half:.3f}")
    if details:
        for title, told in (
            ("wrong links", both.wrong),
            ("missing links", both.missing),
            ("wrong documents", resolved.wrong),
            ("missing documents", resolved.missing),
        ):
            print(f"\n{title}: {len(told)}", *told, sep="\n  ")


def _in(document: str, chosen: str | None) -> bool:
    return chosen is None or half(document) == chosen


def _line(name: str, counts: Counts) -> str:
    return (
        f"{name:12}{counts.precision:10.3f}{counts.recall:8.3f}"
        f"{counts.matched:7}{counts.predicted:6}{counts.gold:6}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
