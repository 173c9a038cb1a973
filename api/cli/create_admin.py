"""`policy-assistant create-admin`: the first administrator of the desk."""

import sys
from typing import Annotated

import typer

from api.cli.opening import opened_database
from bot.settings import read_settings
from bot.staff.accounts import Accounts
from corpus.errors import InputError


def run(
    name: Annotated[str, typer.Argument(metavar="用户名", help="管理员的用户名。", show_default=False)],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="从标准输入读密码，便于脚本使用；不加则在终端上询问。")
    ] = False,
) -> None:
    """Create an administrator."""
    settings = read_settings()
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked()
    with opened_database(settings) as database:
        Accounts(database).create(name, password, "admin", "command")
    typer.echo(f"已建立管理员 {name}，打开 /desk 登录。")


def _asked() -> str:
    if not sys.stdin.isatty():
        raise InputError("这里不能询问密码：请在终端上运行，或加 --password-stdin 从标准输入传入。")
    return str(typer.prompt("密码（至少 10 个字符）", hide_input=True, confirmation_prompt="再输一次"))
