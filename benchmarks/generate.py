"""Any number of documents that are like the corpus, made by recombining its sections and sentences.

    python benchmarks/generate.py 10000 --out /tmp/documents
    python benchmarks/generate.py 10000 --out /tmp/documents --seed 7 --novelty 0.5

A document of the corpus is the mould: its format, the order of its sections and how many bullets,
steps and sentences each has. What stands in them comes from the same section of other documents,
half of the time from one of them in its order. The procedure's name is made from labels of our
vocabularies, is not used twice, and documents next to each other name each other as alternatives.

Document `i` depends on the seed, `i` and the corpus only: 10,000 documents are the first 10,000 of
100,000. `--novelty` is the share of sentences in which something is exchanged, see novelty.py;
repeats.py tells how often sentences and words recur. This is text for machines: it has the form of
procedure descriptions and makes no sense.
"""

from __future__ import annotations

import argparse
import html
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from random import Random

from common import ROOT
from novelty import Novelty, vocabulary

from procgraph.documents import outline
from procgraph.documents.html import render_html
from procgraph.documents.markdown import render_markdown
from procgraph.documents.rendering import Rendering
from procgraph.extraction.title import is_title_noise
from procgraph.resources import vocabulary_files
from procgraph.terminology.skos import Term

__all__ = ["CORPUS", "NOVELTY", "Generator", "generate"]

CORPUS = ROOT / "data" / "documents"
NOVELTY = 0.9
"""Of all sentences; what repeats at this share is stated in README.md."""

PER_FOLDER = 1000

_RENDER = {".html": render_html, ".md": render_markdown}
_TECHNIQUES = (
    "Laparoscopic",
    "Open",
    "Percutaneous",
    "Robotic",
    "Endoscopic",
    "Ultrasound-guided",
    "CT-guided",
    "Image-guided",
    "Minimally invasive",
    "Outpatient",
    "Staged",
    "Repeat",
)
_ADD_ON = re.compile(r"\(List separately[^)]*\)")
_CODE = re.compile(r"\b(?:[A-V]\d{4}|(?=[A-Z]*\d)(?=\d*[A-Z])[0-9A-HJ-NP-Z]{7})\b")
_PAGE_TITLE = re.compile(r"(?<=<title>).*?(?=</title>)|(?<=^title: ).*$", re.MULTILINE)
_FRONT_CODE = re.compile(r"^code(?:_system)?:.*\n", re.MULTILINE)
_RESTRICTION = re.compile(r",? (?:if|when|where|for|unless|provided|in case|once) .*$")
_SIBLINGS = 6


@dataclass(frozen=True, slots=True)
class Slot:
    """Where something of another document may stand: a stretch of the mould's source.

    `section` is ``title`` for the lines before the first section.
    """

    start: int
    end: int
    section: str | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Mould:
    """A document of the corpus, as source, and its slots in order."""

    suffix: str
    source: str
    slots: tuple[Slot, ...]
    is_add_on: bool


class Generator:
    """Documents one by one. `corpus` is the folder whose documents are recombined."""

    def __init__(self, corpus: Path = CORPUS, *, seed: int = 0, novelty: float = NOVELTY) -> None:
        self.seed, self.share = seed, novelty
        paths = sorted(p for p in corpus.iterdir() if p.suffix in {".txt", *_RENDER})
        self.moulds = [_mould(path) for path in paths]
        self._terms = _terms()
        texts = [slot.text for mould in self.moulds for slot in mould.slots]
        self._novelty = Novelty(self._terms, texts)
        self._names = _Names(self._terms, seed)

    @cached_property
    def _pools(self) -> Mapping[tuple[object, ...], list[list[str]]]:
        """What the documents say in a kind of slot: a list for each document that has it."""
        pools: dict[tuple[object, ...], list[list[str]]] = defaultdict(list)
        for mould in self.moulds:
            own: dict[tuple[object, ...], list[str]] = defaultdict(list)
            for slot in mould.slots:
                own[_pool(slot, mould)].append(slot.text)
            for key, texts in own.items():
                pools[key].append(texts)
        return pools

    def document(self, number: int) -> tuple[str, str]:
        """File name and text of document `number`, counted from 0."""
        random = Random(f"{self.seed}:{number}")
        mould = random.choice(self.moulds)
        name = self._names[number]
        if mould.is_add_on:
            name = f"{self._names[number - 1 if number else 0]}, each additional level"
        parts: list[str] = []
        position = 0
        for slot, text in self._filled(mould, name, number, random):
            parts += [mould.source[position : slot.start], text]
            position = slot.end
        source = "".join([*parts, mould.source[position:]])
        source = _PAGE_TITLE.sub(lambda _: name, source)
        slug = re.sub(r"[^a-z0-9]+", "_", name.lower())[:48].strip("_")
        return f"{number:06}_{slug}{mould.suffix}", source

    def _filled(
        self, mould: Mould, name: str, number: int, random: Random
    ) -> Iterator[tuple[Slot, str]]:
        used: set[str] = set()
        queues: dict[tuple[object, ...], list[str]] = {}
        for slot in mould.slots:
            if slot.section in ("title", "name", "names"):
                yield slot, _named(slot, name)
                continue
            key = _pool(slot, mould)
            if key not in queues:
                own = random.choice(self._pools[key]) if random.random() < 0.5 else []
                queues[key] = own[::-1]
            text = self._next(queues[key], self._pools[key], used, random)
            used.add(text)
            if slot.section == "alternatives" and slot.kind != "row" and random.random() < 0.5:
                sibling = number + random.choice((-1, 1)) * random.randint(1, _SIBLINGS)
                restriction = _RESTRICTION.search(text)
                text = self._names[abs(sibling)] + (restriction[0] if restriction else "")
            elif random.random() < self.share:
                text = self._novelty.made_new(text, random)
            is_source = slot.kind == "row" or mould.suffix != ".html"
            yield slot, text if is_source else html.escape(text, quote=False)

    def _next(
        self, queue: list[str], pool: Sequence[Sequence[str]], used: set[str], random: Random
    ) -> str:
        while queue:
            text = queue.pop()
            if text not in used:
                return text
        for _ in range(5):
            text = random.choice(random.choice(pool))
            if text not in used:
                break
        return text


class _Names:
    """A procedure's name for each number, all of them different."""

    def __init__(self, terms: Sequence[Term], seed: int) -> None:
        self._bases = sorted({t.label for t in terms if t.scheme == "procedures"})
        self._sites = sorted({t.label for t in terms if t.scheme == "anatomy"})
        self._count = len(_TECHNIQUES) * len(self._bases) * len(self._sites)
        random = Random(seed)
        # a step without a divisor in common with the count visits every combination once
        self._step = next(
            step
            for step in iter(lambda: random.randrange(self._count // 3, self._count), None)
            if math.gcd(step, self._count) == 1
        )

    def __getitem__(self, number: int) -> str:
        rest, technique = divmod(number * self._step % self._count, len(_TECHNIQUES))
        site, base = divmod(rest, len(self._bases))
        how, what, where = _TECHNIQUES[technique], self._bases[base], self._sites[site]
        if number % 2:
            return f"{how} {where} {what}"
        return f"{how} {what} of the {where}"


def generate(
    number: int, folder: Path, *, seed: int = 0, novelty: float = NOVELTY, first: int = 0
) -> int:
    """Write documents `first` to `first + number` below `folder`; returns their size in bytes."""
    generator = Generator(seed=seed, novelty=novelty)
    size = 0
    for i in range(first, first + number):
        name, text = generator.document(i)
        shard = folder / f"{i // PER_FOLDER:03}"
        if i == first or i % PER_FOLDER == 0:
            shard.mkdir(parents=True, exist_ok=True)
        size += (shard / name).write_bytes(text.encode())
    return size


# Generators of another seed or share of novelty are made of the same.


@cache
def _terms() -> Sequence[Term]:
    return vocabulary(vocabulary_files())


@cache
def _mould(path: Path) -> Mould:
    source = _FRONT_CODE.sub("", path.read_text("utf-8"))
    text = _rendered(source, path.suffix).text
    for start, end in outline(text).preamble:
        # a code belongs to one procedure, which this will not be
        for code in _CODE.findall(text[start:end]):
            source = re.sub(rf":?\s*\b{code}\b", "", source)
    rendering = _rendered(source, path.suffix)
    text = rendering.text
    parts = outline(text)
    spans: list[tuple[int, int, str | None, str]] = [
        (start, end, "title", "title")
        for start, end in parts.preamble
        if not is_title_noise(" ".join(text[start:end].split()))
    ]
    for section in parts.sections:
        spans.extend((item.start, item.end, section.key, item.kind) for item in section.items)
    slots: list[Slot] = []
    for start, end, key, kind in sorted(spans):
        first, last = rendering.source_offset(start), _source_end(rendering, source, end)
        raw = source[first:last]
        says = raw if kind == "row" else " ".join(text[start:end].split())
        if not slots or first >= slots[-1].end:
            slots.append(Slot(first, last, key, kind, says))
    return Mould(path.suffix, source, tuple(slots), _ADD_ON.search(text) is not None)


def _rendered(source: str, suffix: str) -> Rendering:
    render = _RENDER.get(suffix)
    return render(source) if render else Rendering(source, ((0, 0),))


def _source_end(rendering: Rendering, source: str, end: int) -> int:
    """Behind the last character of a stretch that ends at `end` of the text."""
    last = rendering.source_offset(end - 1)
    entity = re.compile(r"&[#\w]+;").match(source, last)
    return entity.end() if entity and rendering.text[end - 1] != "&" else last + 1


def _pool(slot: Slot, mould: Mould) -> tuple[object, ...]:
    """Rows have the marks of their format in them, everything else is text."""
    return (slot.section, slot.kind, mould.suffix if slot.kind == "row" else None)


def _named(slot: Slot, name: str) -> str:
    """The name in a title, a descriptor line or the section of names, in the mould's manner."""
    if slot.section == "title":
        listed = _ADD_ON.search(slot.text)
        return f"{name} {listed[0]}" if listed else name
    if slot.section == "names":
        return name.lower()
    return name.upper() if slot.text.isupper() else name


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Write documents that are made of the corpus' sentences.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("number", type=int, metavar="N", help="how many documents")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--novelty", type=float, default=NOVELTY, help="share of sentences that are made new"
    )
    options = parser.parse_args()
    if options.number < 1 or not 0 <= options.novelty <= 1:
        parser.error("N is at least 1, and --novelty from 0 to 1")
    size = generate(options.number, options.out, seed=options.seed, novelty=options.novelty)
    mean = size / options.number
    print(f"{options.number:,} documents, {size / 1e6:,.1f} MB, {mean:,.0f} bytes each")


if __name__ == "__main__":
    main()
