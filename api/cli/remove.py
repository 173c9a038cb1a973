"""`policy-assistant remove`: a policy out of the corpus."""

import sys
from typing import Annotated

import typer

from api.cli.opening import opened_database
from bot.ingest.removing import find_removable, remove
from bot.settings import read_settings
from bot.storage.policies import HeldPolicy
from corpus.errors import InputError

_ACTOR = "command"
_CONSENT = frozenset({"y", "yes", "是"})


def run(
    policy: Annotated[
        str, typer.Argument(metavar="文件编号", help="要删除的文件的编号，见 policies。", show_default=False)
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="直接删除，不再询问。")] = False,
) -> None:
    """Remove a policy with its passages; a running server follows within seconds."""
    with opened_database(read_settings()) as database:
        if not yes:
            _ask(find_removable(database, policy))
        removed = remove(database, policy, _ACTOR)
    typer.echo(f"已删除《{removed.title}》（{removed.id}）和它的 {removed.passage_count} 条检索条目。")
    if removed.supersedes:
        typer.echo(f"它替代的旧版本 {removed.supersedes} 不再标为已被替代。")


def _ask(held: HeldPolicy) -> None:
    if not sys.stdin.isatty():
        raise InputError("这里不能询问：请在终端上运行，或加 --yes 直接删除。")
    said = str(typer.prompt(f"删除《{held.title}》（{held.id}）？输入 y 确定", default="n", show_default=False))
    if said.strip().lower() not in _CONSENT:
        raise typer.Abort
