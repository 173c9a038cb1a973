"""`policy-assistant serve`: the server."""

from contextlib import ExitStack
from socket import socket
from typing import Annotated

import typer

from api.listening import bind
from bot.retrieval.memory import without_collecting
from bot.settings import Settings, read_settings
from bot.storage.locking import FolderLock


def run(
    host: Annotated[
        str | None, typer.Option("--host", metavar="地址", help="监听的地址，默认 127.0.0.1。", show_default=False)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="端口", min=1, max=65535, help="监听的端口，默认 8000。", show_default=False),
    ] = None,
) -> None:
    """Serve until stopped."""
    settings = read_settings()
    changed = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = settings.model_copy(update=changed)
    with FolderLock(settings.data_dir):
        pass  # a taken folder or port is said before the imports below, which take a second
    with bind(settings.host, settings.port) as listener, without_collecting():
        _serve(settings, listener)


def _serve(settings: Settings, listener: socket) -> None:
    from api.app import create_app  # noqa: PLC0415 - see above
    from api.cli.opening import opened_assistant  # noqa: PLC0415 - see above
    from api.logs import configure_logging  # noqa: PLC0415 - see above
    from api.server import serve  # noqa: PLC0415 - see above

    configure_logging(settings.log_level)
    with ExitStack() as stack:
        assistant = stack.enter_context(opened_assistant(settings, serving=True))
        app = create_app(settings, assistant)
        for message in assistant.degraded():
            typer.echo(f"注意：{message}。", err=True)
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        serve(app, listener, settings, lambda: typer.echo(f"服务已启动：http://{shown}:{settings.port}"))
