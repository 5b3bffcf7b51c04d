"""What is said of an option apart from it: behind a colon, a semicolon or in the next sentence."""

from __future__ import annotations

from procgraph.extraction.clauses import EDGE, Clause
from procgraph.extraction.context import Place
from procgraph.extraction.drafts import rejected
from procgraph.extraction.rules import rule

__all__ = ["takes_back", "with_remarks"]


def with_remarks(place: Place) -> list[Clause]:
    """The clauses, each with the remark on it that stands apart, and none that is taken back.

    'Open surgery; reserved for recurrences', 'Traction. Once popular, now obsolete'; 'Medication:
    sufficient in limited disease', where 'Medication' is a label.
    """
    found: list[Clause] = []
    label = place.item.label or ""
    for clause in place.clauses:
        if found and (
            _is_out_of_use(clause.text) or rule("alternatives.is-none-itself").match(clause.text)
        ):
            found.pop()
        elif not rule("alternatives.remark").match(clause.text):
            found.append(clause)
        elif found and not _has_verb(found[-1].text):
            last = found.pop()
            said = f"{last.text.rstrip(EDGE)}, {clause.text}"
            found.append(last._replace(text=said, end=clause.end))
        elif found:
            continue  # 'Surgery works within days; it is preferred if the goiter is large'
        elif label and not rule("alternatives.says-nothing").search(f"{label}:"):
            found.append(clause._replace(text=f"{label}, {clause.text}"))
    return found


def takes_back(said: str) -> bool:
    """Whether what is said of an option is that it is none."""
    return rule("alternatives.no-subject").match(said) is not None and rejected(
        said, "alternatives"
    )


def _has_verb(text: str) -> bool:
    verbs = (rule("care.verb"), rule("tails.option-does"))
    return any(verb.search(text) for verb in verbs)


def _is_out_of_use(said: str) -> bool:
    is_remark = rule("alternatives.no-subject").match(said) is not None
    return is_remark and rule("rejections.out-of-use").search(said) is not None
