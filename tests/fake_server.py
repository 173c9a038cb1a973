"""The service over the fake assistant, as a program of its own: `python -m tests.fake_server --port 18900`."""

from typing import Annotated

import typer

from api.app import create_app
from api.listening import bind
from api.logs import configure_logging
from api.server import serve
from bot.settings import read_settings
from tests.fakes import FakeAssistant


def run(
    port: Annotated[int, typer.Option()],
    pause_s: Annotated[float, typer.Option(help="Seconds between the pieces of a stream.")] = 0.0,
) -> None:
    """Serve canned answers."""
    settings = read_settings().model_copy(update={"port": port})
    configure_logging(settings.log_level)
    assistant = FakeAssistant()
    assistant.pause_s = pause_s
    with bind(settings.host, port) as listener:
        serve(create_app(settings, assistant), listener, settings, lambda: typer.echo("ready"))


if __name__ == "__main__":
    typer.run(run)
