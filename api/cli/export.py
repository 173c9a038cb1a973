"""`policy-assistant export`: all that is kept of a conversation."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.opening import opened_records
from api.schemas import ConversationView
from corpus.errors import NotFoundError, StorageError

UNKNOWN = "没有找到这段对话，可能已经过期或删除。"


def run(
    conversation: Annotated[str, typer.Argument(metavar="对话编号", help="要导出的对话的编号。", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="文件", help="写到这个文件，不填则输出到屏幕。", show_default=False)
    ] = None,
) -> None:
    """Print a conversation as JSON."""
    with opened_records() as records:
        export = records.export(conversation)
    if export is None:
        raise NotFoundError(UNKNOWN)
    text = ConversationView.of(export).model_dump_json(indent=2)
    if out is None:
        typer.echo(text)
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError:
        raise StorageError("文件写不进去，请检查路径、权限和磁盘空间。") from None
    typer.echo(f"已导出 {len(export.exchanges)} 条问答。")
