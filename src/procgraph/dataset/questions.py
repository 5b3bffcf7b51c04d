"""Questions: SPARQL files with a `#+` header that says what they answer and what they take.

    #+ summary: What treats a condition
    #+ description: Narrower conditions are included.
    #+ params:
    #+   - name: condition
    #+     type: concept
    #+     default: chronic neck pain
    #+     description: the condition, as a label, CURIE or IRI

The header is grlc's, of which only these lines are read. A question stands in `queries/competency`,
`queries/construct` or `queries/violations`; its name is the file's without the ending.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from procgraph.dataset.suggest import nearest
from procgraph.errors import QuestionError
from procgraph.resources import queries_dir

__all__ = ["TYPES", "Parameter", "Question", "find_question", "parse_question", "shipped"]

TYPES = frozenset(
    {"concept", "procedure", "role", "setting", "integer", "string", "relation", "roles"}
)
"""The types of a parameter; `roles` is a list of roles, separated by ``;``."""

_REACH = ("scope", "about", "through")
_KINDS = ("competency", "construct", "violations")
_FIELD = re.compile(r"(?P<indent> *)(?P<dash>- )?(?P<key>[a-z]+): *(?P<value>.*?) *$")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question. It binds the variable of its name, `?roleGiven` for `roles`."""

    name: str
    type: str = "string"
    default: str | None = None
    description: str = ""

    @property
    def variable(self) -> str:
        """The name of the variable that it binds, without the question mark."""
        return "roleGiven" if self.type == "roles" else self.name


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its text as it stands in the file, and what its header says.

    A rule may say how far a row reaches, for a build that knows what has changed. With the `scope`
    ``document`` it is kept or broken within one document's graph. A row `about` a variable, its
    first column, depends on nothing but the vocabularies, the documents' graphs that mention the
    node, and the links that do. One that goes `through` a variable may depend on more, but whatever
    makes or unmakes one changes such a graph or link of a node that it goes through.
    """

    name: str
    text: str
    source: str
    kind: str = ""
    summary: str = ""
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    scope: str = ""
    about: str = ""
    through: str = ""

    def to_json(self) -> dict[str, Any]:
        """As `procgraph questions --format json` prints it."""
        data = asdict(self)
        for name in ("text", "source", *_REACH):
            del data[name]
        return data

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name. Raises `QuestionError` naming those that there are."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(parameter.name for parameter in self.parameters) or "none"
        raise QuestionError(f"{self.name}: has no parameter {name!r}; its parameters: {known}")


def shipped(*kinds: str) -> list[Question]:
    """The questions that come with procgraph, by kind and name; all kinds unless some are named."""
    return [
        parse_question(path.read_text("utf-8"), name=path.stem, source=path.name, kind=kind)
        for kind in kinds or _KINDS
        for path in sorted((queries_dir() / kind).glob("*.rq"))
    ]


def find_question(name: str | Path) -> Question:
    """The question in a file `*.rq`, or the shipped one of this name.

    Raises `QuestionError` when there is none, or when its header cannot be read.
    """
    path = Path(name)
    if path.suffix == ".rq":
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            reason = problem.strerror if isinstance(problem, OSError) else "is not UTF-8"
            raise QuestionError(f"{path}: {reason}; check the path") from None
        return parse_question(text, name=path.stem, source=str(path))
    questions = shipped()
    for question in questions:
        if question.name == str(name):
            return question
    hint = nearest(str(name), [question.name for question in questions])
    raise QuestionError(
        f"there is no question {str(name)!r}{hint}; `procgraph questions` lists them, "
        "and a file of your own ends in .rq"
    )


def parse_question(text: str, *, name: str, source: str, kind: str = "") -> Question:
    """Read the header of a question. Raises `QuestionError` with the line that is wrong."""
    question = Question(name=name, text=text, source=source, kind=kind)
    parameters: list[dict[str, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        found = _FIELD.match(line.removeprefix("#+"))
        if not found:
            if line.removeprefix("#+").strip():
                raise QuestionError(f"{source}:{number}: is no header line; write `#+ key: value`")
            continue
        key, value = found["key"], _unquoted(found["value"])
        if len(found["indent"]) <= 1 and not found["dash"]:
            if key in ("summary", "description", *_REACH):
                given: dict[str, Any] = {key: value}
                question = replace(question, **given)
            continue
        if found["dash"]:
            parameters.append({})
        if not parameters:
            raise QuestionError(f"{source}:{number}: a parameter starts with `- name:`")
        parameters[-1][key] = value
    return replace(question, parameters=tuple(_parameter(fields, source) for fields in parameters))


def _parameter(fields: dict[str, str], source: str) -> Parameter:
    name, kind = fields.get("name", ""), fields.get("type", "string")
    if not _NAME.match(name):
        raise QuestionError(f"{source}: a parameter's name is a SPARQL variable's, not {name!r}")
    if kind not in TYPES:
        types = ", ".join(sorted(TYPES))
        raise QuestionError(f"{source}: parameter {name} is of no known type; use one of {types}")
    return Parameter(name, kind, fields.get("default"), fields.get("description", ""))


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
