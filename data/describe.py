#!/usr/bin/env python3
"""Write the tables of data/README.md: the families, and the conditions that many procedures share.

    python data/describe.py           # rewrites the tables in place
    python data/describe.py --check   # exit code 1 when they are out of date

Families are read from families.toml, everything else from the documents, by procgraph itself.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import procgraph
from procgraph.terminology import Lexicon

HERE = Path(__file__).parent
README = HERE / "README.md"
SHARED_BY = 4
INDICATIONS = frozenset({"treats", "diagnoses", "prevents", "screens"})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write the tables of data/README.md.")
    parser.add_argument("--check", action="store_true", help="change nothing, only compare")
    check = parser.parse_args(arguments).check
    before = README.read_text("utf-8")
    after = described(before)
    if check and before != after:
        print("data/README.md is out of date: run python data/describe.py", file=sys.stderr)
        return 1
    if before != after:
        README.write_text(after, "utf-8", newline="\n")
    return 0


def described(readme: str) -> str:
    """The README with its tables made anew, its other text as it is."""
    extractions = list(procgraph.extract(HERE / "documents"))
    families = tomllib.loads((HERE / "families.toml").read_text("utf-8"))["family"]
    for name, lines in {
        "formats": formats_table(extractions),
        "families": families_table(families, extractions),
        "conditions": conditions_table(extractions),
    }.items():
        start, end = f"<!-- {name}: written by describe.py -->\n", f"<!-- end of {name} -->"
        head, found, rest = readme.partition(start)
        tail = rest.partition(end)[2]
        if not found or not tail:
            raise SystemExit(f"data/README.md has no place for its {name}: {start}…{end}")
        readme = "".join([head, start, *(f"{line}\n" for line in lines), end, tail])
    return readme


def formats_table(extractions: Iterable[procgraph.Extraction]) -> Iterator[str]:
    """How many documents there are of each format."""
    formats = Counter(Path(e.document.id).suffix for e in extractions)
    yield "| format | documents |"
    yield "|---|---|"
    yield from (f"| `{suffix}` | {count} |" for suffix, count in formats.most_common())
    yield f"| all | {formats.total()} |"


def families_table(
    families: Iterable[Mapping[str, object]], extractions: Iterable[procgraph.Extraction]
) -> Iterator[str]:
    """The documents of each family, by number and by what they call their procedure."""
    documents = {number(e): e for e in extractions}
    yield "| family | documents |"
    yield "|---|---|"
    for family in families:
        members = [documents.pop(name) for name in family["documents"]]
        links = (f"{number(e)} [{e.procedure.label}](documents/{e.document.id})" for e in members)
        yield f"| {family['name']} | {' · '.join(links)} |"
    if documents:
        raise SystemExit(f"families.toml: no family has {', '.join(sorted(documents))}")


def conditions_table(extractions: Iterable[procgraph.Extraction]) -> Iterator[str]:
    """The narrowest conditions of the vocabulary that at least `SHARED_BY` procedures are for."""
    lexicon = Lexicon.load()
    # By procedure, for two documents may describe the same one.
    shared: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for extraction in extractions:
        conditions = {
            iri
            for fact in extraction.facts
            if fact.relation in INDICATIONS and fact.polarity == "affirmed"
            for iri in itself_and_broader(lexicon, fact.object.broader or fact.object.iri)
        }
        for iri in conditions:
            shared[iri][extraction.procedure.iri].append(number(extraction))
    often = {iri for iri, procedures in shared.items() if len(procedures) >= SHARED_BY}
    # 'Pain' says little where 'chronic neck pain' stands in the table.
    often.difference_update(*(itself_and_broader(lexicon, iri) - {iri} for iri in often))
    yield f"| condition ({len(often)}) | procedures | documents |"
    yield "|---|---|---|"
    labels = {iri: lexicon.concept(iri).label for iri in often}
    for iri in sorted(often, key=lambda iri: (-len(shared[iri]), labels[iri])):
        numbers = " ".join(sorted(chain(*shared[iri].values())))
        yield f"| {labels[iri]} | {len(shared[iri])} | {numbers} |"


def itself_and_broader(lexicon: Lexicon, iri: str) -> set[str]:
    """A condition with all that is broader; nothing for a phrase that no vocabulary has."""
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        term = lexicon.concept(waiting.pop())
        if term and term.scheme == "conditions" and term.iri not in found:
            found.add(term.iri)
            waiting += term.broader
    return found


def number(extraction: procgraph.Extraction) -> str:
    """What the name of a document begins with."""
    return extraction.document.id.partition("_")[0]


if __name__ == "__main__":
    sys.exit(main())
