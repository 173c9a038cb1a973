"""`policy-assistant calc`: a calculator, its options taken from its own description."""

from collections.abc import Sequence
from typing import Annotated

import typer
from typer import Context

from api.cli.output import JsonOption, print_calculation, print_json
from api.routes.calculators import view
from bot.calculators.registry import CalculatorRegistry, CalculatorSpec
from corpus.errors import InputError, NotFoundError
from corpus.library import load_policies
from corpus.rulebook import load_rulebook

context_settings = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def run(
    ctx: Context,
    name: Annotated[
        str | None, typer.Argument(metavar="名称", help="计算器的名称，用 --list 查看。", show_default=False)
    ] = None,
    show_list: Annotated[bool, typer.Option("--list", help="列出全部计算器和它们的填写项。")] = False,
    as_json: JsonOption = False,
) -> int:
    """Calculate, or describe what can be calculated."""
    registry = CalculatorRegistry(load_rulebook({policy.id: policy for policy in load_policies()}))
    wants_help = "--help" in (name, *ctx.args)
    if not show_list and (name is None or name == "--help"):
        typer.echo(f"{ctx.get_help()}\n计算器用 policy-assistant calc --list 查看，填写项写作 --填写项 值。")
        return 0 if wants_help else 2
    if show_list:
        _print_list(registry.specs, as_json)
        return 0
    spec = _spec(registry, name or "")
    if wants_help:
        _print_spec(spec)
        return 0
    calculation = registry.calculate(spec.name, _inputs(spec, ctx.args))
    if as_json:
        print_json(calculation)
    elif calculation.status == "needs_input":
        missing = "、".join(
            f"--{field.name}（{field.label}）" for field in registry.needs(spec.name, calculation.needs)
        )
        raise InputError(f"还需要填写：{missing}。")
    else:
        print_calculation(calculation)
    return 0


def _spec(registry: CalculatorRegistry, name: str) -> CalculatorSpec:
    try:
        return registry.spec(name)
    except NotFoundError as error:
        raise InputError(str(error)) from None


def _inputs(spec: CalculatorSpec, arguments: Sequence[str]) -> dict[str, str]:
    """The values by field from `--field value` and `--field=value`."""
    known = {f"--{field.name.replace('_', '-')}": field.name for field in spec.fields}
    known |= {f"--{field.name}": field.name for field in spec.fields}
    values: dict[str, str] = {}
    waiting = list(arguments)
    while waiting:
        option, has_value, value = waiting.pop(0).partition("=")
        if option not in known:
            raise InputError(f"没有这个填写项，“{spec.title}”可用的有：{_options(spec)}。")
        if not has_value:
            if not waiting:
                raise InputError(f"选项 {option} 后面缺少值。")
            value = waiting.pop(0)
        values[known[option]] = value
    return values


def _options(spec: CalculatorSpec) -> str:
    return "、".join(f"--{field.name}（{field.label}）" for field in spec.fields)


def _print_list(specs: Sequence[CalculatorSpec], as_json: bool) -> None:
    if as_json:
        print_json({"calculators": [view(spec).model_dump(mode="json", by_alias=True) for spec in specs]})
        return
    for spec in specs:
        _print_spec(spec)
        typer.echo()


def _print_spec(spec: CalculatorSpec) -> None:
    typer.echo(f"{spec.name}  {spec.title}：{spec.description}")
    for field in spec.fields:
        need = "必填" if field.required else "可不填"
        unit = f"，单位：{field.unit}" if field.unit else ""
        typer.echo(f"  --{field.name} 值  {field.label}（{need}{unit}）。{field.help}{field.allowed}。")
