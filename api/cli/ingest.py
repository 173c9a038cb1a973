"""`policy-assistant ingest`: files and folders into the corpus."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from api.cli.chinese import report_failure
from api.cli.opening import opened_ingestor
from api.cli.output import JsonOption, print_json
from bot.ingest.outcomes import FileOutcome, OnProgress
from bot.ingest.outcomes import Progress as Report

_WORDS = {"added": "新收录", "updated": "已更新", "unchanged": "没有变化", "skipped": "已跳过", "failed": "失败"}


def run(
    paths: Annotated[list[Path], typer.Argument(metavar="文件或文件夹", help="要收录的文件或文件夹，可以多个。")],
    as_json: JsonOption = False,
) -> int:
    """Read files into the corpus; 1 where any failed, the others are held."""
    with opened_ingestor() as ingestor, _shown_progress(as_json) as shown:
        outcomes = ingestor.ingest(paths, shown.on_progress, shown.on_outcome)
    failed = sum(outcome.result == "failed" for outcome in outcomes)
    if as_json:
        print_json({"files": outcomes, "summary": Counter(outcome.result for outcome in outcomes)})
    else:
        _print_summary(outcomes)
    if failed or not outcomes:
        report_failure(f"{failed} 个文件没有收录，原因见各文件的说明。" if failed else "没有找到可以收录的文件。")
        return 1
    return 0


@dataclass(frozen=True)
class _Shown:
    """What is called while the work goes on; nothing where the output is for a program."""

    on_progress: OnProgress | None = None
    on_outcome: Callable[[FileOutcome], None] | None = None


@contextmanager
def _shown_progress(as_json: bool) -> Iterator[_Shown]:
    """A line for each file as it is done, and a bar on stderr with rate and remaining time below them."""
    if as_json:
        yield _Shown()
        return
    columns = (TextColumn("收录"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rest]}"))
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, rest="")

        def show(report: Report) -> None:
            bar.update(task, total=report.files_total, completed=report.files_done, rest=_rest(report))

        # Above the bar where both go to one terminal; to a file or a pipe the plain line.
        is_above = bar.console.is_terminal and sys.stdout.isatty()

        def tell(outcome: FileOutcome) -> None:
            if is_above:
                bar.console.print(_line(outcome), markup=False, highlight=False)
            else:
                typer.echo(_line(outcome))

        yield _Shown(show, tell)


def _rest(report: Report) -> str:
    parts = [f"已向量化 {report.passages_embedded} 条"]
    if report.rate:
        parts.append(f"每秒 {report.rate:.0f} 条")
    if report.remaining_s is not None:
        minutes, seconds = divmod(round(report.remaining_s), 60)
        parts.append(f"约剩 {minutes} 分 {seconds} 秒" if minutes else f"约剩 {seconds} 秒")
    return "，".join([*parts, report.current])


def _line(outcome: FileOutcome) -> str:
    titled = f"《{outcome.title}》{outcome.passages} 句" if outcome.title else ""
    detail = "  ".join(part for part in (titled, outcome.message) if part)
    replaced = f"，替代 {outcome.supersedes}" if outcome.supersedes else ""
    return f"{_WORDS[outcome.result]}  {outcome.name}  {detail}{replaced}".rstrip()


def _print_summary(outcomes: Sequence[FileOutcome]) -> None:
    counts: Counter[str] = Counter(outcome.result for outcome in outcomes)
    total = "，".join(f"{word} {counts[result]}" for result, word in _WORDS.items() if counts[result])
    if outcomes:
        typer.echo(f"共 {len(outcomes)} 个文件：{total}。")
