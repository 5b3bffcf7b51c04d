"""The form in which phrases are compared and shown: lower case, singular, US spelling, bare of
articles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from procgraph.terminology.words import rules, singular, us_spelling

__all__ = ["normalise", "plain", "sort_key", "surface", "without_accents"]

_CACHED_PHRASES = 1 << 15
_ABBREVIATION = 6

_AROUND = " .,;:!?\"'*-/\\|\u2022\u00b7\u2026\u2192"
_TO_ASCII = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4`\u2032", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    # Soft hyphens, zero-width characters and the byte order mark.
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@lru_cache(maxsize=_CACHED_PHRASES)
def normalise(phrase: str) -> str:
    """`phrase` in lower case, singular and US spelling, without articles.

    Singular are the last noun and the heads before prepositions; a clause after 'that' or 'when'
    keeps its words, and counted nouns stay plural.

    >>> normalise("The fractures of the hip"), normalise("NSAIDs"), normalise("Oedema")
    ('fracture of hip', 'nsaid', 'edema')
    """
    tokens = _bare(phrase)
    words = list(map(us_spelling, " ".join(tokens).lower().split()))
    text = " ".join(words)
    if text in _phrase_rules().phrases:
        return text
    return " ".join(_with_singular_heads(words, tokens))


def surface(phrase: str) -> str:
    """`phrase` as written, but for case, articles, space, typography and outer punctuation."""
    return " ".join(_bare(phrase)).lower()


@lru_cache(maxsize=_CACHED_PHRASES)
def sort_key(phrase: str) -> str:
    """The words of `phrase` in singular and sorted, so that phrases compare without word order.

    >>> sort_key("injuries of the median nerve") == sort_key("median-nerve injury")
    True
    """
    text = normalise(phrase)
    if text in _phrase_rules().phrases:
        return text
    skip = _phrase_rules().function_words
    words = text.split() if text.replace(" ", "").isalpha() else _TOKEN.findall(text)
    found = map(_lemma, words)
    return " ".join(sorted([word for word in found if word not in skip]))


def plain(text: str) -> str:
    """`text` with ASCII quotes and dashes, and without invisible characters and ligatures."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).translate(_TO_ASCII)


def without_accents(text: str) -> str:
    """`text` with the letters under its accents, full-width forms and the like."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=_CACHED_PHRASES)
def _bare(phrase: str) -> tuple[str, ...]:
    """The words as they are written, without articles and outer punctuation."""
    return tuple(_without_articles(_tokens(phrase)))


def _tokens(phrase: str) -> list[str]:
    text = plain(phrase).replace('"', "").replace("(s)", "").strip(_AROUND)
    if text[:1] == "(" and text.find(")") == len(text) - 1:
        text = text[1:-1].strip(_AROUND)
    if "(" not in text:
        text = text.rstrip(") ").rstrip(_AROUND)
    return text.split()


@lru_cache(maxsize=_CACHED_PHRASES)
def _lemma(token: str) -> str:
    return singular(without_accents(token).removesuffix("'s"))


class _PhraseRules(NamedTuple):
    leading: dict[str, list[list[str]]]
    inner: frozenset[str]
    named_by: frozenset[str]
    head_before: frozenset[str]
    clause: frozenset[str]
    agreement: dict[str, str]
    counting: frozenset[str]
    function_words: frozenset[str]
    phrases: frozenset[str]
    # All words that tell where the heads of a phrase are.
    marked: frozenset[str]


@cache
def _phrase_rules() -> _PhraseRules:
    table = rules("inflection.toml")
    phrase = table["phrase"]
    leading: dict[str, list[list[str]]] = {}
    for entry in sorted(phrase["leading"], key=len, reverse=True):
        words = entry.split()
        leading.setdefault(words[0], []).append(words)
    return _PhraseRules(
        leading,
        frozenset(phrase["inner"]),
        frozenset(phrase["named_by"]),
        frozenset(phrase["head_before"]),
        frozenset(phrase["clause"]),
        phrase["agreement"],
        frozenset(phrase["counting"]),
        frozenset(phrase["function_words"]),
        frozenset(table["words"]["phrases"]),
        frozenset(
            word
            for name in ("head_before", "clause", "counting", "named_by")
            for word in phrase[name]
        ),
    )


def _without_articles(tokens: list[str]) -> list[str]:
    table = _phrase_rules()
    lowered = " ".join(tokens).lower().split()
    start = 0
    while length := _leading(lowered, start):
        start += length
    if table.inner.isdisjoint(lowered):
        return tokens[start:]
    kept = tokens[start : start + 1]
    for at in range(start + 1, len(tokens)):
        is_name = at == len(tokens) - 1 or lowered[at - 1] in table.named_by
        if is_name or lowered[at] not in table.inner:
            kept.append(tokens[at])
    return kept


def _leading(lowered: list[str], start: int) -> int:
    for words in _phrase_rules().leading.get(lowered[start] if start < len(lowered) else "", ()):
        end = start + len(words)
        # Something must be left of the phrase; 'other than …' is no determiner.
        if lowered[start:end] == words and end < len(lowered) and lowered[end] not in _NO_NOUN:
            return len(words)
    return 0


_NO_NOUN = frozenset({"than", "of", "and", "or"})


def _with_singular_heads(words: list[str], tokens: Sequence[str]) -> list[str]:
    table = _phrase_rules()
    shouted = len(words) > 1 and not any(map(_has_small, tokens))
    result = list(words)
    if table.marked.isdisjoint(words) and not any(word[0].isdigit() for word in words):
        # Most phrases are a noun with adjectives before it.
        result[-1:] = [_singular_token(words[-1], "" if shouted else tokens[-1])] if words else []
        return result
    counted = False
    for at, word in enumerate(words):
        if word in table.clause:
            if at and result[at - 1] != words[at - 1] and at + 1 < len(words):
                result[at + 1] = table.agreement.get(words[at + 1], words[at + 1])
            break
        if word in table.head_before:
            counted = counted and word in _RANGE
        elif _counts(words, at):
            counted = True
        following = words[at + 1] if at + 1 < len(words) else None
        is_head = following is None or following in table.head_before or following in table.clause
        if is_head and not counted and word not in table.head_before:
            result[at] = _singular_token(word, "" if shouted else tokens[at])
    return result


_RANGE = frozenset({"to", "or", "and"})


def _has_small(token: str) -> bool:
    return token.islower() or any(c.islower() for c in token)


def _counts(words: list[str], at: int) -> bool:
    word = words[at]
    if at and words[at - 1] in _phrase_rules().named_by:
        return False
    if word in _phrase_rules().counting:
        return True
    return word[0].isdigit() and word != "1" and not any(c.isalpha() for c in word)


def _singular_token(word: str, token: str) -> str:
    # An abbreviation shows by its capitals: 'NSAIDs' is a plural, 'AIDS' and 'TENS' are none.
    if 1 < len(token) <= _ABBREVIATION and token.isupper():
        return word
    if len(token) > 2 and token[-1] == "s" and token[:-1].isupper():
        return word[:-1]
    return singular(word)
