"""What people say and what statutes write (`lexicon/statutes.yaml`)."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.yaml_files import read_model

_FILE = Path(__file__).parent / "lexicon" / "statutes.yaml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StatuteSynonym(_Frozen):
    """Words that people use, and those which statutes have for them."""

    plain: tuple[str, ...]
    terms: tuple[str, ...]


class Group(_Frozen):
    """Whom texts with `title` in their title are for; a question about them uses one of `words`."""

    title: str
    words: tuple[str, ...]


class StatuteWords(_Frozen):
    """The words of statutes."""

    synonyms: tuple[StatuteSynonym, ...]
    groups: tuple[Group, ...]

    def terms(self, text: str) -> tuple[str, ...]:
        """What statutes write for the plain words in `text`, each once."""
        found = (term for pair in self.synonyms if any(word in text for word in pair.plain) for term in pair.terms)
        return tuple(dict.fromkeys(term for term in found if term not in text))

    def terms_for(self, word: str, text: str) -> tuple[str, ...]:
        """What statutes write for one word of a text, by itself or as part of what people call it (`上班路上`)."""
        return tuple(
            term
            for pair in self.synonyms
            if any(plain in text and _is_part(word, plain) for plain in pair.plain)
            for term in pair.terms
        )

    def is_for_others(self, title: str, text: str) -> bool:
        """Whether a text of that title is for a group that `text` does not speak of."""
        own = [group for group in self.groups if group.title in title]
        return bool(own) and not any(word in text for group in own for word in group.words)


def _is_part(word: str, plain: str) -> bool:
    """Whether the word is a part of what people call it, or little more than it: `出车祸` for 车祸."""
    return word in plain or (plain in word and len(word) - len(plain) <= 1)


def load_statute_words(path: Path | None = None) -> StatuteWords:
    """The words in `path` (default: those that come with the project).

    Raises:
        DataError: The file is missing or malformed; names place and reason.
    """
    return read_model(_FILE if path is None else path, StatuteWords)
