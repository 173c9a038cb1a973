"""Reads `rules/measures/*.yaml`: what the policy gives, asks and encourages, with its conditions."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from corpus.models import Citation, Policy
from corpus.rulebook.conditions import Combination, Condition, Fact
from corpus.rulebook.models import Decider, Measure, MeasureKind, Question, RuleAudience
from corpus.rulebook.questions import check_values
from corpus.rulebook.quotes import Place, cite_quote
from corpus.yaml_files import read_model

Text = Annotated[str, Field(min_length=1)]
MAX_DEPTH = 8


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _MeasureRow(_Row):
    id: Text
    title: Text
    kind: MeasureKind
    audience: Annotated[list[RuleAudience], Field(min_length=1)]
    sentence: Text
    quote: Text
    when: dict[str, Any] | None = None
    decided_by: Decider | None = None
    hedge: str = ""
    office: str = ""
    note: str = ""


class _MeasureFile(_Row):
    measures: Annotated[list[_MeasureRow], Field(min_length=1)]


def load_measures(policies: Mapping[str, Policy], folder: Path, questions: tuple[Question, ...]) -> tuple[Measure, ...]:
    """The measures in clause order, every quote proven, every condition resting on a known question.

    Raises:
        DataError: A file is not what it should be; names file, key and value.
    """
    by_name = {question.name: question for question in questions}
    measures: dict[str, Measure] = {}
    for path in sorted(folder.glob("*.yaml")):
        for row in read_model(path, _MeasureFile).measures:
            place = Place(path.name, row.id)
            if row.id in measures:
                raise place.fault("这个编号已经用过，请换一个。")
            measures[row.id] = _Binder(policies, place, row, by_name).measure()
    return tuple(measures.values())


class _Binder:
    """Binds one row: collects its citations while it builds the condition."""

    def __init__(
        self, policies: Mapping[str, Policy], place: Place, row: _MeasureRow, questions: dict[str, Question]
    ) -> None:
        self._policies = policies
        self._place = place
        self._row = row
        self._questions = questions
        self._citation = cite_quote(policies, place, row.sentence, row.quote)
        self._citations = {(self._citation.id, self._citation.quote): self._citation}

    def measure(self) -> Measure:
        """The measure, bound."""
        row = self._row
        if bool(row.hedge) != bool(row.decided_by):
            raise self._place.fault("hedge（留有余地的用词）和 decided_by（由谁决定）要么都写，要么都不写。")
        if row.hedge and row.hedge not in self._citation.quote:
            raise self._place.fault(f"hedge“{row.hedge}”不在引文里。")
        condition = self._condition(row.when, 0) if row.when else Combination("all", ())
        return Measure(
            id=row.id,
            title=row.title,
            kind=row.kind,
            audiences=tuple(row.audience),
            condition=condition,
            citations=tuple(self._citations.values()),
            decided_by=row.decided_by,
            hedge=row.hedge,
            office=row.office,
            note=row.note,
        )

    def _condition(self, tree: object, depth: int) -> Condition:
        if not isinstance(tree, dict) or depth > MAX_DEPTH:
            raise self._place.fault("条件应当是 all / any / not / fact 之一，且不要嵌套太深。")
        if "fact" in tree:
            return self._leaf(tree)
        if len(tree) != 1:
            raise self._place.fault("条件的每一层只能有 all / any / not 中的一个。")
        operator, inside = next(iter(tree.items()))
        if operator == "not":
            return Combination("not", (self._condition(inside, depth + 1),))
        if operator not in ("all", "any") or not isinstance(inside, list) or not inside:
            raise self._place.fault("all 和 any 下面要写一个不空的列表。")
        return Combination(operator, tuple(self._condition(branch, depth + 1) for branch in inside))

    def _leaf(self, tree: dict[str, Any]) -> Fact:
        unknown = set(tree) - {"fact", "is", "text", "sentence", "quote"}
        values = tree.get("is")
        listed = [values] if isinstance(values, str) else values
        if unknown or not isinstance(listed, list) or not tree.get("text"):
            raise self._place.fault("fact 要写 is（取值）和 text（这个条件的说法），可加 sentence、quote，不要写别的。")
        check_values(self._place, tree["fact"], listed, self._questions)
        return Fact(tree["fact"], frozenset(listed), tree["text"], self._leaf_citation(tree))

    def _leaf_citation(self, tree: dict[str, Any]) -> Citation:
        if "quote" not in tree:
            return self._citation
        sentence = tree.get("sentence", self._row.sentence)
        citation = cite_quote(self._policies, self._place, sentence, tree["quote"])
        self._citations.setdefault((citation.id, citation.quote), citation)
        return citation
