"""`policy-assistant restore`: the state of a backup, checked row by row."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import JsonOption, print_json
from bot.settings import read_settings
from bot.storage.backup import restore_backup
from bot.storage.locking import FolderLock


def run(
    source: Annotated[Path, typer.Argument(metavar="文件", help="备份文件。", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="替换现有的数据，原有数据会被删除。")] = False,
    as_json: JsonOption = False,
) -> None:
    """Restore a backup; the server must be stopped."""
    settings = read_settings()
    with FolderLock(settings.data_dir):
        manifest = restore_backup(source, settings, force=force)
    if as_json:
        print_json({"manifest": manifest})
    else:
        typer.echo(f"已恢复并核对 {manifest.rows} 行数据、{len(manifest.files)} 个文件（备份于 {manifest.made_at}）。")
