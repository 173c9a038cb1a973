"""Talk that is no question on policy: greetings, thanks, a wish for a person, attempts to steer, rubbish."""

import re
from collections.abc import Sequence

from bot.answering import messages
from bot.answering.clean import is_readable
from bot.answering.state import Inquiry, Reply
from corpus.vocabulary import Notice, Vocabulary

_PUNCTUATION = re.compile(r"[\s,，。.!！?？~～、:：;；…·\"'“”‘’()（）\[\]【】]+")
_SOFTENERS = re.compile(r"^(请问|麻烦|那个|嗯+|哎|喂|你好|您好|哈喽)|(啊|呀|哦|哈|呗|啦|吧|嘛|一下)+$")


STEERING = "steering"
_NUMBER = re.compile(r"\d{1,9}")
"""A reply to a question back, or to an amount for each: `8`."""
_LONGEST_TALK = 24
_SAYING = re.compile(r"^(请|就|直接|必须|只能)*(说|回答|答|回复|告诉我|写)")


class SmallTalk:
    """Answers talk with the fixed words of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Takes the patterns from `vocabulary`."""
        self._vocabulary = vocabulary

    def __call__(self, inquiry: Inquiry) -> Reply | None:
        """The fixed reply, or None where the text may be a question."""
        typed = inquiry.typed
        if self._vocabulary.abuse.regex.search(typed):
            return Reply("declined", "fixed", lead=self._vocabulary.abuse.text)
        if self._vocabulary.steering.regex.search(typed):
            return Reply("declined", "fixed", lead=self._vocabulary.steering.text, topic=STEERING)
        if not is_readable(typed) and not (inquiry.turns and _NUMBER.fullmatch(typed)):
            return Reply("declined", "fixed", lead=messages.UNUSABLE)
        plain = _PUNCTUATION.sub("", typed)
        if self._vocabulary.person.regex.search(plain) and len(plain) <= 20:
            return Reply("notice", "fixed", lead=self._vocabulary.person.text)
        pieces = [piece for piece in _PUNCTUATION.split(typed) if piece]
        notices = [self._notice(piece) for piece in pieces]
        return self._notice(plain) or (notices[-1] if notices and all(notices) else None)

    def without_steering(self, text: str) -> str:
        """What is left of `text` without the words that try to steer; the last piece where nothing else is."""
        rest = self._vocabulary.steering.regex.sub("", text).strip(" ,，。;；:：")
        pieces = [piece for piece in _PUNCTUATION.split(text) if piece]
        return rest or (_SAYING.sub("", pieces[-1]) if len(pieces) > 1 else "")

    def _notice(self, plain: str) -> Reply | None:
        softened = _SOFTENERS.sub("", plain) or plain
        for notice in self._vocabulary.notices:
            if notice.regex.fullmatch(plain) or notice.regex.fullmatch(softened):
                return Reply("notice", "fixed", lead=notice.text)
        last = self._last_said(softened)
        return Reply("notice", "fixed", lead=last.text) if last else None

    def _last_said(self, text: str) -> Notice | None:
        """The last of the notices that make up `text`: spoken words have no commas (`好的明白了谢谢`).

        Each place is looked at once: one pattern for all of them together would try every division of `好好好好好`.
        """
        if len(text) > _LONGEST_TALK:
            return None
        said: dict[int, Notice | None] = {0: None}
        for start in range(len(text)):
            begun = [notice for notice in self._vocabulary.notices if start in said and notice.regex.match(text, start)]
            for end in range(start + 1, len(text) + 1) if begun else ():
                if end not in said and (notice := _said_in(text[start:end], begun)):
                    said[end] = notice
        return said.get(len(text))


def _said_in(piece: str, notices: Sequence[Notice]) -> Notice | None:
    return next((notice for notice in notices if notice.regex.fullmatch(piece)), None)
