"""Loads the whole rulebook and binds it to the policies that it rests on."""

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import DataError
from corpus.models import Policy
from corpus.rulebook.measures import load_measures
from corpus.rulebook.models import Rulebook
from corpus.rulebook.parameters import load_parameters
from corpus.rulebook.questions import load_questions

_RULES = Path(__file__).resolve().parents[1] / "rules"


def load_rulebook(policies: Mapping[str, Policy], root: Path | None = None) -> Rulebook:
    """The rules under `root` (the project's own by default), each quote proven verbatim in its sentence.

    Raises:
        DataError: A rule is malformed or no longer says what the policy says; names file, key, quote and clause.
    """
    root = root or _RULES
    if not (root / "parameters").is_dir():
        raise DataError("规则数据不完整：缺少 parameters 文件夹。")
    parameters, provisions = load_parameters(policies, root / "parameters")
    questions, conflicts = load_questions(root / "questions.yaml")
    measures = load_measures(policies, root / "measures", questions)
    return Rulebook(
        parameters=parameters,
        provisions=provisions,
        measures=measures,
        questions=questions,
        conflicts=conflicts,
    )
