"""What a sentence names as the reasons for a procedure: 'Gout is the usual one, then bursitis'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.extraction.clauses import Clause
from procgraph.extraction.context import Context
from procgraph.extraction.drafts import (
    Draft,
    drafts_of,
    is_finding,
    is_no_condition,
    is_phrase,
    phrases,
)
from procgraph.extraction.interpreters.cases import enumerated, told_apart
from procgraph.extraction.interpreters.criteria import criterion
from procgraph.extraction.interpreters.findings import with_causes, with_clause
from procgraph.extraction.readings import read
from procgraph.extraction.rules import first_match, rule
from procgraph.extraction.states import nominalised

__all__ = ["reasons"]


def reasons(stated: re.Match[str], clause: Clause, context: Context) -> Iterator[Draft]:
    """What a sentence names as the reasons for it: of whatever kind, if it says that they are."""
    found: list[Draft] = []
    for text in filter(None, stated.groupdict().values()):
        text = rule("indications.with-again").sub(r"\g<word>", text.strip(" ."))
        text = rule("indications.apposition").sub(r"\g<named>", text)
        pair = told_apart(text)
        listed = enumerated(text, context.purpose, "indications", context)
        for each in pair if len(pair) > 1 else listed:
            found += _reason(each, clause, context, is_whole=len(pair) > 1)
    # 'The first is gout', but 'The first is a scan'; 'Next come the cleaning and the filling'
    is_sure = "last" not in stated.groupdict() and not stated.groupdict().get("others")
    if is_sure or any(is_finding(str(draft.object), context.lexicon) for draft in found):
        yield from found


def _reason(text: str, clause: Clause, context: Context, *, is_whole: bool) -> Iterator[Draft]:
    found = first_match("criteria", text)
    if found:
        yield from criterion(found[1]["criterion"], clause, found[0].id)
        return
    reading = with_clause(read(text, context.purpose, "indications"), text, context)
    if is_whole and is_phrase(reading.full):
        reading.core = reading.full
    # 'you are anemic' is 'anemia'
    named = nominalised(text) or [p for p in phrases(reading) if not is_no_condition(p)]
    told = [gloss for gloss in reading.glosses if is_finding(gloss, context.lexicon)]
    if told and not any(is_finding(phrase, context.lexicon) for phrase in named):
        named = told  # 'twisting of its stalk (torsion of the ovary)'
    named = with_causes(named, reading, context.lexicon)
    yield from drafts_of(
        named, context.purpose, clause, reading, "indications", "indications.reason"
    )
