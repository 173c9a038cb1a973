"""Every statement of a model passes here before anybody sees it: ids resolved, prompt leaks stopped, then the gate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.answering.gate import Draft, Failure, Rules, Statement, check
from bot.answering.gate.normal import normalise
from bot.calculators.models import Calculation
from bot.llm.schema import StatementOutput

_RUN = 12


class LeakGuard:
    """Knows every run of twelve characters of the instructions, which no answer has a reason to hold."""

    def __init__(self, prompts: Iterable[str]) -> None:
        """Takes the instructions that must not be repeated."""
        self._runs = frozenset(run for prompt in prompts for run in _runs(prompt))

    def leaks(self, text: str) -> bool:
        """Whether the text repeats a part of the instructions."""
        return not self._runs.isdisjoint(_runs(text))


def _runs(text: str) -> set[str]:
    plain = normalise(text).replace("\n", "")
    return {plain[i : i + _RUN] for i in range(len(plain) - _RUN + 1)}


@dataclass
class Evidence:
    """What this turn has retrieved and computed so far; the tools add to it while the model works."""

    sources: dict[str, str] = field(default_factory=dict)
    calculation: Calculation | None = None

    def resolve(self, identifier: str) -> str:
        """The full id that a model's writing of it means; itself where it means none or more than one."""
        wanted = identifier.strip().strip("[]【】`\"' ")
        if wanted in self.sources:
            return wanted
        found = [key for key in self.sources if key.endswith(f"/{wanted}")]
        return found[0] if len(found) == 1 else wanted


class StatementChecker:
    """Sorts a model's statements into shown and dropped."""

    def __init__(self, evidence: Evidence, guard: LeakGuard, allowed: tuple[str, ...]) -> None:
        """Takes this turn's evidence, the guard of the instructions, and fixed phrases that need no source."""
        self._evidence = evidence
        self._guard = guard
        self._rules = Rules(strict=True, allowed=allowed)
        self._seen: set[str] = set()
        self.passed: list[Statement] = []
        self.dropped: list[Failure] = []

    def take(self, output: StatementOutput) -> Statement | None:
        """The statement where it may be shown and was not seen before, else None; it is kept for the trace."""
        key = output.model_dump_json()
        if key in self._seen:
            return None
        self._seen.add(key)
        ids = tuple(dict.fromkeys(self._evidence.resolve(identifier) for identifier in output.ids))
        statement = Statement(output.text.strip(), ids)
        if self._guard.leaks(statement.text):
            self.dropped.append(Failure(Statement("", ids), "leak"))
            return None
        sources: Mapping[str, str] = self._evidence.sources
        verdict = check(Draft((statement,), self._evidence.calculation), sources, self._rules)
        self.dropped += verdict.failed
        if not verdict.passed:
            return None
        self.passed.append(statement)
        return statement
