"""Evaluates every measure in three values and chooses the question that settles most."""

from collections.abc import Iterable, Mapping

from bot.eligibility.models import EligibilityQuestion, EligibilityResult, MeasureResult, Option
from bot.eligibility.verdicts import judge, settles
from corpus.errors import InputError
from corpus.rulebook import Measure, Question, Rulebook
from corpus.rulebook.conditions import UNKNOWN

AUDIENCE = "audience"
NOTICE = "自测结果只供参考：标明由主管部门认定的，以主管部门的决定为准。"


class EligibilityEngine:
    """The check over one rulebook; pure, and shared by web, terminal and chat."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._measures = rulebook.measures
        self._conflicts = rulebook.conflicts
        self._questions = {question.name: question for question in rulebook.questions}
        self._shown = {name: _show(question) for name, question in self._questions.items()}

    def questions(self) -> list[EligibilityQuestion]:
        """Every question, in the order in which they are kept."""
        return list(self._shown.values())

    def check(self, facts: Mapping[str, str | bool]) -> EligibilityResult:
        """The verdict on every measure that concerns the audience, and the next question.

        Raises:
            InputError: A fact or its value is not known, or two facts contradict each other.
        """
        known = self._read(facts)
        measures = self._concerned(known)
        results = [judge(measure, known, self._audience_open(known)) for measure in measures]
        question = self._next(measures, results, known)
        return EligibilityResult(
            measures=results,
            next_question=question,
            answered=sum(value != UNKNOWN for value in known.values()),
            notices=[NOTICE],
        )

    def _audience_open(self, facts: Mapping[str, str]) -> bool:
        return AUDIENCE in self._questions and facts.get(AUDIENCE, UNKNOWN) == UNKNOWN

    def _concerned(self, facts: Mapping[str, str]) -> list[Measure]:
        if AUDIENCE not in self._questions or self._audience_open(facts):
            return list(self._measures)
        return [measure for measure in self._measures if facts[AUDIENCE] in measure.audiences]

    def _read(self, facts: Mapping[str, str | bool]) -> dict[str, str]:
        known: dict[str, str] = {}
        for name, raw in facts.items():
            question = self._questions.get(name)
            if question is None:
                raise InputError("有一项不是自测里的问题，请按页面上的问题回答。")
            value = ("yes" if raw else "no") if isinstance(raw, bool) else raw
            if value != UNKNOWN and value not in {option.value for option in question.options}:
                labels = "、".join(option.label for option in question.options)
                raise InputError(f"“{question.label}”的回答不在选项内，请从这些里选：{labels}。", name)
            known[name] = value
        for conflict in self._conflicts:
            if all(known.get(name) in values for name, values in conflict.facts.items()):
                raise InputError(conflict.message, next(reversed(list(conflict.facts))))
        return known

    def _next(
        self, measures: list[Measure], results: Iterable[MeasureResult], facts: Mapping[str, str]
    ) -> EligibilityQuestion | None:
        """The unanswered question whose answers, on average, settle most measures; ties go to the earlier one."""
        if self._audience_open(facts):
            return None if AUDIENCE in facts else self._shown[AUDIENCE]
        open_ = [
            (measure, result.needs)
            for measure, result in zip(measures, results, strict=True)
            if result.verdict == "possible"
        ]
        best, best_score = None, -1.0
        for name, question in self._questions.items():
            touched = [measure for measure, needs in open_ if name in needs]
            if name in facts or not touched:
                continue
            score = self._settled_on_average(question, touched, facts)
            if score > best_score:
                best, best_score = name, score
        return self._shown[best] if best else None

    def _settled_on_average(self, question: Question, measures: list[Measure], facts: Mapping[str, str]) -> float:
        values = [option.value for option in question.options if option.value != UNKNOWN]
        settled = 0
        for value in values:
            supposed = {**facts, question.name: value}
            settled += sum(settles(measure, supposed) for measure in measures)
        return settled / len(values)


def _show(question: Question) -> EligibilityQuestion:
    options = [
        Option(value=choice.value, label=choice.label)
        for choice in question.options
        if question.name != AUDIENCE or choice.value != UNKNOWN
    ]
    return EligibilityQuestion(
        name=question.name,
        label=question.label,
        help=question.help,
        options=options,
        audiences=list(question.audiences),
    )
