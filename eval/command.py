"""`policy-assistant eval`. Loads nothing heavy until it is called: the command line reads it at every start."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from corpus.errors import InputError, PolicyAssistantError
from eval.tasks import NAMES

RESULTS = Path(__file__).parent / "results"


def evaluate(
    tasks: Annotated[
        list[str] | None, typer.Argument(metavar="任务", help="要运行的任务，不写为全部：" + "、".join(NAMES))
    ] = None,
    data: Annotated[Path | None, typer.Option(metavar="目录", help="换一个同样形式的数据目录")] = None,
    output: Annotated[Path, typer.Option(metavar="目录", help="结果写到哪里")] = RESULTS,
    predicted: Annotated[
        Path | None, typer.Option(metavar="目录", help="不再提问，对这次运行（结果目录）已有的回答重新打分")
    ] = None,
) -> None:
    """评测：运行各任务，在结果目录写出逐题记录、汇总和 HTML 报告。"""  # noqa: D415 - shown as the help, in Chinese
    from eval.session import run_tasks  # noqa: PLC0415 - brings Chroma and ir_measures

    console = Console(stderr=True)
    try:
        outcome = run_tasks(list(tasks or ()), data, output, predicted, console)
    except PolicyAssistantError as error:
        typer.echo(f"错误：{' '.join(str(error).split())}", err=True)
        raise typer.Exit(2 if isinstance(error, InputError) else 1) from None
    Console().print(f"报告：{outcome.folder / 'report.html'}", soft_wrap=True)
    for failure in outcome.failures:
        console.print(failure, soft_wrap=True)
    if outcome.failures:
        raise typer.Exit(1)
