"""The terminal speaks Chinese: usage, panels, the help option, and what is wrong with a call in one line."""

from typing import Any

import typer
from typer import Context, rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

HELP_TEXT = "显示这段说明。"
OPTIONS = "[选项]"


def use_chinese_panels() -> None:
    """Give the help screens Chinese titles."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.DEFAULT_STRING = "[默认：{}]"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"


class _Chinese:
    """Usage line and help option in Chinese, for commands and groups alike."""

    options_metavar: str | None

    def get_usage(self, ctx: Context) -> str:
        """The usage line."""
        self.options_metavar = OPTIONS
        usage: str = super().get_usage(ctx)  # type: ignore[misc]  # the command class stands after this one
        return usage.replace("Usage: ", "用法：", 1)

    def get_help_option(self, ctx: Context) -> Any:
        """The `--help` option."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # as above
        if option is not None:
            option.help = HELP_TEXT
        return option

    def get_params(self, ctx: Context) -> list[Any]:
        """The parameters; their types are told by what stands for the value, in Chinese, or not at all."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # as above
        for param in params:
            is_option = param.param_type_name == "option"
            shown = param.metavar if is_option and not param.is_flag else None
            param.display_type_rich = lambda ctx, shown=shown: shown  # noqa: ARG005 - the name is typer's
        return params


class Command(_Chinese, TyperCommand):  # type: ignore[misc]  # typer's own context stands behind its public name
    """A command whose help is Chinese."""


class Group(_Chinese, TyperGroup):  # type: ignore[misc]  # as above
    """A group whose help is Chinese."""


def report_failure(message: str) -> None:
    """Say on stderr, in one line, what went wrong."""
    typer.echo(f"错误：{' '.join(message.split())}", err=True)


def explain(error: TyperException) -> str:
    """What is wrong with the call, in one Chinese line."""
    if not error.message.isascii():
        return error.message
    option = getattr(error, "option_name", "")
    reasons = {
        "NoSuchOption": f"没有选项 {option}",
        "MissingParameter": f"缺少{_name(error)}",
        "BadParameter": f"{_name(error)} 的值不可用",
        "BadOptionUsage": f"选项 {option} 的用法不对" if "not take" in error.message else f"选项 {option} 后面缺少值",
    }
    unknown = "多出了无法识别的参数" if error.message.startswith("Got unexpected") else "命令的用法不对"
    return f"{reasons.get(type(error).__name__, unknown)}，用 {_path(error)} --help 查看用法。"


def _path(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context is not None else "policy-assistant"


def _name(error: TyperException) -> str:
    param = getattr(error, "param", None)
    if param is None:
        return "参数"
    is_option = param.param_type_name == "option"
    return f"选项 {max(param.opts, key=len)}" if is_option else f"参数“{param.metavar or param.name}”"
