"""One run of the agent: the model, its tools, and what it writes, piece by piece."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.llm.tools import SUBMIT

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.tools import BaseTool

Connect = Callable[[], "BaseChatModel"]
_MAX_PIECES = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what the model writes.

    `submission` numbers the call of `submit_answer` that the part belongs to, from 1; 0 is plain text outside any.
    """

    text: str
    submission: int


async def run_agent(
    model: "BaseChatModel", tools: Sequence["BaseTool"], system: str, question: str, max_steps: int
) -> AsyncIterator[Piece]:
    """What the model writes until it submits an answer, stops, or has used up its steps.

    Raises:
        langgraph.errors.GraphRecursionError: It used up its steps.
        Exception: Whatever the endpoint's client raises.
    """
    from langchain.agents import create_agent  # noqa: PLC0415 - takes seconds to import; only where configured

    agent = create_agent(model, list(tools), system_prompt=system)
    stream = agent.astream(
        {"messages": [{"role": "user", "content": question}]},
        {"recursion_limit": 2 * max_steps + 1},
        stream_mode="messages",
    )
    submissions: dict[tuple[Any, Any], int] = {}
    count = 0
    async with aclosing(stream) as chunks:  # type: ignore[type-var]  # an async generator, typed as an iterator
        async for chunk, _ in chunks:
            count += 1
            if count > _MAX_PIECES:
                return
            for piece in _pieces(chunk, submissions):
                yield piece


def _pieces(chunk: Any, submissions: dict[tuple[Any, Any], int]) -> list[Piece]:
    """The parts of one message chunk; parts of a submission after the first name neither tool nor call."""
    if getattr(chunk, "type", "") not in ("ai", "AIMessageChunk"):
        return []
    pieces = [Piece(chunk.text, 0)] if chunk.text else []
    for call in getattr(chunk, "tool_call_chunks", None) or ():
        key = (chunk.id, call.get("index"))
        if call.get("name") == SUBMIT and key not in submissions:
            submissions[key] = len(submissions) + 1
        if key in submissions:
            pieces.append(Piece(call.get("args") or "", submissions[key]))
    return pieces
