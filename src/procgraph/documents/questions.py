"""What the lines of a form ask, and the options they give: 'Sedation: [x] yes [ ] no'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from procgraph.documents.boxes import Box

__all__ = ["Question", "is_answer", "questions_of", "replied", "trimmed"]

_ANSWER = re.compile(
    r"(?P<says>yes|no|y|n|n/?a)(?![\w/])[.,;]?(?P<gap>\s*)(?P<rest>.*)", re.I | re.S
)
_ASKED = re.compile(r"(?P<label>.*?)[\s:?–-]+(?P<says>yes|no|y|n)", re.I | re.S)
_REPLIED = re.compile(r"(?P<label>[^:?]{2,60}?)(?:\s*[:?]|\s[–-])\s*(?P<says>yes|no|y|n)[.]?", re.I)
_NEXT_LABEL = re.compile(r"(?P<says>.*?)[ \t]{2,}(?P<label>[^:?]{2,60}[:?])[ \t]*", re.S)
_LABELLED = re.compile(r"(?P<label>.*[:?])[ \t]+(?P<says>.*)", re.S)
# What a form has to be written on.
_LEADERS = re.compile(r"(?:\s|[._]{2,}|…)+\Z")


class Question(NamedTuple):
    """The span of what is asked, which may be empty, and the options to it."""

    label: tuple[int, int]
    options: list[Box]


def questions_of(text: str, start: int, end: int, boxes: Sequence[Box]) -> Iterator[Question]:
    """What a line at `start:end` asks; each of its boxes stands before its option, or behind it."""
    has_lead = text[start : boxes[0].start].strip() != ""
    if has_lead and not _LEADERS.sub("", text[boxes[-1].end : end]):
        yield _with_boxes_behind(text, start, boxes)
    else:
        yield from _with_boxes_before(text, start, end, boxes)


def replied(text: str, start: int, end: int) -> Question | None:
    """The question of a line that is answered in words, beside others with boxes: 'Gout: N'."""
    said = _REPLIED.fullmatch(text, start, end)
    return said and Question(said.span("label"), [Box("ticked", *said.span("says"))])


def is_answer(says: str) -> bool:
    """Whether an option is yes or no, and no thing by itself."""
    return _ANSWER.fullmatch(says) is not None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the space around it, and without what is to be written on."""
    says = _LEADERS.sub("", text[start:end])
    return start + len(says) - len(says.lstrip()), start + len(says)


def _with_boxes_behind(text: str, start: int, boxes: Sequence[Box]) -> Question:
    """'Gout: yes [ ] no [x]'."""
    begins = [start, *(box.end for box in boxes)]
    options = [
        Box(box.state, *trimmed(text, begin, box.start))
        for begin, box in zip(begins, boxes, strict=False)
    ]
    first = options[0]
    says = text[first.start : first.end]
    found = _ASKED.fullmatch(says) or _LABELLED.fullmatch(says)
    if found is None:
        return Question((start, start), options)
    options[0] = first._replace(start=first.start + found.start("says"))
    return Question(trimmed(text, first.start, first.start + found.end("label")), options)


def _with_boxes_before(text: str, start: int, end: int, boxes: Sequence[Box]) -> Iterator[Question]:
    """'Gout: [ ] yes [x] no  Asthma: [x] yes [ ] no'."""
    question = Question(trimmed(text, start, boxes[0].start), [])
    stops = [*(box.start for box in boxes[1:]), end]
    for box, stop in zip(boxes, stops, strict=True):
        option = Box(box.state, *trimmed(text, box.end, stop))
        parted = _parted(text[option.start : option.end], is_last=option.end == end)
        if parted is None:
            question.options.append(option)
            continue
        question.options.append(option._replace(end=option.start + parted[0]))
        yield question
        question = Question((option.start + parted[1], option.end), [])
    yield question


def _parted(says: str, *, is_last: bool) -> tuple[int, int] | None:
    """Where an option ends, and where the next question begins that stands behind it."""
    answer = _ANSWER.fullmatch(says)
    if answer and answer["rest"] and (not is_last or len(answer["gap"]) > 1):
        return answer.end("says"), answer.start("rest")
    asked = None if is_last else _NEXT_LABEL.fullmatch(says)
    return (asked.end("says"), asked.start("label")) if asked else None
