"""`policy-assistant policies`: what is held."""

import typer
from rich.console import Console
from rich.table import Table

from api.cli.opening import opened_assistant
from api.cli.output import JsonOption, print_json
from api.policy_views import summary
from api.routes.policies import today
from api.schemas import PolicySummary

UNSTATED = "文件未标注"


def run(as_json: JsonOption = False) -> None:
    """Print what is held."""
    with opened_assistant() as assistant:
        held = [summary(policy, today()) for policy in assistant.policies.held()]
    if as_json:
        print_json({"policies": held})
    elif held:
        Console(highlight=False, markup=False).print(_table(held))
    else:
        typer.echo("还没有收录任何政策，用 policy-assistant ingest 收录。")


def _table(held: list[PolicySummary]) -> Table:
    table = Table(show_lines=len(held) > 1)
    for name in ("标题", "编号", "文号", "施行日期", "状态", "条目数"):
        table.add_column(name, overflow="fold")
    for policy in held:
        table.add_row(
            policy.title,
            policy.id,
            policy.metadata.document_number or UNSTATED,
            str(policy.metadata.effective_from or UNSTATED),
            policy.status,
            str(policy.passage_count),
        )
    return table
