"""The section that is being read: its items, and the label that those stand below."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from procgraph.documents.columns import Columns
from procgraph.documents.cues import (
    asks_of,
    before_criteria,
    cue,
    is_own_label,
    lead_of,
    meaning_of,
    topic_of,
)
from procgraph.documents.denials import denial
from procgraph.documents.label_lines import is_label_line, label_behind, parted_labels
from procgraph.documents.labels import Label, label_for
from procgraph.documents.lines import Line
from procgraph.documents.nested import heads
from procgraph.documents.sentences import is_lead_in, sentences
from procgraph.documents.wording import pattern_of
from procgraph.model import Item, ItemKind, Section

__all__ = ["OpenSection"]

_RULES = "sentences.toml"
# What is lettered in paragraphs: 'A. The index is above 3.'
_LETTER = re.compile(r"\(?(?:[A-Z]|[0-9]{1,2})[.)]\s")
_CASE = re.compile(r"(?:If|When|Should|Unless)\b[^,]*,\s+")
_LONGEST_DIVIDER = 8
_END = " \t\r\n:;,."
_REPORTED = frozenset({"reports-before", "reports-after"})
_ANNOUNCED = frozenset({"benefits", "complications", "alternatives", "contraindications"})


@dataclass(slots=True)
class OpenSection:
    """A section that further lines may belong to; offsets count code points of `text`."""

    text: str
    key: str | None
    heading: str
    start: int
    items: list[Item] = field(default_factory=list)
    label: str | None = None
    label_indent: int = -1
    outer: tuple[str, int] | None = None
    """The label of the list that the one below `label` stands in, and its indent."""
    steps: int = 0
    is_lettered: bool = False
    is_how_often: bool = False
    is_run_in: bool = False
    columns: Columns | None = None

    def closed(self, end: int) -> Section:
        return Section(self.key, self.heading, self.start, end, tuple(self.items))

    @property
    def is_of_risks(self) -> bool:
        """Whether what follows is a risk: by the section, or by the line that leads it in."""
        meaning = self._meaning()
        return (meaning.key if meaning and meaning.key else self.key) == "complications"

    def is_divided_by(self, says: str) -> bool:
        """Whether a line divides risks by when they come or how bad they are: 'Early', 'Minor:'."""
        is_part = pattern_of(_RULES, "parts").fullmatch(says.lower().rstrip(" :")) is not None
        return is_part and self.is_of_risks

    def say(self, label: str, indent: int, behind: str = "") -> None:
        """What follows stands below `label`, and what is named `behind` it on its line.

        'Common: pain. The nerve may be hurt': a sentence behind names is not below how often.
        """
        self.label, self.label_indent, self.outer = label.rstrip(_END), indent, None
        meaning = meaning_of(label, self.key) if behind else None
        names = next((behind[first:end] for first, end in sentences(behind, 0, len(behind))), "")
        is_list = bool(names) and not _states(names)
        self.is_how_often = is_list and meaning is not None and meaning.frequency is not None
        self.is_run_in = bool(behind) and denial(label, self.key) is not None

    def is_label(
        self,
        says: str,
        *,
        before_list: bool = False,
        before_prose: bool = False,
        in_list: bool = False,
    ) -> bool:
        """Whether a line without a colon is a label of this section, or divides its risks."""
        return is_label_line(
            says,
            self.key,
            self.is_divided_by,
            before_list=before_list,
            before_prose=before_prose,
            in_list=in_list,
        )

    def is_labelled(self, says: str) -> bool:
        """Whether a line begins with a label of its section: 'Uncommon: shingles, low mood'."""
        lead = lead_of(says)
        return lead is not None and meaning_of(lead["lead"], self.key) is not None

    # -- paragraphs --------------------------------------------------------------------------------

    def paragraph(self, start: int, end: int, indent: int, *, before_list: bool) -> None:
        """The sentences of a paragraph. One that leads in what follows is the label of that."""
        last = self.items[-1] if self.items else None
        if last and self.label and last.label == self.label and last.kind != "sentence":
            self.label = None  # a list is over where a sentence follows
        is_lettered = _LETTER.match(self.text, start) is not None
        if self.is_lettered and not is_lettered:
            self.label = None
        self.is_lettered = is_lettered
        below: str | None = None
        topic = None
        before = ""
        found = parted_labels(self.text, sentences(self.text, start, end), self.key)
        for sentence_start, sentence_end in found:
            says = self.text[sentence_start:sentence_end]
            if sentence_start == start and topic_of(says, self.key) and not cue(says, self.key):
                topic = says
            leads = is_lead_in(says, before_list=before_list) or (
                before_list and (self._announces(says) or denial(says, self.key) is not None)
            )
            if sentence_end == end and leads:
                named = _CASE.sub("", before.rstrip(".")) if _is_pronoun(says) else ""
                if named and meaning_of(named, self.key):
                    says = named  # 'There are other ways to ease it. These include:'
                said = before_criteria(says, self.key)
                if said:
                    self._add("sentence", sentence_start, sentence_start + said, None)
                self.say(says, indent - 1)  # a list within its list does not end it
            else:
                about = None if says.endswith("?") else topic
                is_first = sentence_start == start
                below = self._sentence(sentence_start, sentence_end, below, about, is_first)
            before = says
        if self.is_run_in:
            self.label, self.is_run_in = None, False

    def _announces(self, says: str) -> bool:
        """'Keyhole surgery has many advantages.' above a list, with its full stop."""
        meaning = meaning_of(says.rstrip("."), self.key)
        if meaning is None or not meaning.is_cue:
            return False
        return meaning.key in _ANNOUNCED or (
            meaning.key in _REPORTED and "the following" in says.lower()
        )

    def _sentence(
        self, start: int, end: int, below: str | None, topic: str | None, is_first: bool
    ) -> str | None:
        """Reads a sentence that stands `below` one that goes on, in a paragraph of a `topic`; what
        the next one stands below."""
        says = self.text[start:end]
        told = cue(says, self.key)
        if told:
            # 'The risks of surgery include bleeding and infection' among other things
            self._add("sentence", start + told.start, start + told.end, told.lead)
            return told.lead if told.goes_on else None
        if below:
            # 'After the operation you rest in bed. You can eat at once.'
            self._add("sentence", start, end, below)
            return below
        lead = None if is_first else lead_of(says)
        if lead and lead["colon"] == ":" and is_own_label(lead, self.key):
            # 'Medical condition: arthritis. Goals: relief.' on one line
            self.say(lead["lead"], -1, says[lead.end() :])
            start += lead.end()
        elif self.label and self.is_how_often and _states(says):
            self.label, self.is_how_often = None, False
        if start < end:
            self._add("sentence", start, end, self.label or topic)
        return None

    # -- lists -------------------------------------------------------------------------------------

    def reach(
        self, line: Line, says: str, *, is_parent: bool = False, is_answered: bool = False
    ) -> int | None:
        """Where the bullet of `line` ends; None for one that is itself the label of a list.

        `is_parent`: a list stands below it; `is_answered`: what stands below it is no question.
        """
        if self.label and self.items and line.indent <= self.label_indent:
            deeper = self.items[-1].depth > self.label_indent
            if line.indent < self.label_indent or deeper:
                self._end_list()
        if self.is_label(says, in_list=True) or (is_parent and heads(says, self._listed())):
            self._say_within(says, line.indent)
            return None
        if is_answered and asks_of(says) not in (None, self.key):
            self._say_within(says, line.indent)  # '- Are there risks?' among what is gained
            return None
        if not says.endswith(":"):
            return line.end
        if label_behind(says, self.key):
            return line.end
        meaning = meaning_of(says, self.key)
        if meaning is None and self._is_among_criteria():
            return None if len(says.split()) <= _LONGEST_DIVIDER else line.end
        said = before_criteria(says, self.key)
        if said:
            self._add("bullet", line.start, line.start + said, self.label, None, line.indent)
        if said or len(says.split()) <= _LONGEST_DIVIDER or (meaning and meaning.is_cue):
            self._say_within(says, line.indent)
            return None
        return line.end

    def _say_within(self, label: str, indent: int) -> None:
        """What follows stands below the bullet `label`, and that in the list that is open."""
        outer = (self.label, self.label_indent) if self.label is not None else None
        if outer and indent <= self.label_indent:
            outer = self.outer
        self.say(label, indent)
        self.outer = outer

    def _end_list(self) -> None:
        """A list is over; the one that it stands in goes on."""
        self.label, self.label_indent = self.outer or (None, self.label_indent)
        self.outer = None

    def _meaning(self) -> Label | None:
        """What the label that stands above says here."""
        return meaning_of(self.label, self.key) if self.label else None

    def _listed(self) -> str | None:
        """What a list holds: 'Complications include:' lists some wherever it stands."""
        meaning = self._meaning()
        is_told = meaning is not None and meaning.is_cue and meaning.key in _ANNOUNCED
        return meaning.key if meaning and is_told else self.key

    def _is_among_criteria(self) -> bool:
        """Whether a line that leads in ('Either of the following:') only divides a list of them."""
        meaning = self._meaning()
        return meaning is not None and meaning.key == "criteria"

    def bullet(self, line: Line, end: int) -> None:
        start, label = line.start, self.label
        says = self.text[start:end]
        behind = label_behind(says, self.key) if says.endswith(":") else 0
        if behind:
            # The list that follows lost its own line: '- Abnormal scan Patient Criteria:'
            end = start + len(says[:behind].rstrip())
        lead = lead_of(self.text[start:end])
        if lead and lead["colon"] == ":" and start + lead.end() < end:
            known = is_own_label(lead, self.key)
            if known or (self.key == "steps" and len(lead["lead"].split()) <= 5):
                start, label = start + lead.end(), lead["lead"].strip()
                if line.indent <= self.label_indent or self.label_indent < 0:
                    self.label = None  # a bullet with a label of its own ends a flattened list
        order = None
        if self.key == "steps":
            named = label_for(label or "", "steps")
            if named is None or named.key not in ("equipment", "imaging"):
                self.steps += 1
                order = self.steps
        self._add("step" if line.mark == "1" else "bullet", start, end, label, order, line.indent)
        if behind:
            self.say(says[behind:], line.indent)

    def cell(self, start: int, end: int, label: str | None) -> None:
        """What a cell of a table states, or all of a row."""
        self._add("row", start, end, label)

    def _add(
        self,
        kind: ItemKind,
        start: int,
        end: int,
        label: str | None,
        order: int | None = None,
        depth: int = 0,
    ) -> None:
        self.items.append(Item(kind, start, end, label, order, depth))


def _is_pronoun(says: str) -> bool:
    """Whether a line before a list leaves it to the sentence before to say of what."""
    return pattern_of(_RULES, "lead_in_pronouns").match(says.lower()) is not None


def _states(says: str) -> bool:
    """Whether a sentence says something of what it names."""
    return pattern_of(_RULES, "states").search(says) is not None
