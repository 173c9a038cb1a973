"""Matters on which editors know the texts to be silent: said at once, with whom to ask."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering import messages
from bot.answering.forms import EmbedForms, FormIndex
from bot.answering.gate import Statement
from bot.answering.state import Inquiry, Reply
from bot.answering.words import WordBook
from bot.storage.editorial import KnownSilence
from corpus.errors import NotFoundError
from corpus.models import Policy

Embed = Callable[[str], NDArray[np.float32] | None]
_SAME = 0.8
"""The nearness from which a question is taken as one of the known ways of asking."""
_ASK = "请咨询{contact}。"


class SilenceResponder:
    """Replies to the known ways of asking about a matter that no text settles."""

    def __init__(
        self,
        silences: Sequence[KnownSilence],
        book: WordBook,
        embed: tuple[Embed, EmbedForms],
        policy_of: Callable[[str], Policy],
    ) -> None:
        """`embed` gives the vector of a question, and those of the known ways of asking."""
        self._silences = list(silences)
        self._embed, embed_forms = embed
        self._policy_of = policy_of
        forms = [(form, owner) for owner, silence in enumerate(silences) for form in silence.questions]
        texts = [form for form, _ in forms]
        self._forms = FormIndex(texts, [owner for _, owner in forms], embed_forms(texts), book)

    def __call__(self, inquiry: Inquiry) -> Reply | None:
        """The reply, or None where the question is none of the known ones."""
        if not self._silences:
            return None
        scores = self._forms.scores(inquiry.text, self._embed(inquiry.text))
        best = int(np.argmax(scores))
        if scores[best] < _SAME:
            return None
        return self._reply(self._silences[best], float(scores[best]))

    def _reply(self, silence: KnownSilence, nearness: float) -> Reply:
        lead = messages.SILENT.format(what=silence.subject)
        closing = _ASK.format(contact=silence.contact)
        try:
            citation = self._policy_of(silence.clause.split("/")[0]).cite(silence.clause) if silence.clause else None
        except (NotFoundError, KeyError):  # the text has changed since: the silence still holds
            citation = None
        if citation is None:
            return Reply("not_covered", "fixed", lead=lead, closing=closing, confidence=nearness)
        line = Statement(f"{citation.label}：“{citation.quote}”", (citation.id,))
        return Reply(
            "partial", "extract", lead=lead + messages.RELATED, statements=(line,), closing=closing,
            citations=(citation,), topic=citation.id, confidence=nearness,
        )  # fmt: skip
