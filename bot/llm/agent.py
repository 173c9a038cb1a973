"""One run of the agent: the model, its tools, and what it writes, piece by piece."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.llm.schema import AnswerOutput, Output
from bot.llm.tools import SUBMIT

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.tools import BaseTool

Connect = Callable[[], "BaseChatModel"]
_MAX_PIECES = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of what the model writes: `part` tells one message or submission from another, in order of first sight."""

    text: str
    part: str
    is_submission: bool


def load_agents() -> None:
    """Imports the agent library and the endpoint's client, which takes seconds the first time."""
    import langchain_openai  # noqa: F401, PLC0415


@dataclass(frozen=True, slots=True)
class Task:
    """What the model is told, how many rounds it has, and how it hands its answer in."""

    system: str
    message: str
    max_steps: int
    output: Output = "tools"


def build_agent(model: "BaseChatModel", tools: Sequence["BaseTool"], task: Task) -> Any:
    """The agent's graph, ready to run."""
    from langchain.agents import create_agent  # noqa: PLC0415 - takes seconds to import; only where configured

    return create_agent(_shaped(model, task), list(tools), system_prompt=task.system)


async def run_agent(model: "BaseChatModel", tools: Sequence["BaseTool"], task: Task) -> AsyncGenerator[Piece]:
    """What the model writes until it submits an answer, stops, or has used up its steps.

    Raises:
        langgraph.errors.GraphRecursionError: It used up its steps.
        Exception: Whatever the endpoint's client raises.
    """
    agent = build_agent(model, tools, task)
    stream = agent.astream(
        {"messages": [{"role": "user", "content": task.message}]},
        {"recursion_limit": 2 * task.max_steps + 1},
        stream_mode="messages",
    )
    submissions: set[str] = set()
    count = 0
    async with aclosing(stream) as chunks:
        async for chunk, _ in chunks:
            count += 1
            if count > _MAX_PIECES:
                return
            for piece in _pieces(chunk, submissions):
                yield piece


def _shaped(model: "BaseChatModel", task: Task) -> "BaseChatModel":
    """The model; where the endpoint is to hold it to the form of an answer, with that form sent along."""
    if task.output != "json_schema":
        return model
    form = {"name": "answer", "schema": AnswerOutput.model_json_schema()}
    return model.model_copy(update={"model_kwargs": {"response_format": {"type": "json_schema", "json_schema": form}}})


def _pieces(chunk: Any, submissions: set[str]) -> list[Piece]:
    """The bits of one message chunk; those of a submission after the first name neither tool nor call."""
    if getattr(chunk, "type", "") not in ("ai", "AIMessageChunk"):
        return []
    pieces = [Piece(chunk.text, f"{chunk.id}", False)] if chunk.text else []
    for call in getattr(chunk, "tool_call_chunks", None) or ():
        part = f"{chunk.id}/{call.get('index')}"
        if call.get("name") == SUBMIT:
            submissions.add(part)
        if part in submissions:
            pieces.append(Piece(call.get("args") or "", part, True))
    return pieces
