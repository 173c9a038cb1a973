"""Optional uses of a model around a question, each checked by code: a wrong suggestion only costs the suggestion."""

from collections.abc import Mapping, Sequence

from bot.answering.gate.normal import normalise
from bot.answering.gate.overlap import content_characters, overlap
from bot.answering.gate.quantities import read
from bot.answering.models import Turn
from bot.llm import prompts
from bot.llm.checking import LeakGuard
from bot.llm.instructions import speaks_to_assistant, without_instructions
from bot.llm.outgoing import Outgoing, as_data, new_nonce
from bot.llm.schema import FollowUpOutput, RouteOutput, SuggestOutput
from bot.llm.single import SingleCall
from bot.retrieval.models import Hit

_LAST_TURNS = 3
_MAX_QUESTION = 80
_MAX_SUGGESTION = 24
_LEAST_SHARED = 0.8
"""A rewritten question is made of the conversation's own words; a rest stays for words of asking."""

_LEAST_KEPT = 0.7
"""Of what was asked; a rest stays for spelling and manner of speaking."""


class Helpers:
    """Rewrites follow-ups, routes the undecided, suggests next questions."""

    def __init__(self, call: SingleCall, outgoing: Outgoing) -> None:
        """Takes the call and what may be sent."""
        self._call = call
        self._outgoing = outgoing
        self._guard = LeakGuard(prompts.ALL)

    async def rewrite_follow_up(self, question: str, turns: Sequence[Turn]) -> str | None:
        """The follow-up as a question of its own, or None.

        It keeps what was asked, and holds no number and hardly a word that nobody said.
        """
        said = [turn.question for turn in turns[-_LAST_TURNS:]]
        if not said:
            return None
        data = self._data({"对话": "\n".join(said), "追问": question})
        output = await self._call.ask(prompts.FOLLOW_UP, data, FollowUpOutput)
        known = "\n".join([*said, *(turn.resolved for turn in turns[-_LAST_TURNS:]), question])
        if output is None or not self._is_of(output.question, known, _MAX_QUESTION):
            return None
        return output.question if _keeps(question, output.question) else None

    async def route(self, question: str, choices: Mapping[str, str]) -> str | None:
        """The key of one of the choices (key to description), or None."""
        listed = "\n".join(f"{key}：{description}" for key, description in choices.items())
        output = await self._call.ask(prompts.ROUTE, self._data({"类别": listed, "问题": question}), RouteOutput)
        return output.choice if output and output.choice in choices else None

    async def suggest(self, question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Up to three next questions made of the passages' own words. The pipeline still checks that it can answer."""
        rows = self._outgoing.rows([(hit.passage.id, hit.passage.text) for hit in hits])
        known = "\n".join(text for _, text in without_instructions(rows))
        if not known:
            return ()
        data = self._data({"资料": known, "问题": question})
        output = await self._call.ask(prompts.SUGGEST, data, SuggestOutput)
        kept = [text for text in (output.questions if output else []) if self._is_of(text, known, _MAX_SUGGESTION)]
        return tuple(dict.fromkeys(kept))[:3]

    def _data(self, parts: Mapping[str, str]) -> str:
        nonce = new_nonce()
        return "\n\n".join(as_data(name, self._outgoing.text(text), nonce) for name, text in parts.items())

    def _is_of(self, text: str, known: str, longest: int) -> bool:
        """Whether a text is short, gives nothing away, and says what the known text says."""
        if not text.strip() or len(text) > longest or self._guard.leaks(text) or speaks_to_assistant(text):
            return False
        numbers = {(q.kind, q.value, q.key) for q in read(known)}
        if any((q.kind, q.value, q.key) not in numbers for q in read(text)):
            return False
        return overlap(text, known + _ASKING) >= _LEAST_SHARED


def _keeps(asked: str, rewritten: str) -> bool:
    """Whether the rewritten question still asks what was asked: a model must not change the subject."""
    own = content_characters(normalise(asked)) - content_characters(_ASKING)
    return len(own & content_characters(normalise(rewritten))) >= _LEAST_KEPT * len(own)


_ASKING = "请问怎么样什么时候哪里哪些是否能不能可以吗多少谁如何为何办理申请条件对象标准"
