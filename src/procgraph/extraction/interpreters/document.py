"""The drafts of a whole document, section by section.

What only the end of it can tell waits until then: whether a section of its own says what a sentence
told along the way, and where the procedure is done, if only its purpose has a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from procgraph.documents import Outline
from procgraph.documents.headings import is_guessed
from procgraph.extraction.context import Context, Place, place
from procgraph.extraction.drafts import Draft
from procgraph.extraction.instead import by_pronoun
from procgraph.extraction.interpreters.addon import has_primary, primary
from procgraph.extraction.interpreters.answers import ANSWERED, answers
from procgraph.extraction.interpreters.course import duration, steps
from procgraph.extraction.interpreters.how_often import told_how_often
from procgraph.extraction.interpreters.openings import opening
from procgraph.extraction.interpreters.registry import Readers, item_drafts, readers_of
from procgraph.extraction.interpreters.symptoms import symptoms
from procgraph.extraction.own import own_words
from procgraph.extraction.purpose import PURPOSES
from procgraph.extraction.restrictions import in_case, of_one_way, restricted_items, weighed
from procgraph.extraction.rules import rule
from procgraph.model import Item, Procedure, Relation, Section
from procgraph.terminology import NAMED, Lexicon, normalise

__all__ = ["document_drafts"]

# Where an add-on says what it is added to.
_NAMING_PRIMARY = frozenset({"name", "summary"})
# What is said where a page explains a disease is not of the procedure.
_OF_THE_DISEASE = (Relation.HAS_ANATOMICAL_SITE, Relation.HAS_COMPLICATION)
# What a procedure is not of itself.
_OF_OTHERS = (Relation.HAS_ALTERNATIVE, Relation.REQUIRES_PREPARATION, Relation.HAS_COMPLICATION)
# Whose items may be the cases of something else.
_OF_CASES = (None, "indications")
_PASSAGE = "passages."
_TOLD = ("told.", _PASSAGE)
# The later, the less it tells of the procedure's own time.
_LESS_SURE = ("told.part-takes", "told.there-it-takes", "told.allowed-takes")


def document_drafts(
    text: str, outline: Outline, procedure: Procedure, purpose: Relation, lexicon: Lexicon
) -> Iterator[Draft]:
    """The drafts of a whole document, section by section; offsets are the document's."""
    # A line above the first section only names things.
    lines = tuple(Item("sentence", start, end) for start, end in outline.preamble)
    reader = _Reader(text, procedure, Context(lexicon, purpose))
    yield from reader.section(Section("name", "title", 0, 0, lines), is_title=True)
    for section in outline.sections:
        yield from reader.section(section)
    yield from reader.rest(outline)


class _Reader:
    """Reads one section after the other, and keeps what waits for the rest of them."""

    def __init__(self, text: str, procedure: Procedure, context: Context) -> None:
        self.text, self.procedure, self.context = text, procedure, context
        self.own = tuple(normalise(name) for name in (procedure.label, *procedure.names))
        self.words = own_words(procedure)
        self.stated: set[Relation] = set()
        self.aims: set[str] = set()
        self.elsewhere: list[Draft] = []
        # Where the purpose lies, and whether anything but the title tells where it is done.
        self.aimed_at: list[Draft] = []
        self.has_site = False

    def section(self, section: Section, *, is_title: bool = False) -> Iterator[Draft]:
        """What a section states by itself."""
        lexicon, purpose = self.context.lexicon, self.context.purpose
        if section.key == "duration":
            for draft in duration(section, self.text):
                self.stated.add(draft.relation)
                yield draft
        disease = _disease(section.heading, lexicon) if section.key == "summary" else None
        explained = disease
        is_unheard = section.key is None and not is_guessed(section.heading)
        if section.key in _OF_CASES and rule("others.for-another").search(section.heading):
            return
        answered = answers(section, self.text)
        # Those of a list, or of a sentence: what comes next may tell how often they happen.
        risks: list[Draft] = []
        items = tuple(restricted_items(section.items, self.text))
        for item, above in zip(items, (None, *items), strict=False):
            says = self.text[item.start : item.end]
            if section.key == "alternatives":
                says = by_pronoun(says, self.procedure, lexicon)
            if disease and _defines(says, disease):
                rule_id = "indications.defines"
                yield Draft(purpose, disease, item.start, item.end, "summary", rule_id)
                disease = None
            if above and not above.kind == item.kind == "bullet":
                yield from self._told_of(risks, above, item)
                risks = []
            if explained and item.kind == "sentence":
                felt = symptoms(self._place("summary", item), explained)
                yield from (draft.moved(item.start) for draft in felt)
            readers = readers_of(section.key, item, is_unheard=is_unheard)
            if readers is None:
                continue
            if item.start in answered and readers.of in ANSWERED:
                yield from self._answer(readers, item, *answered[item.start])
                continue
            read = weighed(item_drafts(readers, item, says, purpose, lexicon), section.heading)
            read = in_case(read, of_one_way(item, section.heading, self.words))
            is_aim, explains = readers.of == "purpose", explained is not None
            kept = self._kept(read, item, is_aim=is_aim, is_title=is_title, explains=explains)
            for draft in kept:
                if draft.relation is Relation.HAS_COMPLICATION:
                    risks.append(draft)
                else:
                    yield draft
            if readers.of == "steps":
                yield from steps(item, says)
            elif readers.of in _NAMING_PRIMARY and has_primary(self.procedure):
                added = primary(self._place(readers.section, item), self.procedure)
                yield from (draft.moved(item.start) for draft in added)
        yield from risks

    def _place(self, section: str, item: Item) -> Place:
        """Where an item alone is read, as if the text began with it."""
        says = self.text[item.start : item.end]
        return place(section, replace(item, start=0, end=len(says)), says, self.context)

    def _told_of(self, risks: list[Draft], above: Item, item: Item) -> list[Draft]:
        """The risks `above` an item that is none of their list, with how often it says they come;
        where it goes on with the last of a list, it says so of that alone."""
        goes_on = _goes_on(above, item, self.text)
        first = above.start if goes_on else 0
        before = [risk for risk in risks if risk.start < first]
        those = [risk for risk in risks if risk.start >= first]
        is_own = goes_on or above.kind == item.kind == "sentence"
        says = self.text[item.start : item.end]
        return [*before, *told_how_often(those, says, item.end if is_own else None)]

    def _answer(self, readers: Readers, item: Item, start: int, statement: str) -> Iterator[Draft]:
        """What a bare answer states with its question, which begins at `start`."""
        sentence = replace(item, kind="sentence", label=None)
        lexicon, purpose = self.context.lexicon, self.context.purpose
        for draft in item_drafts(readers, sentence, statement, purpose, lexicon):
            self.stated.add(draft.relation)
            yield draft._replace(start=start, end=item.end)

    def _kept(
        self, read: Iterable[Draft], item: Item, *, is_aim: bool, is_title: bool, explains: bool
    ) -> list[Draft]:
        """The drafts of an item that are of the procedure, and do not wait."""
        kept: list[Draft] = []
        for draft in read:
            relation = draft.relation
            if _is_itself(draft, self.own) or (explains and relation in _OF_THE_DISEASE):
                continue
            moved = draft.moved(item.start)
            if relation is Relation.HAS_ANATOMICAL_SITE:
                if is_aim:
                    # of a list each item may be a gain
                    self.aimed_at += [moved] if item.kind == "sentence" else []
                    continue
                self.has_site = self.has_site or not is_title
            if draft.rule.startswith(_TOLD):
                self.elsewhere.append(moved)
                continue
            self.stated.add(relation)
            if relation in PURPOSES:
                self.aims.add(normalise(str(draft.object)))
            kept.append(moved)
        return kept

    def rest(self, outline: Outline) -> Iterator[Draft]:
        """What has waited for the end of the document, and is not said better elsewhere in it."""
        if not self.has_site:
            yield from self.aimed_at
        if self.stated.isdisjoint(PURPOSES):
            told_already = {draft.start for draft in self.elsewhere}
            for draft in opening(self.text, outline, self.context):
                if draft.start not in told_already:
                    self.aims.add(normalise(str(draft.object)))
                    yield draft
        told = [draft for draft in self.elsewhere if not _is_told_of_the_aim(draft, self.aims)]
        keys = frozenset(section.key for section in outline.sections)
        yield from _without_own_section(told, self.stated, keys)


def _goes_on(above: Item, item: Item, text: str) -> bool:
    """Whether a sentence stands in the line below a bullet, set in deeper: it goes on with that."""
    if (above.kind, item.kind) != ("bullet", "sentence"):
        return False
    between = text[above.end : item.start]
    line = text[text.rfind("\n", 0, above.start) + 1 : above.start]
    _, newline, indent = between.rpartition("\n")
    margin = len(line) - len(line.lstrip())
    return bool(newline) and between.count("\n") == 1 and len(indent) > margin


def _disease(heading: str, lexicon: Lexicon) -> str | None:
    """'What is shingles?' tells where a disease is, and not where anything is done."""
    asked = rule("indications.asks-what").match(heading)
    is_named = asked is not None and lexicon.link(asked["what"], Relation.TREATS).how in NAMED
    return asked["what"] if asked and is_named else None


def _defines(says: str, disease: str) -> bool:
    """'Shingles is a rash', below 'What is shingles?'"""
    named = rule("indications.defines").match(says)
    return named is not None and named["what"].lower() == disease.lower()


def _is_told_of_the_aim(draft: Draft, aims: set[str]) -> bool:
    """'About 1 in 10 people get gallstones', where it is done for these."""
    is_risk = draft.relation is Relation.HAS_COMPLICATION
    return is_risk and normalise(str(draft.object)) in aims


def _is_itself(draft: Draft, own: tuple[str, ...]) -> bool:
    """Whether a procedure's own name stands where something else is stated.

    A nerve block is no anesthesia that a 'peripheral nerve block' uses.
    """
    if draft.relation is Relation.USES_ANESTHESIA:
        said = normalise(str(draft.object))
        is_block = said.endswith("block")
        own = tuple(rule("title.done-under").sub("", name) for name in own)
        return any(name.endswith(said) or (is_block and said in name) for name in own)
    return draft.relation in _OF_OTHERS and normalise(str(draft.object)) in own


def _without_own_section(
    told: list[Draft], stated: set[Relation], keys: frozenset[str | None]
) -> Iterator[Draft]:
    """What sentences tell along the way, where no section of its own says it; one duration.

    The time that one part takes comes behind that of the whole, and what is set aside comes last.
    """
    for draft in sorted(told, key=_unsure):
        is_passage = draft.rule.startswith(_PASSAGE)
        if draft.section not in keys if is_passage else draft.relation not in stated:
            if draft.relation is Relation.HAS_DURATION:
                stated.add(draft.relation)
            yield draft


def _unsure(draft: Draft) -> int:
    return _LESS_SURE.index(draft.rule) + 1 if draft.rule in _LESS_SURE else 0
