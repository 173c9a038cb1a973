"""`policy-assistant check`: the self-check, asked on the terminal or answered by a file."""

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from api.cli.output import JsonOption, print_json
from bot.eligibility import EligibilityEngine
from bot.eligibility.models import EligibilityQuestion, EligibilityResult
from corpus.errors import InputError
from corpus.library import load_policies
from corpus.rulebook import load_rulebook

UNKNOWN = "unknown"
_STOP = ("q", "Q", "ｑ")


def run(
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="文件", help="从 JSON 或 YAML 文件读取回答，不逐题问。", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check what a person or an enterprise may be entitled to."""
    engine = EligibilityEngine(load_rulebook({policy.id: policy for policy in load_policies()}))
    result = engine.check(read_answers(answers)) if answers is not None else _ask_all(engine, quiet=as_json)
    if as_json:
        print_json(result)
    else:
        _print(result)


def read_answers(path: Path) -> dict[str, str | bool]:
    """The facts of a file: a mapping of names to values, alone or under `facts`.

    Raises:
        InputError: The file is no such mapping.
    """
    try:
        held: Any = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        raise InputError("回答文件打不开，请确认它存在并且是 UTF-8 文本。") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise InputError("回答文件不是有效的 JSON 或 YAML。") from None
    facts = held.get("facts", held) if isinstance(held, dict) else held
    if not isinstance(facts, dict) or not all(_is_fact(name, value) for name, value in facts.items()):
        raise InputError("回答文件应当是“名称: 值”的列表，值为文字或 true/false。")
    return facts


def _is_fact(name: object, value: object) -> bool:
    return isinstance(name, str) and isinstance(value, str | bool)


def _ask_all(engine: EligibilityEngine, quiet: bool) -> EligibilityResult:
    facts: dict[str, str | bool] = {}
    result = engine.check(facts)
    while result.next_question is not None:
        value = _ask(result.next_question, quiet)
        if value is None:
            break
        facts[result.next_question.name] = value
        result = engine.check(facts)
    return result


def _ask(question: EligibilityQuestion, quiet: bool) -> str | None:
    """The value chosen; None to stop asking."""
    values = [option.value for option in question.options]
    typer.echo(f"\n{question.label}", err=quiet)
    if question.help:
        typer.echo(f"（{question.help}）", err=quiet)
    for number, option in enumerate(question.options, 1):
        typer.echo(f"  {number}. {option.label}", err=quiet)
    if UNKNOWN not in values:
        typer.echo("  0. 不清楚", err=quiet)
    while True:
        typed = typer.prompt("请输入序号（q 结束）", err=quiet).strip()
        if typed in _STOP:
            return None
        if typed == "0" and UNKNOWN not in values:
            return UNKNOWN
        if typed.isdecimal() and 1 <= int(typed) <= len(values):
            return values[int(typed) - 1]
        typer.echo(f"请输入 1 到 {len(values)} 之间的序号。", err=True)


def _print(result: EligibilityResult) -> None:
    groups: dict[str, list[str]] = {}
    for measure in result.measures:
        labels = "、".join(dict.fromkeys(citation.label for citation in measure.citations))
        groups.setdefault(measure.group, []).append(f"  - {measure.title}（{labels}）")
        groups[measure.group] += [f"      {reason.text}" for reason in measure.reasons if reason.state == "unmet"]
    for group, lines in groups.items():
        typer.echo(f"\n{group}")
        typer.echo("\n".join(lines))
    for notice in result.notices:
        typer.echo(f"\n{notice}")
