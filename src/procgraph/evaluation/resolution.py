"""Mentions against gold: do they lead to the documents that they name?

Between documents a wrong link is worse than a missing one, so beside precision and recall stands
F0.5, in which precision weighs twice what recall does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from procgraph.dataset.resolution import Mentioned, Row, resolve
from procgraph.evaluation.counts import Counts
from procgraph.evaluation.tables import Mention
from procgraph.model import Relation
from procgraph.rdf import vocabulary as v
from procgraph.terminology import Lexicon

__all__ = ["ResolutionScore", "score_resolution"]

_NONE = Counts()
_QUAD = re.compile(r"<([^>]*)> <([^>]*)> <([^>]*)> ")
_NAMES_A_DOCUMENT = frozenset({v.pg("describedBy"), v.relation_iri(Relation.HAS_ALTERNATIVE)})


@dataclass(frozen=True, slots=True)
class ResolutionScore:
    """The score of the links between documents."""

    counts: Counts = _NONE
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The scores, and what is wrong or missing."""
        return {
            **self.counts.to_json(),
            "f0.5": self.counts.f(0.5),
            "wrong": list(self.wrong),
            "missing": list(self.missing),
        }


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
