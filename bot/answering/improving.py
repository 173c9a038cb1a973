"""What a configured language model may add to an answer that stands already; whatever it does, an answer remains."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from functools import partial

import anyio

from bot.answering import messages
from bot.answering.given import Given
from bot.answering.helping import Helping
from bot.answering.wording import Wording

Piece = str | Given
MODEL_STEP = "model"
_GRACE_S = 1.0
"""How long suggestions are waited for once everything else is there."""


@dataclass(frozen=True, slots=True)
class Improver:
    """A second reading where the rules are unsure, better words, next questions: all within one deadline."""

    wording: Wording | None
    helping: Helping
    deadline_s: float

    def improve_now(self, given: Given) -> Given:
        """What is given, improved or as it was. Call it from a thread without an event loop."""
        return anyio.run(partial(self._last_of, given))

    async def stream(self, given: Given) -> AsyncGenerator[Piece]:
        """Text as it passes the gate, under the label of generated words, and at the end all that is given.

        What is given comes on the way as well, each time that its new words have been told whole: a reader who leaves
        has been given just that.
        """
        began = time.monotonic()
        until = began + self.deadline_s
        again = await self.helping.read_again(given)
        if again is not None:
            given = again
            yield f"\n\n{messages.READ_AGAIN.format(understood=given.answer.understood)}\n{given.answer.text}\n"
            yield given
        given = await self.helping.route(given)
        suggesting = asyncio.create_task(self.helping.suggest(given))
        try:
            async with aclosing(self._reworded(given, until)) as pieces:
                async for piece in pieces:
                    given = piece if isinstance(piece, Given) else given
                    yield piece
            given = await self._with_suggestions(given, suggesting, until)
        finally:
            suggesting.cancel()
            with suppress(asyncio.CancelledError):
                await suggesting
        yield given.took(MODEL_STEP, (time.monotonic() - began) * 1000)

    async def _last_of(self, given: Given) -> Given:
        last: Piece = given
        async with aclosing(self.stream(given)) as pieces:
            async for piece in pieces:
                last = piece
        return last if isinstance(last, Given) else given

    async def _reworded(self, given: Given, until: float) -> AsyncGenerator[Piece]:
        """Statements as they pass, then what is given in those words; nothing where the words stand."""
        left_s = until - time.monotonic()
        if self.wording is None or left_s <= 0:
            return
        is_begun = False
        async with aclosing(self.wording.stream(given, left_s)) as pieces:
            async for piece in pieces:
                if isinstance(piece, str) and not is_begun:
                    is_begun = True
                    yield f"\n\n{messages.GENERATED.format(model=self.wording.label)}\n"
                yield f"{piece}\n" if isinstance(piece, str) else piece

    async def _with_suggestions(self, given: Given, suggesting: "asyncio.Task[tuple[str, ...]]", until: float) -> Given:
        grace_s = min(_GRACE_S, until - time.monotonic()) if self.wording else until - time.monotonic()
        done, _ = await asyncio.wait([suggesting], timeout=max(0.0, grace_s))
        found = suggesting.result() if done else ()
        return replace(given, answer=given.answer.model_copy(update={"suggestions": list(found)})) if found else given
