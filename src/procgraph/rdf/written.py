"""Terms as N-Quads writes them, formatted by hand.

Each is exactly as Oxigraph would write it back.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

__all__ = ["decimal_text", "duration_literal", "iri_term", "literal_term"]

_ILLEGAL_IN_IRI = re.compile(
    r'[<>"{}|^`\\\[\]]|%(?![0-9A-Fa-f]{2})'
    r"|[^\x21-\x7e\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd]"
)
_TO_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')
_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}
_MINUTES_A_DAY = 24 * 60
_IRIS_REMEMBERED = 8_192


@lru_cache(maxsize=_IRIS_REMEMBERED)
def iri_term(iri: str) -> str:
    """An IRI as N-Quads writes it; characters that it may not hold are percent-encoded."""
    if _ILLEGAL_IN_IRI.search(iri):
        iri = _ILLEGAL_IN_IRI.sub(lambda m: quote(m[0], safe="", errors="replace"), iri)
    return f"<{iri}>"


def literal_term(text: str, *, language: str = "", datatype: str = "") -> str:
    """A literal as N-Quads writes it; a lone surrogate, which no file holds, becomes U+FFFD."""
    # Nearly every text is printable, and to ask for that is twice as fast as to search.
    if not text.isprintable() or '"' in text or "\\" in text:
        text = _TO_ESCAPE.sub(_escape, text)
    if language:
        return f'"{text}"@{language}'
    return f'"{text}"^^<{datatype}>' if datatype else f'"{text}"'


def duration_literal(minutes: int) -> str:
    """Minutes as the canonical `xsd:duration`, which every RDF library leaves as it is.

    >>> duration_literal(90), duration_literal(30), duration_literal(1440)
    ('PT1H30M', 'PT30M', 'P1D')
    """
    days, rest = divmod(minutes, _MINUTES_A_DAY)
    hours, rest = divmod(rest, 60)
    time = (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")
    if not days and not time:
        return "PT0S"
    return "P" + (f"{days}D" if days else "") + (f"T{time}" if time else "")


def decimal_text(number: float) -> str:
    """A number as an `xsd:decimal` is written: without an exponent."""
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _ESCAPES:
        return _ESCAPES[character]
    return "\ufffd" if character >= "\ud800" else f"\\u{ord(character):04X}"
