"""A light medspaCy pipeline that is told what procgraph knows: our headings and our labels.

    pip install -r benchmarks/requirements.txt

Rules only, no model to download: blank English, sentences by spaCy's own splitter (medspaCy's
PyRuSH takes five times as long as all the rest), every label of our vocabularies as a target, our
headings as sections at the start of a line, and medspaCy's context rules for negation. It finds
mentions with their section and context. It splits no lists and makes no facts, and its mentions
are linked as far as the label of a target names its vocabulary.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

from novelty import vocabulary

from procgraph.documents.wording import load_rules
from procgraph.model import Document
from procgraph.resources import vocabulary_files

__all__ = ["load"]


def load() -> Callable[[Document], int] | None:
    """A reader that returns how many mentions a document has; None without medspaCy."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import medspacy  # noqa: F401  (makes the pipes known to spaCy)
            import spacy
            from medspacy.ner import TargetRule
            from medspacy.section_detection import SectionRule
        except ImportError:
            return None
        language = spacy.blank("en")
        language.add_pipe("sentencizer")
        targets = language.add_pipe("medspacy_target_matcher")
        language.add_pipe("medspacy_context")
        sections = language.add_pipe(
            "medspacy_sectionizer", config={"rules": None, "require_start_line": True}
        )
    # its matcher for patterns is empty and says so at every document
    warnings.filterwarnings("ignore", message=r"\[W036\]")
    labels = {
        (label.lower(), term.scheme): label
        for term in vocabulary(vocabulary_files())
        for label in (term.label, *term.alt_labels, *term.hidden_labels)
    }
    targets.add([TargetRule(label, scheme) for (_, scheme), label in labels.items()])
    headings = load_rules("headings.toml")["heading"]
    sections.add(
        [SectionRule(alias, rule["key"]) for rule in headings for alias in rule["aliases"]]
    )
    return lambda document: len(language(document.text).ents)
