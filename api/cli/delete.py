"""`policy-assistant delete`: forget a conversation."""

from typing import Annotated

import typer

from api.cli.export import UNKNOWN
from api.cli.opening import opened_records
from corpus.errors import NotFoundError


def run(
    conversation: Annotated[str, typer.Argument(metavar="对话编号", help="要删除的对话的编号。", show_default=False)],
) -> None:
    """Forget a conversation with its answers and feedback."""
    with opened_records() as records:
        if not records.delete(conversation):
            raise NotFoundError(UNKNOWN)
    typer.echo("已删除这段对话的全部记录。")
