"""What a question asks: an amount, who, when, which materials, yes or no, ..."""

import re
from collections.abc import Mapping
from functools import lru_cache

from corpus.vocabulary import Ask, Vocabulary

_PIECES = re.compile(r"[^,，。;；!！?？\s]+[?？]?")
_ASKS = re.compile(
    r"[?？]|(?:吗|么|呢|不|没|没有)$|什么|啥|甚|哪|谁|怎|咋|如何|多少|多久|多长|多大|多会儿|(?<![十百])几(?![年个天月]了)|是否|为何|(\w)[不没]\1|"
    r"能不能|可不可|还是|有没有|是不是|发我|发给我|发一[份个下]|给.{0,2}[列发念说讲]|列(?:一下|出|个)|来一?份"
)


class AskReader:
    """Tells from a question's words what it asks."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Takes the kinds and their patterns from `vocabulary`."""
        self._asks = vocabulary.asks
        self._things = re.compile("|".join(map(re.escape, sorted(vocabulary.things))) or "(?!)")
        self._named = {ask.name: ask for ask in self._asks}
        self._recalled: Mapping[str, tuple[str, ...]] = {}
        # A question is read at several steps of its way.
        self._remembered = lru_cache(maxsize=1024)(self._read)

    def read(self, text: str) -> tuple[Ask, ...]:
        """The kinds that the text asks, in the order of the vocabulary; empty where none is told."""
        recalled = self._recalled.get(text)
        return self._remembered(text) if recalled is None else tuple(self._named[name] for name in recalled)

    def recall(self, asked: Mapping[str, tuple[str, ...]]) -> None:
        """Take over what the same patterns read in these texts before, by the names of the kinds."""
        if all(name in self._named for names in asked.values() for name in names):
            self._recalled = asked

    def _read(self, text: str) -> tuple[Ask, ...]:
        found = self._found(text)
        doubtful = [ask for ask in found if ask.strict and not ask.is_told]
        asking = _asking_pieces(text) if doubtful else text
        meant = self._found(asking) if asking != text else found
        return tuple(ask for ask in found if ask not in doubtful or ask in meant)

    def _found(self, text: str) -> tuple[Ask, ...]:
        holds_thing = self._things.search(text) is not None  # few questions do: that spares the others a dozen looks
        return tuple(ask for ask in self._asks if ask.regex.search(text) or (holds_thing and _demands(ask, text)))


def pieces_of(text: str) -> list[str]:
    """What stands between the punctuation of `text`; a question mark stays with what it ends."""
    return _PIECES.findall(text)


def _asking_pieces(text: str) -> str:
    """The pieces of `text` that ask, where there are such, without the story around them."""
    asking = [piece for piece in pieces_of(text) if _ASKS.search(piece)]
    return "，".join(asking) if asking else text


def _demands(ask: Ask, text: str) -> bool:
    return ask.things_regex is not None and ask.things_regex.search(text) is not None


def strict(asks: tuple[Ask, ...]) -> tuple[Ask, ...]:
    """Those of the asks that a text either speaks of or is silent on."""
    return tuple(ask for ask in asks if ask.strict)
