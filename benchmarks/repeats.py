"""How often a set of documents repeats itself: sentences, and the words in them.

    python benchmarks/repeats.py data/documents
    python benchmarks/repeats.py /tmp/documents --last 100

A sentence (or a bullet, a step, a row) is repeated when the same one, but for case, stands in an
earlier document or earlier in its own. The set is gone through in a seeded random order. The share
among the last documents tells how new the next one would be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

from common import arguments, present
from generate import CORPUS

from procgraph.documents import outline, read_documents
from procgraph.model import Document

_WORD = re.compile(r"[^\W\d_]+")


def repeats(documents: Sequence[Document], last: int) -> dict[str, object]:
    """The shares of repeated sentences and words, among all and among the `last` documents."""
    sentences: set[str] = set()
    words: set[str] = set()
    tail = [0, 0, 0, 0]
    total = repeated = 0
    for position, document in enumerate(documents):
        is_last = position >= len(documents) - last
        for section in outline(document.text).sections:
            for item in section.items:
                sentence = " ".join(document.text[item.start : item.end].lower().split())
                in_it = _WORD.findall(sentence)
                total += 1
                repeated += sentence in sentences
                if is_last:
                    tail[0] += 1
                    tail[1] += sentence in sentences
                    tail[2] += len(in_it)
                    tail[3] += sum(word in words for word in in_it)
                sentences.add(sentence)
                words.update(in_it)
    return {
        "documents": len(documents),
        "sentences": total,
        "repeated %": round(100 * repeated / total, 1),
        "repeated % of the last": round(100 * tail[1] / tail[0], 1),
        "words known % of the last": round(100 * tail[3] / tail[2], 1),
        "different words": len(words),
    }


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("folder", nargs="*", type=Path, default=[CORPUS])
    parser.add_argument("--last", type=int, default=25, help="how many documents are the last ones")
    options = parser.parse_args()
    rows: list[dict[str, object]] = []
    for folder in options.folder:
        documents = list(read_documents([folder]))
        Random(0).shuffle(documents)
        kept = documents[:50] if options.smoke else documents
        rows.append({"documents of": folder.name, **repeats(kept, options.last)})
    present("repeats", rows, as_json=options.json)


if __name__ == "__main__":
    main()
