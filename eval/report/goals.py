"""The figures that the project has set itself, and what a run reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.models import Measure, TaskResult


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure to reach on `test`: where it stands in the results, and the least (or the most) it may be."""

    title: str
    task: str
    part: str
    name: str
    bound: float
    is_most: bool = False
    is_count: bool = False

    def is_met(self, value: float) -> bool:
        """Whether the value reaches the goal."""
        return value <= self.bound if self.is_most else value >= self.bound

    def show(self, value: float) -> str:
        """The value as it is read: a share in percent, a count as it is."""
        return f"{value:.0f}" if self.is_count else f"{value:.1%}"


GOALS = (
    Goal("完全正确", "answers", "all", "right", 0.92),
    Goal("完全正确：职工", "answers", "audience:worker", "right", 0.88),
    Goal("完全正确：企业", "answers", "audience:enterprise", "right", 0.88),
    Goal("完全正确：热线", "answers", "audience:hotline", "right", 0.88),
    Goal("应引句排第一", "answers", "all", "gold_first", 0.90),
    Goal("应引句在前三", "answers", "all", "gold_in_three", 0.98),
    Goal("拒答召回", "refusal", "all", "refusal_recall", 0.95),
    Goal("拒答精确", "refusal", "all", "refusal_precision", 0.95),
    Goal("“文件未载明”召回", "refusal", "all", "partial_recall", 0.85),
    Goal("没有依据的数字", "numbers", "all", "figures_unsupported", 0, is_most=True, is_count=True),
    Goal("不能核对的引用", "numbers", "all", "citations_unresolved", 0, is_most=True, is_count=True),
    Goal("整段对话全对", "conversation", "all", "conversations_right", 0.85),
    Goal("计算类完全正确", "calculations", "all", "right", 0.92),
)


def find(results: Sequence[TaskResult], goal: Goal, system: str, split: str) -> Measure | None:
    """The measure that a goal is about; None where its task was not run."""
    for result in results:
        if result.task != goal.task:
            continue
        for m in result.measures:
            if (m.system, m.split, m.part, m.name) == (system, split, goal.part, goal.name):
                return m
    return None
