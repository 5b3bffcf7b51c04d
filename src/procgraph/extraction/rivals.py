"""Pages that set their own procedure beside another: which columns and sections are its own.

A table with a column for each states of the page's procedure what stands in the column that its
header names so, and nothing where none does. A section whose heading names only the other tells
of that one, and so do sentences that open with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from procgraph.documents import Outline
from procgraph.documents.columns import cells
from procgraph.documents.cues import meaning_of
from procgraph.documents.headings import line_key
from procgraph.documents.table_headers import compares, is_header
from procgraph.documents.tabular import COMPARISON
from procgraph.extraction.drafts import is_finding
from procgraph.extraction.rates import find_rate
from procgraph.extraction.rules import rule
from procgraph.extraction.words import is_describing, singulars
from procgraph.model import Item, Procedure, Relation, Section
from procgraph.terminology import NAMED, Lexicon

__all__ = ["Rivals", "own_side", "rivals_of", "set_aside"]

_ROW = re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*$", re.MULTILINE)
_BEFORE = re.compile(r"(?:^|[.!?]\s+)([^.!?\n]+)[.!?][\"”’)*_]*\s+$")
_RISKS = "complications"
# What a cell of these sections says is read as a sentence of the section.
_TOLD_BY_CELL = frozenset({"duration", "setting", "anesthesia", "personnel", "imaging"})
_RECOVERY = "recovery"
_LONGEST_OPENING = 5
_Name = frozenset[str]
_SURGERY: _Name = frozenset({"surgery"})


@dataclass(frozen=True)
class Rivals:
    """The names, as sets of words, of a page's own procedure and of those it is compared with;
    `is_surgery`: one of those is surgery, and the page's own is not."""

    own: frozenset[_Name] = frozenset()
    others: frozenset[_Name] = frozenset()
    is_surgery: bool = False

    def names_own(self, phrase: str) -> bool:
        return _fits(phrase, self.own)

    def is_told_of(self, text: str, start: int, end: int) -> bool:
        """Whether the sentence at `start:end` opens with another than the page's own, or goes on
        from one that does."""
        if not self.others:
            return False
        says = text[start:end]
        if rule("rivals.goes-on").match(says):
            before = _BEFORE.search(text[text.rfind("\n", 0, start) + 1 : start])
            says = before[1] if before else says
        return self._opens_with_other(" ".join(says.split()))

    def is_headed(self, heading: str) -> bool:
        """Whether a heading names another than the page's own, and not that."""
        named = singulars(heading)
        if any(name <= named for name in self.own):
            return False
        asks = self.is_surgery and rule("rivals.asks-surgery").search(heading) is not None
        return asks or any(name <= named for name in self.others if name != _SURGERY)

    def _opens_with_other(self, says: str) -> bool:
        lead = rule("rivals.opens-with").match(says)
        rest = says[lead.end() :] if lead else says
        if self.is_surgery and rule("rivals.its-cases").match(rest):
            return True
        said = re.split(r"[,;:]", rest)[0].split()[:_LONGEST_OPENING]
        opened = [singulars(" ".join(said[:count])) for count in range(1, len(said) + 1)]
        if any(name in self.own for name in opened):
            return False
        return any(name in self.others for name in opened)


@dataclass(frozen=True)
class _Row:
    """A row of a table that compares: the spans of its first cell and of the page's own."""

    name: tuple[int, int]
    says: tuple[int, int]
    is_beside: bool


def rivals_of(text: str, procedure: Procedure) -> Rivals:
    """What a page calls its own procedure and those that it sets beside it."""
    titled = next(filter(None, map(rule("rivals.titled").match, _titles(text, procedure))), None)
    headers = list(_headers(text))
    if titled is None and not headers:
        return Rivals()
    about = rule("title.about").search(text)
    pair = [titled["one"], titled["other"] or titled["against"]] if titled else []
    named = [name for name in (procedure.label, *procedure.names) if not _names_both(name, pair)]
    named += [about["own"]] if about else []
    if titled and titled["against"] and not named:
        named = pair[:1]
    own = _with_initials({variant for name in named for variant in _variants(name)}, text)
    known = Rivals(own)
    others = [name for name in pair if not known.names_own(name)]
    if len(others) == len(pair):
        others = []
    for header in headers:
        at = _own_column(header, known)
        others += [name for index, name in enumerate(header) if at and index and index != at]
    rivals = frozenset(v for name in others for v in _variants(name) if v not in own and _tells(v))
    is_surgical = [rule("others.surgical").search(name) is not None for name in others]
    owns_surgery = any(rule("others.surgical").search(name) for name in named)
    is_surgery = any(is_surgical) and not owns_surgery
    if is_surgery:
        rivals |= {_SURGERY, _SURGERY | {"open"}}
    return Rivals(own, rivals, is_surgery)


def own_side(parts: Outline, text: str, rivals: Rivals, lexicon: Lexicon) -> Outline:
    """The outline without the sections and the columns of other procedures than the page's own."""
    if not rivals.others:
        return parts
    rows = {row.name[0]: row for row in _own_rows(text, rivals)}
    sections: list[Section] = []
    for section in parts.sections:
        if section.heading and section.key != COMPARISON and rivals.is_headed(section.heading):
            sections.append(replace(section, key=None, items=()))
        elif section.key == COMPARISON:
            sections.extend(_told_apart(section, rows, text, lexicon))
        elif section.key == _RISKS:
            items = (_risk(item, rows, text) for item in section.items)
            sections.append(replace(section, items=tuple(filter(None, items))))
        else:
            sections.append(section)
    return replace(parts, sections=tuple(sections))


def set_aside(parts: Outline, own: Outline) -> set[tuple[int, int]]:
    """The spans of the items whose sections tell of another procedure, by the outlines before and
    after `own_side`."""
    emptied = {section.start for section in own.sections if not section.items}
    told = (section for section in parts.sections if section.start in emptied)
    return {(item.start, item.end) for section in told for item in section.items}


# -- names -----------------------------------------------------------------------------------------


def _titles(text: str, procedure: Procedure) -> Iterator[str]:
    yield procedure.label
    yield from procedure.titles
    first = text.lstrip("# \t\r\n").partition("\n")[0].strip()
    if first != procedure.label:
        yield first


def _names_both(name: str, pair: Sequence[str]) -> bool:
    return bool(pair) and all(each.lower() in name.lower() for each in pair)


def _tells(name: _Name) -> bool:
    """Whether a name is more than how something is done: 'Open' may begin any sentence."""
    return not all(map(is_describing, name))


def _variants(name: str) -> list[_Name]:
    """A name as it stands, and what stands in brackets beside it."""
    inner = re.findall(r"\(([^()]*)\)", name)
    plain = re.sub(r"\([^()]*\)", " ", name)
    return [words for words in map(singulars, (plain, *inner)) if words]


def _with_initials(own: set[_Name], text: str) -> frozenset[_Name]:
    for pair in rule("rivals.spelt-out").finditer(text):
        spelt, short = singulars(pair["name"]), singulars(pair["short"])
        if short in own or any(name <= spelt for name in own):
            own |= {spelt, short}
    return frozenset(own)


def _fits(phrase: str, names: frozenset[_Name]) -> bool:
    return any(
        variant <= name or name <= variant for variant in _variants(phrase) for name in names
    )


# -- tables ----------------------------------------------------------------------------------------


def _headers(text: str) -> Iterator[list[str]]:
    """The header rows with a column for each of several things."""
    if "|" not in text:
        return
    for row in _ROW.finditer(text):
        if is_header(text, row.end()):
            said = [text[start:end] for start, end in cells(row.start(), row[0])]
            if len(said) > 2 and all(said[1:]):
                yield said


def _own_column(header: Sequence[str], rivals: Rivals) -> int | None:
    """The one column whose header names the page's own procedure."""
    found = [at for at in range(1, len(header)) if rivals.names_own(header[at])]
    if len(found) > 1:
        found = [at for at in found if any(v in rivals.own for v in _variants(header[at]))]
    if len(found) != 1 or not compares(["", *header[1:]]):
        return None
    return found[0]


def _own_rows(text: str, rivals: Rivals) -> Iterator[_Row]:
    at, width = None, 0
    rows = list(_ROW.finditer(text))
    for row, before in zip(rows, [None, *rows], strict=False):
        spans = cells(row.start(), row[0])
        if before is None or text[before.end() : row.start()].strip("\r\n"):
            at = None
        if is_header(text, row.end()):
            at, width = _own_column([text[s:e] for s, e in spans], rivals), len(spans)
        elif at and len(spans) == width:
            first, own = spans[0], spans[at]
            yield _Row(first, own, at == 1)


def _told_apart(
    section: Section, rows: dict[int, _Row], text: str, lexicon: Lexicon
) -> Iterator[Section]:
    """The rows of a table that compares, each as the section that its first cell names; how often
    something happens is a risk."""
    for item in section.items:
        row = rows.get(item.start)
        if row is None:
            continue
        name, says = text[slice(*row.name)], text[slice(*row.says)]
        key = line_key(name)
        if _is_how_often(says) and _may_go_wrong(name, lexicon):
            risk = _risk(item, rows, text)
            items = (risk,) if risk else ()
            yield Section(_RISKS, section.heading, item.start, item.end, items)
        elif key in _TOLD_BY_CELL and says:
            told = Item("sentence", *row.says)
            yield Section(key, name, item.start, item.end, (told,))
        elif key == _RECOVERY and row.is_beside:
            told = Item("row", row.name[0], row.says[1])
            yield Section(key, section.heading, item.start, item.end, (told,))


def _may_go_wrong(name: str, lexicon: Lexicon) -> bool:
    if is_finding(name, lexicon):
        return True
    return lexicon.link(name, Relation.HAS_COMPLICATION).how in NAMED


def _is_how_often(says: str) -> bool:
    rate = find_rate(says)
    meaning = meaning_of(says, _RISKS)
    return bool(rate and not rate.rest) or bool(meaning and meaning.frequency)


def _risk(item: Item, rows: dict[int, _Row], text: str) -> Item | None:
    """A row of risks with how often it happens after the page's own procedure; None for what does
    not."""
    row = rows.get(item.start)
    if row is None or item.kind != "row":
        return item
    says = text[slice(*row.says)]
    if rule("rivals.absent").match(says):
        return None
    if row.is_beside:
        return replace(item, start=row.name[0], end=row.says[1], label=None)
    return replace(item, start=row.name[0], end=row.name[1], label=says)
