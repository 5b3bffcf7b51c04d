"""What the title says: the procedure's name, other names, code, code system, add-on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from procgraph.documents import Outline
from procgraph.documents.captions import labelled_title
from procgraph.documents.lines import heading_level
from procgraph.extraction.codes import stated_code, without_code
from procgraph.extraction.page_name import Heading, capital, page_name, without_furniture
from procgraph.extraction.rules import rule, rules_named
from procgraph.extraction.subject import nearer_title, said_above, subject
from procgraph.model import Document, Procedure, Section
from procgraph.rdf.iris import procedure_iri
from procgraph.terminology import Lexicon

__all__ = ["is_title_noise", "read_procedure", "series_head"]

_PARTS = re.compile(r"\s*[,;:]\s+|\s+[-–—]\s+")
# Capitals below these lines are a heading.
_TITLES = 4
_LONGEST_CODE_LINE = 40
_NOISE = ("title.noise", "title.form-number", "title.parts", "title.kind-of-paper", "title.book")
_BULLET = re.compile(r"^[-*•–\s]+")
_BAR = re.compile(r"\s+\|\s+")
_MIDDLE_ABBREVIATION = re.compile(r"\s*\([A-Z][A-Za-z0-9-]{1,9}\)")
_TRAILING_ABBREVIATION = re.compile(r"\s*\((?P<short>[A-Z][A-Za-z0-9-]{1,9})\)\s*$")


def read_procedure(document: Document, outline: Outline, lexicon: Lexicon) -> Procedure:
    """The procedure that a document describes, from its preamble, title and name section.

    The name is the name section's; else a title in capitals or of the page; else the descriptor
    line; else the file's name. A code is only what the document or its metadata states.
    """
    text = document.text
    preamble = [" ".join(text[start:end].split()) for start, end in outline.preamble]
    lines = [line for line in map(without_code, preamble) if line and not is_title_noise(line)]
    named, others = _names(outline, text)
    system, code = stated_code(document, preamble, outline, named)
    others.extend(said["name"] for line in lines if (said := rule("title.also").match(line)))
    lines = [line for line in lines if not rule("title.also").match(line)]
    label = without_code(named or _title(lines, document, outline, lexicon), code)
    if not named and others:
        label = others.pop(0) if not lines else label
    names: list[str] = []
    for name in [*others, *_abbreviation(label)]:
        # 'Cirrhosis - liver biopsy' is where an index has it
        is_indexed = name.lower().endswith(f" - {label.lower()}")
        if name and not is_indexed and name.lower() != label.lower() and name not in names:
            names.append(name)
    titles = tuple(title for title in map(_without_listing, lines) if title != label)
    grammar = " ".join([*titles, label])
    placed = [series_head(title) for title in (label, *names, *titles)]
    series = next((place for _, place in placed if place), None)
    heads = [head for head, place in placed if place]
    if series != "additional":
        heads.extend([label, *names, *_shorter(label)])
    return Procedure(
        iri=procedure_iri(label),
        label=label,
        names=tuple(names),
        code=code,
        code_system=system,
        add_on=rule("title.add-on").search(" ".join([*preamble, label])) is not None,
        concepts=_most_specific(
            lexicon.procedure_concepts([label, *names, *_shorter(label)]), lexicon
        ),
        titles=titles,
        technique=_techniques(grammar),
        series=series,
        head_concepts=_head_concepts(heads, series, lexicon),
    )


def series_head(title: str) -> tuple[str, Literal["first", "additional"] | None]:
    """A title without the part that places it in a series, and which place that is.

    >>> series_head("Kyphoplasty, each additional vertebra")
    ('Kyphoplasty', 'additional')
    >>> series_head("Kyphoplasty, first vertebra")
    ('Kyphoplasty', 'first')
    >>> series_head("Cholecystectomy")
    ('Cholecystectomy', None)
    """
    series: Literal["first", "additional"] | None = None
    kept: list[str] = []
    for part in _PARTS.split(title):
        if rule("title.additional").match(part):
            series = "additional"
        elif rule("title.first").match(part):
            series = series or "first"
        else:
            kept.append(part)
    return ", ".join(kept), series


def _without_listing(line: str) -> str:
    return rule("title.listing").sub("", line).strip(" .;,")


def _techniques(title: str) -> tuple[str, ...]:
    found = rule("title.technique").finditer(title)
    return tuple(dict.fromkeys(match[0].lower() for match in found))


def is_title_noise(line: str) -> bool:
    """A line of the page rather than of the document ('Search all medical codes', 'CPT4 code')."""
    is_code = len(line) < _LONGEST_CODE_LINE and rule("title.system-line").match(line) is not None
    return is_code or rules_named(*_NOISE).begins(line)


def _title(lines: list[str], document: Document, outline: Outline, lexicon: Lexicon) -> str:
    for line in lines:
        if said := rule("title.named").match(line):
            return capital(said["name"])
    named = [line for line in lines if labelled_title(line) or not _is_form(line)]
    is_named = bool(named) and "?" not in named[0]
    if not is_named and (told := said_above(document, outline)):
        return capital(told)
    if not named and not document.title and (told := subject(document, outline, lexicon)):
        return capital(told)
    if named and (nearer := nearer_title(named, document, outline, lexicon)):
        named = [capital(nearer)]
    lines = named or lines
    headings = _headings(document, outline)
    capitals = [line for line in lines[:_TITLES] if line.isupper() and len(line.split()) > 1]
    if capitals:
        if headings and headings[0].level == 1 and _is_name_in_capitals(headings[0].says):
            return headings[0].says
        return without_furniture(capitals[0])
    labelled = next((line for line in lines if labelled_title(line)), None)
    if labelled:
        return without_furniture(labelled)
    if document.title:
        return page_name(without_code(document.title), headings, lexicon.is_word)
    if lines:
        return without_furniture(_without_listing(_BAR.split(lines[0])[0]))
    return re.sub(r"[_-]+", " ", re.sub(r"\.\w+$", "", document.id)).strip() or document.id


def _headings(document: Document, outline: Outline) -> list[Heading]:
    """The marked headings above the first section."""
    found = []
    for start, end in outline.preamble:
        if level := heading_level(document.text, start):
            heading = " ".join(document.text[start:end].split())
            heading = without_code(rule("title.name-heading").sub("", heading))
            found.append(Heading(level, heading))
    return found


def _is_name_in_capitals(heading: str) -> bool:
    return heading.isupper() and rule("title.procedure").match(heading) is not None


def _is_form(line: str) -> bool:
    """Whether a line says whose page it is, or which form ('Pain clinic', not 'Pain clinic
    injection')."""
    named = rule("title.paper").sub("", line)
    is_form = rule("title.form").match(line) and not rule("title.procedure").match(named)
    return bool(is_form or rule("title.nobody").match(line))


def _names(outline: Outline, text: str) -> tuple[str | None, list[str]]:
    """The name, and the other ones; where a page has no name section, its first common one."""
    name: str | None = None
    others: list[str] = []
    common = False
    for section in outline.sections:
        if section.key == "names":
            common = common or not (others or rule("title.others").match(section.heading))
            for line in _lines(section, text):
                others.extend(_split_names(line))
        elif section.key == "name":
            common = True
            for line in _lines(section, text):
                label = rule("title.name-label").match(line)
                if label:
                    others.extend(_split_names(line[label.end() :]))
                elif rule("title.code-label").search(line):
                    continue
                elif name is None or line.startswith("("):
                    for kind in ("title.other-names", "title.inline-names"):
                        for match in rule(kind).finditer(line):
                            others.extend(_split_names(match["names"]))
                        line = rule(kind).sub("", line)
                    if known := rule("title.known-as").search(line):
                        said = known["names"] or known["names2"]
                        others.extend(one["name"] for one in rule("title.quoted").finditer(said))
                        line = line[: known.start()]
                    name = name or line.strip(" .;:") or None
    if name is None and others and common:
        name = others.pop(0)
    return name, others


def _lines(section: Section, text: str) -> list[str]:
    # Items without their lead would lose the label 'Common name(s):', so whole lines are read.
    lines: list[str] = []
    for item in section.items:
        start = text.rfind("\n", 0, item.start) + 1
        start = max(start, section.start)
        line = text[start : item.end]
        line = rule("title.name-heading").sub("", line.strip())
        line = " ".join(_BULLET.sub("", line).split())
        if section.key == "names":
            line = rule("title.names-heading").sub("", line)
        if line and line not in lines:
            lines.append(line)
    return lines


def _split_names(line: str) -> list[str]:
    return [
        part.strip(" .;")
        for part in rule("title.separator").split(line.strip(" ."))
        if part and part.strip(" .;")
    ]


def _head_concepts(names: Iterable[str], series: str | None, lexicon: Lexicon) -> tuple[str, ...]:
    """What the names denote; of the first of a series also the kind that it is one of."""
    found = set(lexicon.procedure_concepts(names))
    if series == "first":
        terms = [lexicon.concept(concept) for concept in found]
        found.update(wider for term in terms if term for wider in term.broader)
    return tuple(sorted(found))


def _shorter(label: str) -> list[str]:
    """The label without an abbreviation in its middle, and without its kind ('program').

    Its purpose stays: 'injection for carpal tunnel syndrome' is not any injection.
    """
    plain = " ".join(_MIDDLE_ABBREVIATION.sub(" ", label).split())
    return [plain, rule("title.kind").sub("", plain)]


def _most_specific(concepts: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The concepts that are not above another of them: 'spine fusion' says less than its kind."""
    found = frozenset(concepts)
    return tuple(sorted(found - lexicon.above(found)))


def _abbreviation(label: str) -> list[str]:
    """The name without its abbreviation; and the abbreviation, where it stands for all of it.

    'RFA' stands for less than 'Lumbar Radiofrequency Ablation (RFA)' and is no name of that.
    """
    match = _TRAILING_ABBREVIATION.search(label)
    if not match:
        return []
    name = label[: match.start()].strip()
    whole = name[:1].casefold() == match["short"][:1].casefold()
    return [name, match["short"]] if whole else [name]
