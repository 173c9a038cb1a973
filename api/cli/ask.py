"""`policy-assistant ask`: one question on the terminal."""

from typing import Annotated

import typer

from api.cli.opening import opened_assistant
from api.cli.output import JsonOption, print_answer, print_json
from api.schemas import QUESTION_MAX
from bot.answering.models import Question
from corpus.errors import InputError


def run(
    question: Annotated[str, typer.Argument(metavar="问题", help="要问的问题，最多 500 个字。", show_default=False)],
    as_json: JsonOption = False,
    conversation: Annotated[
        str | None, typer.Option("--conversation", metavar="编号", help="接着这段对话问。", show_default=False)
    ] = None,
) -> None:
    """Answer one question."""
    if not question.strip():
        raise InputError("请写下要问的问题。", "question")
    if len(question) > QUESTION_MAX:
        raise InputError(f"问题太长了，最多 {QUESTION_MAX} 个字，请缩短后再问。", "question")
    with opened_assistant() as assistant:
        answer = assistant.ask(Question(text=question, conversation_id=conversation))
    if as_json:
        print_json(answer)
    else:
        print_answer(answer)
        typer.echo(f"\n对话编号：{answer.conversation_id}")
