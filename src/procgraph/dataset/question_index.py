"""`queries/README.md`, written from the questions' headers."""

from __future__ import annotations

from collections.abc import Iterator

from procgraph.dataset.questions import Question, shipped

__all__ = ["questions_markdown"]

_HEAD = """\
# Questions

Written by `procgraph.dataset.question_index.questions_markdown()` from the headers of the files: do
not edit by hand.

Ask one with `procgraph query DIR NAME --param name=value`, or in Python with
`procgraph.open(DIR).query(NAME, name=value)`.

## How a question is written

A question is a SPARQL file that any SPARQL 1.1 server answers as it stands, with a header:

```sparql
#+ summary: What treats a condition?
#+ description: Narrower conditions are included.
#+ params:
#+   - name: condition
#+     type: concept
#+     default: chronic neck pain
#+     description: the condition

SELECT ?procedure WHERE {
  VALUES ?condition { pgc:chronic-neck-pain }
  ?procedure pg:treats ?condition .
}
```

* A parameter `x` binds the variable `?x`: its value takes the place of what stands in each
  `VALUES ?x { … }`; where there is no such block, of the variable itself. A value is an RDF term by
  then, so that what a person types can never become SPARQL.
* Types: `concept`, `procedure`, `role`, `setting` take a label, a CURIE or an IRI and bind an IRI;
  `relation` the name of a property; `integer` a whole number; `string` anything.
* `roles` is a list, separated by `;`, and binds every `VALUES ?roleGiven { … }`.
* VALUES holds for the group that it stands in: repeat it in a subquery and in MINUS.
* Write MINUS, never FILTER NOT EXISTS, which is a hundred times slower here. All graphs are asked
  at once, and a triple of two documents counts twice: use DISTINCT or GROUP BY.
* The answer of a question under `violations/` must be empty. Its columns `document`, `start`,
  `end`, `quote`, `severity` and `message` go into the validation report, where it has them.
"""

_TITLES = {
    "competency": "Competency questions",
    "construct": "Graphs",
    "violations": "Rules across documents",
}


def questions_markdown() -> str:
    """The index of the shipped questions, as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    for kind, title in _TITLES.items():
        questions = shipped(kind)
        if questions:
            yield f"## {title}\n"
        for question in questions:
            yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield f"### [{question.name}]({question.kind}/{question.name}.rq)\n"
    yield f"{question.summary}\n"
    if question.description:
        yield f"{question.description}\n"
    if question.parameters:
        yield "| parameter | type | default | |\n|---|---|---|---|"
        for p in question.parameters:
            cells = (f"`{p.name}`", p.type, p.default or "", p.description)
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        yield ""


if __name__ == "__main__":
    print(questions_markdown(), end="")
