"""The errors of procgraph.

ProcgraphError
├── InputError       a document, table or folder cannot be read as it is
│   └── PassingError    it may be read another time: nothing is said of what is in it
├── DatasetError     a dataset is missing, broken, of another version, or in use
├── QuestionError    a question is unknown, malformed, or its parameters do not fit
├── ResourceError    the package's own ontology, queries or rules are missing
└── ServerError      a SPARQL server cannot be reached, refuses, or answers something else

Each message is one line: what is wrong, where (file and line), and the mend.
"""

from __future__ import annotations

__all__ = [
    "DatasetError",
    "InputError",
    "PassingError",
    "ProcgraphError",
    "QuestionError",
    "ResourceError",
    "ServerError",
]


class ProcgraphError(Exception):
    """The base of every error raised on purpose; the CLI turns it into exit code 2."""


class InputError(ProcgraphError):
    """An input cannot be read. `source` and `line` say where, `mend` what to do about it."""

    def __init__(
        self, problem: str, *, source: str, line: int | None = None, mend: str = ""
    ) -> None:
        self.problem, self.source, self.line, self.mend = problem, source, line, mend
        where = source if line is None else f"{source}:{line}"
        super().__init__(f"{where}: {problem}" + (f"; {mend}" if mend else ""))

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive the default pickling, and errors cross processes.
        return (_input_error, (type(self), self.problem, self.source, self.line, self.mend))


class PassingError(InputError):
    """An input cannot be read now; unchanged, it may be another time."""


class DatasetError(ProcgraphError):
    """A dataset is missing, broken, of another version, or in use by another build."""


class QuestionError(ProcgraphError):
    """A question is unknown or malformed, or its parameters do not fit."""


class ResourceError(ProcgraphError):
    """A file that belongs to the package itself is missing."""


class ServerError(ProcgraphError):
    """A SPARQL server cannot be reached, refuses, or answers something else.

    `endpoint` is the URL that was asked, `doing` what for, and `mend` what to do about it.
    """

    def __init__(self, problem: str, *, endpoint: str, doing: str = "", mend: str = "") -> None:
        self.problem, self.endpoint, self.doing, self.mend = problem, endpoint, doing, mend
        what = f"{doing}: {problem}" if doing else problem
        super().__init__(f"{endpoint}: {what}" + (f"; {mend}" if mend else ""))


def _input_error(
    kind: type[InputError], problem: str, source: str, line: int | None, mend: str
) -> InputError:
    return kind(problem, source=source, line=line, mend=mend)
