from __future__ import annotations

import pytest

from procgraph.dataset.question_index import questions_markdown
from procgraph.dataset.questions import find_question, parse_question, shipped
from procgraph.errors import QuestionError
from procgraph.resources import queries_dir

HEADER = """\
#+ summary: What treats X: and how?
#+ description: "All of it."
#+
#+ params:
#+   - name: condition
#+     type: concept
#+     default: chronic neck pain
#+     description: a condition; narrower ones too
#+   - name: roles
#+     type: roles

SELECT ?x WHERE { }
"""


def parse(text):
    return parse_question(text, name="q", source="q.rq")


def test_a_header_is_read():
    question = parse(HEADER)
    assert question.summary == "What treats X: and how?"
    assert question.description == "All of it."
    condition, roles = question.parameters
    assert (condition.name, condition.type, condition.default) == (
        "condition",
        "concept",
        "chronic neck pain",
    )
    assert condition.description == "a condition; narrower ones too"
    assert (condition.variable, roles.variable, roles.default) == ("condition", "roleGiven", None)


def test_a_query_without_a_header_is_a_question():
    assert parse("SELECT ?x WHERE { }").parameters == ()


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("#+ nonsense", "q.rq:1: is no header line"),
        ("#+ params:\n#+     type: concept", "q.rq:2: a parameter starts with"),
        ("#+ params:\n#+   - name: a b", "not 'a b'"),
        ("#+ params:\n#+   - type: concept", "not ''"),
        ("#+ params:\n#+   - name: a\n#+     type: colour", "no known type"),
    ],
)
def test_a_wrong_header_is_one_error(header, problem):
    with pytest.raises(QuestionError) as error:
        parse(header)
    assert problem in str(error.value)


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(QuestionError, match="did you mean 'personnel'"):
        find_question("personel")


def test_a_file_is_a_question(tmp_path):
    path = tmp_path / "mine.rq"
    path.write_text(HEADER)
    assert find_question(path).name == "mine"
    with pytest.raises(QuestionError, match="No such file"):
        find_question(tmp_path / "other.rq")
    path.write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(QuestionError, match="is not UTF-8"):
        find_question(path)


def test_every_shipped_question_says_what_it_answers():
    questions = shipped()
    assert questions
    names = [question.name for question in questions]
    assert len(set(names)) == len(names)
    for question in questions:
        assert question.summary, question.name
        for parameter in question.parameters:
            assert parameter.default, f"{question.name}: {parameter.name}"
            assert parameter.description, f"{question.name}: {parameter.name}"


def test_the_index_of_the_questions_is_up_to_date():
    # Write it again with: python -m procgraph.dataset.question_index > queries/README.md
    assert (queries_dir() / "README.md").read_text("utf-8") == questions_markdown()
