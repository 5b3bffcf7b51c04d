"""What something is kept from, as a trouble: 'the joint from slipping out' is 'slipping out of
joint'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procgraph.extraction.drafts import is_finding
from procgraph.extraction.rules import rule
from procgraph.extraction.states import state_noun
from procgraph.extraction.words import is_body_part, is_describing, word_class
from procgraph.terminology import Lexicon

__all__ = ["kept_from"]


def kept_from(text: str, lexicon: Lexicon) -> list[str]:
    """Each trouble that a text says somebody or something is kept from; nothing where it does not
    say so."""
    back = rule("indications.returns").match(text)
    if back and is_finding(back["what"], lexicon):
        return [f"return of {back['what']}"]
    found = rule("indications.kept-from").finditer(text)
    return [trouble for match in found for trouble in _troubles(match)]


def _troubles(match: re.Match[str]) -> Iterator[str]:
    what = match["what"]
    if match["also"]:
        yield from _so(match["also"], what)
    if match["coming"]:
        # 'holes from forming', but 'the body from forming antibodies' is about something else
        if not is_body_part(what.split()[-1]) and what.lower() not in word_class("vague"):
            yield what
    elif match["worse"]:
        yield f"worsening of {what}"
    elif match["bigger"]:
        yield f"growth of {what}"
    elif match["back"]:
        yield f"return of {what}"
    elif match["wider"]:
        yield f"spread of {what}"
    elif match["done"]:
        yield f"{_doing(match['done'])}{match['away']} of {what}"
    elif match["how"]:
        yield from _so(match["how"], what)
    elif match["on"]:
        yield f"{what} {match['doing']}{match['on']}"
    else:
        yield f"{match['doing']} of {what}"


def _so(how: str, what: str) -> Iterator[str]:
    noun = state_noun(how)
    if noun or is_describing(how):
        yield f"{noun} of {what}" if noun else f"{how} {what}"


def _doing(participle: str) -> str:
    """'pulled' as 'pulling', 'carried' as 'carrying'."""
    stem = participle.removesuffix("ed")
    return f"{stem[:-1]}ying" if stem.endswith("i") else f"{stem}ing"
