"""Answers in plain sentences, for models too small to keep to a form: here code finds what each sentence rests on."""

import re
from collections.abc import Mapping

from bot.answering.gate.normal import normalise
from bot.answering.gate.overlap import content_pairs
from bot.llm.reading import MAX_CHARACTERS
from bot.llm.schema import AnswerOutput, StatementOutput

MOST_SENTENCES = 5
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！!]")
_MARKS = re.compile(r"^[\s\-*•#>\d.、)）]*(?:答案?|回答)[:：]\s*|^[\s\-*•#>\d.、)）]+(?=[\u4e00-\u9fff])|\*\*")
_LEAST_NEW = 2
"""Pairs of characters that a sentence must hold beside the question's: else it only says the question again."""


class PlainReader:
    """Collects plain text; a question and a line without an end, as where the model was cut short, are no statement."""

    def __init__(self, sources: Mapping[str, str], question: str) -> None:
        """Takes the sentences that the model was shown, by id, and what it was asked."""
        self._asked = content_pairs(normalise(question))
        self._pairs = {key: content_pairs(normalise(text)) for key, text in sources.items()}
        self._text = ""

    @property
    def is_too_long(self) -> bool:
        """Whether the model wrote more than any answer needs."""
        return len(self._text) > MAX_CHARACTERS

    def feed(self, piece: str) -> list[StatementOutput]:
        """Nothing yet: plain text is read once it is whole."""
        self._text += piece
        return []

    def finish(self) -> AnswerOutput | None:
        """The sentences, each under the sentence shown that it shares most with; None where there are none."""
        found = [_MARKS.sub("", sentence).strip() for sentence in _SENTENCE.findall(self._text)]
        rows = [self._rested(text) for text in dict.fromkeys(found) if self._says_something(text)]
        if not rows or self.is_too_long:
            return None
        return AnswerOutput(statements=rows[:MOST_SENTENCES], completeness="complete")

    def _says_something(self, text: str) -> bool:
        return len(content_pairs(normalise(text)) - self._asked) >= _LEAST_NEW

    def _rested(self, text: str) -> StatementOutput:
        own = content_pairs(normalise(text))
        shared = {key: len(own & pairs) for key, pairs in self._pairs.items()}
        best = max(shared, key=lambda key: shared[key], default="")
        return StatementOutput(text=text[:600], ids=[best] if shared.get(best) else [])
