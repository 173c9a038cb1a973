"""`policy-assistant search`: passages, best first."""

from typing import Annotated

import typer

from api.cli.opening import opened_assistant
from api.cli.output import JsonOption, print_json
from api.schemas import SearchHit
from corpus.errors import InputError


def run(
    query: Annotated[str, typer.Argument(metavar="词", help="要查的词或句子。", show_default=False)],
    k: Annotated[int, typer.Option("-k", metavar="条数", min=1, max=50, help="最多几条。")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Print the best passages."""
    if not query.strip():
        raise InputError("请写下要查的词。", "query")
    with opened_assistant() as assistant:
        hits = [SearchHit.of(hit) for hit in assistant.search(query, k)]
    if as_json:
        print_json({"hits": hits})
        return
    if not hits:
        typer.echo("没有找到相关的原文。")
    for hit in hits:
        place = " ".join(part for part in (hit.label, hit.heading) if part)
        typer.echo(f"{hit.score:.2f}  《{hit.policy_title}》{place}（{hit.id}）\n      {hit.text}")
