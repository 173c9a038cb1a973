"""All tasks by name, in the order in which they run and are reported."""

from collections.abc import Callable

from eval.models import TaskResult
from eval.run import Run
from eval.tasks.ablation import run_ablation
from eval.tasks.answers import run_answers
from eval.tasks.calculations import run_calculations
from eval.tasks.conversation import run_conversation
from eval.tasks.latency import run_latency
from eval.tasks.numbers import run_numbers
from eval.tasks.refusal import run_refusal
from eval.tasks.retrieval import run_retrieval
from eval.tasks.stard import run_stard

TASKS: dict[str, Callable[[Run], TaskResult]] = {
    "answers": run_answers,
    "retrieval": run_retrieval,
    "refusal": run_refusal,
    "numbers": run_numbers,
    "conversation": run_conversation,
    "calculations": run_calculations,
    "ablation": run_ablation,
    "stard": run_stard,
    "latency": run_latency,
}
