"""The entry point: finds the command, runs it, and turns every failure into one Chinese line and an exit code.

Exit codes: 0 done, 1 the work failed, 2 the call was wrong.
"""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer
from typer import Context
from typer.exceptions import Abort, TyperException

from api.cli.chinese import Command, Group, explain, report_failure, use_chinese_panels
from corpus.errors import InputError, PolicyAssistantError

_INTERRUPTED = 130
"""What typer makes of Ctrl-C."""
PROGRAM = "policy-assistant"
PLUGINS = "policy_assistant.commands"
COMMANDS = {
    "serve": "启动服务；数据目录为空时先收录自带的政策。",
    "ask": "问一个问题，答复附原文出处。",
    "search": "检索政策原文，最相关的在前。",
    "ingest": "收录文件或文件夹。",
    "remove": "删除一份收录的文件。",
    "policies": "列出收录的政策：日期、状态和条目数。",
    "calc": "使用计算器，列出每一步和依据。",
    "check": "自查可以享受哪些政策。",
    "doctor": "检查配置和运行情况，并说明怎样修好。",
    "export": "导出一段对话的全部记录。",
    "delete": "删除一段对话的全部记录。",
    "purge": "删除超过保留期限的记录。",
    "draft-answers": "用语言模型起草口径，供人审核。",
    "create-admin": "建立工作台的管理员。",
    "backup": "把数据库和上传的文件备份成一个文件。",
    "restore": "从备份恢复，并核对恢复的内容。",
}
_MODULES = {"draft-answers": "drafts"}
"""Commands whose module is named otherwise."""
_ABOUT = "政策助手：回答人力资源政策问题，每句话都有原文出处。"
_PLUGIN_HELP = {"eval": "运行评测，写出报告。"}


class Root(Group):
    """Imports a command's module only when that command is called; the others are known by name and help."""

    def list_commands(self, ctx: Context) -> list[str]:  # type: ignore[override]  # typer's public context
        """All names, ours first."""
        del ctx
        return [*COMMANDS, *sorted(set(_plugins()) - set(COMMANDS))]

    def get_command(self, ctx: Context, cmd_name: str) -> Any:  # type: ignore[override]  # as above
        """The command for a help screen, without its options."""
        del ctx
        text = COMMANDS.get(cmd_name) or _PLUGIN_HELP.get(cmd_name) or cmd_name
        return Command(cmd_name, help=text) if cmd_name in COMMANDS or cmd_name in _plugins() else None

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:  # type: ignore[override]  # as above
        """The command to run, and its arguments."""
        name = args[0]
        if name in COMMANDS:
            module = import_module(f"api.cli.{_MODULES.get(name, name.replace('-', '_'))}")
            return name, _command(name, module.run, getattr(module, "context_settings", None)), args[1:]
        plugin = _plugins().get(name)
        if plugin is None:
            ctx.fail(f"没有命令 {name}，用 {PROGRAM} --help 查看全部命令。")
        return name, _command(name, plugin.load()), args[1:]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    use_chinese_panels()
    try:
        result = _root().main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the process boundary: one line, not a traceback
        if os.environ.get("POLICY_LOG_LEVEL") == "DEBUG":
            traceback.print_exception(error)
        return _end(error)
    if result == _INTERRUPTED:
        return _end(KeyboardInterrupt())
    return result if isinstance(result, int) else 0


def _end(error: BaseException) -> int:
    """Say what went wrong, in one line; returns the exit code."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone: nothing more to say
        return 1
    message, code = _verdict(error)
    if message:
        report_failure(message)
    return code


def _verdict(error: BaseException) -> tuple[str, int]:
    if isinstance(error, TyperException):
        is_help = type(error).__name__ == "NoArgsIsHelpError"
        return "" if is_help else explain(error), 2
    if isinstance(error, PolicyAssistantError):
        return str(error), 2 if isinstance(error, InputError) else 1
    if isinstance(error, Abort | KeyboardInterrupt):
        return "已取消。", 1
    return f"出现意外错误（{type(error).__name__}），设置 POLICY_LOG_LEVEL=DEBUG 再运行可以看到详情。", 1


def _root() -> Any:
    app = typer.Typer(
        cls=Root,
        no_args_is_help=True,
        add_completion=False,
        subcommand_metavar="命令 [参数]...",
        rich_markup_mode="rich",
    )
    app.callback(help=_ABOUT)(_nothing)
    return typer.main.get_command(app)


def _nothing() -> None:
    """Run before every command: there is nothing to do."""


def _command(name: str, function: Callable[..., Any], settings: dict[str, Any] | None = None) -> Any:
    app = typer.Typer(add_completion=False, rich_markup_mode="rich")
    text = COMMANDS.get(name) or _PLUGIN_HELP.get(name)
    app.command(name, cls=Command, help=text, context_settings=settings)(function)
    return typer.main.get_command(app)


def _plugins() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=PLUGINS)}
