"""The bundled policies as the evaluation reads them, straight from their sources."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.errors import DataError
from corpus.models import Policy
from corpus.reading import parse_policy

POLICIES = Path(__file__).parents[1] / "corpus" / "policies"


@dataclass(frozen=True)
class Texts:
    """Policies with their sentences by identifier."""

    policies: tuple[Policy, ...]

    @cached_property
    def sentences(self) -> dict[str, str]:
        """Every sentence, verbatim."""
        return {sentence.id: sentence.text for policy in self.policies for sentence in policy.sentences()}

    @property
    def sources(self) -> list[str]:
        """The whole texts."""
        return [policy.text for policy in self.policies]


def read_texts(folder: Path = POLICIES) -> Texts:
    """The policies whose text source lies under `folder`.

    Raises:
        DataError: There is none.
    """
    sources = sorted(folder.glob("*/source.txt"))
    if not sources:
        raise DataError("corpus/policies 下没有政策原文。")
    return Texts(tuple(parse_policy(path.read_text(encoding="utf-8"), path.parent.name) for path in sources))
