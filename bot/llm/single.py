"""One question, one JSON answer: the small uses of a model beyond wording. Whatever fails gives None."""

import asyncio
import json
import re
from typing import TypeVar

import structlog
from pydantic import BaseModel, ValidationError

from bot.llm.agent import Connect, load_agents
from bot.llm.breaker import Breaker
from bot.llm.transport import LEASH, Leash

Output = TypeVar("Output", bound=BaseModel)
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_MAX_CHARACTERS = 12_000
_log = structlog.get_logger(__name__)


class SingleCall:
    """Asks once, within a deadline, behind the same breaker as everything else."""

    def __init__(self, connect: Connect, breaker: Breaker, deadline_s: float) -> None:
        """Takes the connection, the breaker and the seconds that a call may take."""
        self._connect = connect
        self._breaker = breaker
        self._deadline_s = deadline_s

    async def ask(self, system: str, message: str, shape: type[Output]) -> Output | None:
        """The model's answer in that shape, or None."""
        if not self._breaker.admits():
            return None
        settle = self._breaker.abandoned
        leash = Leash(self._deadline_s)
        LEASH.set(leash)
        try:
            async with asyncio.timeout(self._deadline_s):
                text = await self._complete(system, message)
            settle = self._breaker.succeeded
        except Exception as error:  # noqa: BLE001 - the border to a foreign server: whatever comes, nothing is gained
            _log.warning("llm_failed", error=type(error).__name__)
            settle = self._breaker.failed
            return None
        finally:
            leash.let_go()
            settle()
        return _read(text, shape)

    async def _complete(self, system: str, message: str) -> str:
        await asyncio.to_thread(load_agents)
        text = ""
        async for chunk in self._connect().astream([("system", system), ("human", message)]):
            text += chunk.text
            if len(text) > _MAX_CHARACTERS:
                return ""
        return text


def _read(text: str, shape: type[Output]) -> Output | None:
    found = _OBJECT.search(text)
    if found is None:
        return None
    try:
        return shape.model_validate(json.loads(found[0]))
    except (ValidationError, ValueError, RecursionError):
        return None
