"""`policy-assistant purge`: forget what is past its time."""

import typer

from api.cli.opening import opened_records
from api.cli.output import JsonOption, print_json


def run(as_json: JsonOption = False) -> None:
    """Forget records older than the retention period."""
    with opened_records() as records:
        counts = records.purge()
    if as_json:
        print_json(counts)
    else:
        typer.echo(f"已删除 {counts.answers} 条问答、{counts.conversations} 段对话。")
