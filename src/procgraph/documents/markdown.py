"""Markdown to text: front matter, emphasis, links and the marks of quotes go.

Headings, bullets, numbers, check boxes and tables keep their marks, which the outline reads.
"""

from __future__ import annotations

import re

from procgraph.documents.headings import line_key
from procgraph.documents.rendering import Rendering, TextBuilder

__all__ = ["render_markdown"]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
# A line that is bold from end to end, between empty lines or above a list: a heading.
_BOLD_LINE = re.compile(
    r"(?:(?<=\n\n)|(?<=\n\r\n))(?P<mark>\*\*|__)(?P<says>[A-Z][^*_\n]{2,60}[^*_\n.!?,;:])(?P=mark)"
    r"[ \t]*(?=(?:\r?\n){1,2}\S)"
)
_HEADING = "###### "
# What an inline mark leaves is its group "keep"; without one it leaves nothing.
_INLINE = re.compile(
    r"""
      !?\[(?P<link>[^\]\n]*)\]\([^)\n]*\)
    | (?P<mark>\*\*\*|\*\*|__|`|~~)
    | (?P<star>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*]))
    | (?P<under>(?<=[\w.?!,;)])_(?!\w)|(?<!\w)_(?=\w))
    | (?P<comment><!--.*?-->)
    | (?P<quote>(?<![^\n])(?:>\ )+)
    | \\(?P<escaped>[\\`*_{}\[\]()#+.!|<>~-])
    """,
    re.VERBOSE,
)


def render_markdown(source: str) -> Rendering:
    """The text of a Markdown file, and what its front matter says of it."""
    text = TextBuilder()
    metadata: dict[str, str] = {}
    start = 0
    front = _FRONT_MATTER.match(source)
    if front:
        start = front.end()
        for name, value in _FIELD.findall(front[1]):
            metadata[name.lower().replace("-", "_")] = value.strip("\"'")
    position = start
    headings = {
        match.start()
        for match in _BOLD_LINE.finditer(source, start)
        if line_key(match["says"]) is None
    }
    for match in _INLINE.finditer(source, start):
        text.add(source[position : match.start()], position)
        if match.start() in headings:
            text.add(_HEADING)
        for group in ("link", "escaped"):
            if match[group] is not None:
                text.add(match[group], match.start(group))
        position = match.end()
    text.add(source[position:], position)
    return text.render(metadata.get("title"), metadata)
