"""One whole evaluation: runs tasks, writes their results, and shows the main figures."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.settings import Settings, read_settings
from corpus.errors import InputError, PolicyAssistantError
from eval import store
from eval.models import TaskResult
from eval.phrasings import read_phrasings
from eval.produce import Tick
from eval.questions import DATASETS, read_dialogues, read_questions
from eval.report.history import Entry, add_entry, figures_of, read_history
from eval.report.page import render_page
from eval.report.sections import make_sections
from eval.report.summary import render_summary
from eval.report.tables import goals_table
from eval.run import Run
from eval.systems.opening import make_opener
from eval.tasks.registry import TASKS
from eval.texts import read_texts

_QRELS = "qrels.tsv"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The folder that was written, and what went wrong, one line a task that could not run."""

    folder: Path
    failures: list[str]


def run_tasks(tasks: list[str], data: Path | None, output: Path, predicted: Path | None, console: Console) -> Outcome:
    """Runs the tasks (none named: all that suit the data) and writes everything.

    A task that fails does not take the others with it.

    Raises:
        InputError: There is no task of that name.
        DataError: The questions cannot be read.
    """
    unknown = [task for task in tasks if task not in TASKS]
    if unknown:
        raise InputError(f"没有这个任务。可用的任务：{'、'.join(TASKS)}。", "tasks")
    tasks = tasks or _suited(data)
    settings = read_settings()
    with _progress(console) as bars:
        run = _make_run(settings, data, output, predicted, bars)
        head = store.make_head(settings, f"{len(run.items)} 个问题，{len(run.dialogues)} 段对话")
        run.folder = run.folder if predicted else store.new_folder(head, output)
        results, failures = _run_each(run, tasks)
    _write(run.folder, output, head, results, is_own=data is None and set(tasks) == set(TASKS))
    _show(results)
    return Outcome(run.folder, failures)


def _run_each(run: Run, tasks: list[str]) -> tuple[list[TaskResult], list[str]]:
    results, failures = [], []
    for task in tasks:
        try:
            results.append(TASKS[task](run))
        except PolicyAssistantError as error:
            failures.append(f"{task}：{error}")
            results.append(TaskResult(task=task, notes=[str(error)]))
    return results, failures


def _suited(data: Path | None) -> list[str]:
    if data is None:
        return list(TASKS)
    if (data / _QRELS).exists():
        return ["stard"]
    return [task for task in TASKS if task not in {"stard", "latency", "ablation"}]


def _make_run(settings: Settings, data: Path | None, output: Path, predicted: Path | None, bars: Progress) -> Run:
    folder = DATASETS if data is None or (data / _QRELS).exists() else data
    texts = read_texts()

    def start_progress(title: str, total: int) -> Tick:
        task = bars.add_task(title, total=total)
        return lambda: bars.advance(task)

    return Run(
        folder=predicted or output,
        settings=settings,
        items=read_questions(folder),
        dialogues=read_dialogues(folder),
        phrasings=read_phrasings(folder),
        texts=texts,
        open_system=make_opener(settings, texts),
        data=data,
        start_progress=start_progress,
    )


def _write(folder: Path, output: Path, head: store.Head, results: list[TaskResult], *, is_own: bool) -> None:
    """A whole run over the project's own questions also goes into the history and the summary."""
    store.save_results(folder, head, results)
    if is_own:
        add_entry(
            output, Entry(commit=head.commit, config_hash=head.config_hash, at=head.at, figures=figures_of(results))
        )
        (output / "summary.md").write_text(render_summary(head, results), encoding="utf-8")
    sections = make_sections(results, read_history(output))
    (folder / "report.html").write_text(render_page(head, sections), encoding="utf-8")


def _show(results: list[TaskResult]) -> None:
    head, *rows = goals_table(results)
    if not rows:
        return
    table = Table(*head)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)
