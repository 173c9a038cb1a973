"""What commands print: JSON for programs, plain Chinese text for people."""

import dataclasses
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from bot.answering.messages import READ_AGAIN
from bot.answering.models import Answer
from bot.calculators.models import Calculation
from corpus.models import Citation

JsonOption = Annotated[bool, typer.Option("--json", help="以 JSON 输出，便于程序处理。")]

_MODES = {
    "approved": "【经审核的答复】",
    "extract": "【政策原文】",
    "calculation": "【计算结果】",
    "fixed": "",
}


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_encode))


def _encode(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def print_answer(answer: Answer) -> None:
    """Print an answer with what it rests on."""
    if mark := answer.mark or _MODES[answer.mode]:
        typer.echo(mark)
    if answer.understood and answer.calculation is None:
        typer.echo(READ_AGAIN.format(understood=answer.understood))
    typer.echo(answer.text)
    if answer.calculation is not None:
        typer.echo()
        _print_steps(answer.calculation)
    print_citations(answer.citations)
    _print_list("提示", answer.notices)
    _print_list("还可以问", answer.suggestions)


def print_calculation(calculation: Calculation) -> None:
    """Print a calculation with its trace."""
    typer.echo(getattr(calculation, "conclusion", "") or result_of(calculation))
    if calculation.understood:
        typer.echo(calculation.understood)
    _print_steps(calculation)
    _print_list("这样理解", calculation.assumptions)
    _print_list("提示", calculation.notices)
    print_citations(calculation.citations)


def result_of(calculation: Calculation) -> str:
    """The result in figures."""
    if calculation.low is not None and calculation.high is not None:
        return f"{calculation.low}—{calculation.high}{calculation.unit}"
    return f"{calculation.value or ''}{calculation.unit if calculation.value else ''}"


def _print_steps(calculation: Calculation) -> None:
    for number, step in enumerate(calculation.steps, 1):
        typer.echo(f"  {number}. {step.text}：{step.line}")


def print_citations(citations: Iterable[Citation]) -> None:
    """Print each citation with its verbatim quote."""
    shown = list(citations)
    if shown:
        typer.echo("\n依据")
    for number, citation in enumerate(shown, 1):
        place = " ".join(part for part in (citation.label, citation.heading) if part)
        typer.echo(f"  [{number}] 《{citation.policy_title}》{place}（{citation.id}）")
        typer.echo(f"      “{citation.quote}”")


def _print_list(title: str, lines: Iterable[str]) -> None:
    shown = list(lines)
    if shown:
        typer.echo(f"\n{title}")
    for line in shown:
        typer.echo(f"  - {line}")
