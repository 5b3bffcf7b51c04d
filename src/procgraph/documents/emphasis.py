"""Words between stars in a text that is no Markdown file, as a model that writes text leaves them.

A page that says '- **Common:** pain' says 'Common: pain', whatever its file is called.
"""

from __future__ import annotations

import re

from procgraph.documents.rendering import Rendering, TextBuilder

__all__ = ["unstressed"]

_STRESSED = re.compile(r"(?<![\w*])(\*{2,3})(?=[^\s*])(?P<says>[^*\n]+)(?<=\S)\1(?![\w*])")


def unstressed(text: str) -> Rendering:
    """`text` without the stars on both sides of what stands on one line."""
    if "**" not in text:
        return Rendering.unchanged(text)
    builder = TextBuilder()
    at = 0
    for match in _STRESSED.finditer(text):
        builder.add(text[at : match.start()], at)
        builder.add(match["says"], match.start("says"))
        at = match.end()
    builder.add(text[at:], at)
    return builder.render()
