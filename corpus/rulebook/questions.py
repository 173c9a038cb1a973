"""Reads `rules/questions.yaml`: the facts an eligibility check asks for, and answers that exclude each other."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from corpus.rulebook.conditions import UNKNOWN
from corpus.rulebook.models import Choice, Conflict, Question, RuleAudience
from corpus.rulebook.quotes import Place
from corpus.yaml_files import read_model

Text = Annotated[str, Field(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _OptionRow(_Row):
    value: Text
    label: Text


class _QuestionRow(_Row):
    name: Text
    label: Text
    help: str = ""
    audience: Annotated[list[RuleAudience], Field(min_length=1)]
    options: list[_OptionRow] | None = None


class _ConflictRow(_Row):
    facts: dict[str, list[str]]
    message: Text


class _QuestionFile(_Row):
    questions: Annotated[list[_QuestionRow], Field(min_length=1)]
    conflicts: list[_ConflictRow] = Field(default_factory=list)


_NOT_KNOWN = Choice(UNKNOWN, "不清楚")
_YES_NO = (Choice("yes", "是"), Choice("no", "不是"))


def load_questions(path: Path) -> tuple[tuple[Question, ...], tuple[Conflict, ...]]:
    """The questions in file order, each ending with 不清楚, and the conflicts.

    A question without options is a yes/no question. An absent file means that nothing is asked.

    Raises:
        DataError: The file is malformed, or a name or value is used twice or not known.
    """
    if not path.exists():
        return (), ()
    rows = read_model(path, _QuestionFile)
    questions: dict[str, Question] = {}
    for row in rows.questions:
        place = Place(path.name, row.name)
        if row.name in questions:
            raise place.fault("这个问题写了两次，请删去一处。")
        questions[row.name] = _question(place, row)
    conflicts = tuple(_conflict(Place(path.name, "conflicts"), row, questions) for row in rows.conflicts)
    return tuple(questions.values()), conflicts


def check_values(place: Place, name: str, values: list[str], questions: dict[str, Question]) -> None:
    """Nothing, where the fact and its values are known.

    Raises:
        DataError: One is not.
    """
    question = questions.get(name)
    if question is None:
        raise place.fault(f"没有“{name}”这个问题，请先写进 questions.yaml。")
    known = {option.value for option in question.options} - {UNKNOWN}
    for value in values:
        if value not in known:
            raise place.fault(f"“{name}”没有“{value}”这个选项，可用的有：{'、'.join(sorted(known))}。")


def _question(place: Place, row: _QuestionRow) -> Question:
    options = tuple(Choice(option.value, option.label) for option in row.options) if row.options else _YES_NO
    values = [option.value for option in options]
    if len(set(values)) != len(values) or UNKNOWN in values:
        raise place.fault("选项不能重复，也不用写“不清楚”（会自动加上）。")
    return Question(row.name, row.label, row.help, (*options, _NOT_KNOWN), tuple(row.audience))


def _conflict(place: Place, row: _ConflictRow, questions: dict[str, Question]) -> Conflict:
    for name, values in row.facts.items():
        check_values(place, name, values, questions)
    return Conflict({name: tuple(values) for name, values in row.facts.items()}, row.message)
