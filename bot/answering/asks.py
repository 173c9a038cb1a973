"""What a question asks: an amount, who, when, which materials, yes or no, ..."""

from functools import lru_cache

from corpus.vocabulary import Ask, Vocabulary


class AskReader:
    """Tells from a question's words what it asks."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Takes the kinds and their patterns from `vocabulary`."""
        self._asks = vocabulary.asks
        # A question is read at several steps of its way.
        self._remembered = lru_cache(maxsize=1024)(self._read)

    def read(self, text: str) -> tuple[Ask, ...]:
        """The kinds that the text asks, in the order of the vocabulary; empty where none is told."""
        return self._remembered(text)

    def _read(self, text: str) -> tuple[Ask, ...]:
        return tuple(ask for ask in self._asks if ask.regex.search(text) or _demands(ask, text))


def _demands(ask: Ask, text: str) -> bool:
    return ask.things_regex is not None and ask.things_regex.search(text) is not None


def strict(asks: tuple[Ask, ...]) -> tuple[Ask, ...]:
    """Those of the asks that a text either speaks of or is silent on."""
    return tuple(ask for ask in asks if ask.strict)
