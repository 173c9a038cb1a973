"""`policy-assistant backup`: everything that is kept, in one file."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.opening import opened_database
from api.cli.output import JsonOption, print_json
from bot.settings import read_settings
from bot.storage.backup import write_backup


def run(
    target: Annotated[
        Path | None,
        typer.Argument(metavar="文件", help="备份写到这个文件，不填则写到当前目录。", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write a backup; the server may go on running."""
    settings = read_settings()
    path = target or Path(f"policy-backup-{datetime.now():%Y%m%d-%H%M%S}.zip")
    with opened_database(settings) as database:
        manifest = write_backup(database, settings, path)
    if as_json:
        print_json({"path": str(path), "manifest": manifest})
    else:
        typer.echo(f"已备份 {manifest.rows} 行数据、{len(manifest.files)} 个文件到 {path}。")
