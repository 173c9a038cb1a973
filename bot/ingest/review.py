"""What editors see of a file before it is published, and publishing it; nothing is stored by looking."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.ingest.comparing import Difference, Touched, differences, touched
from bot.ingest.identity import identify
from bot.ingest.ingestor import Ingestor
from bot.ingest.outcomes import FileOutcome
from bot.ingest.sources import read_document, shown_name
from bot.staff.audit import note
from bot.storage.database import Database
from bot.storage.policies import HeldPolicy, PolicyStore
from bot.storage.writing import series_of
from corpus.approved import AnswerFile
from corpus.errors import DocumentError
from corpus.models import Passage, Policy
from corpus.reading import parse_policy, passages
from corpus.rulebook import Rulebook

Made = TypeVar("Made")
_UNNAMED = "unnamed"
_NO_TEXT = "文件里没有可用的正文。"
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be held. `replaces` is the policy that it would update or supersede; `is_update`: the first.

    `is_same` says that the text is held already, word for word.
    """

    policy: Policy
    passages: tuple[Passage, ...]
    notices: tuple[str, ...]
    replaces: HeldPolicy | None
    is_update: bool
    is_same: bool
    differences: tuple[Difference, ...]
    touched: tuple[Touched, ...]


class Reviewer:
    """Shows what a file would change, and publishes it."""

    def __init__(
        self,
        database: Database,
        ingestor: Ingestor,
        answers: Callable[[], Sequence[AnswerFile]],
        rulebook: Rulebook | None = None,
    ) -> None:
        """`answers` gives the approved answers as they are now."""
        self._database = database
        self._store = PolicyStore(database)
        self._ingestor = ingestor
        self._answers = answers
        self._rulebook = rulebook

    def preview(self, path: Path) -> Preview:
        """The file as it would be held, read within limits; nothing is stored.

        Raises:
            DocumentError: The file cannot be read, or holds no text; says why.
        """
        extracted = read_document(path)
        unnamed = parse_policy(extracted.text, _UNNAMED, source_name=shown_name(path))
        with self._database.read() as connection:
            identity = identify(connection, unnamed, shown_name(path))
        policy = parse_policy(extracted.text, identity.policy_id, source_name=shown_name(path))
        found = passages(policy)
        if not found:
            raise DocumentError(_NO_TEXT)
        before = self._before(policy, is_held=identity.is_held)
        older = self._store.get(before.id) if before else None
        return Preview(
            policy=policy,
            passages=tuple(found),
            notices=extracted.notices,
            replaces=before,
            is_update=identity.is_held,
            is_same=older is not None and older.text == policy.text,
            differences=tuple(differences(older, policy)) if older else (),
            touched=tuple(touched(older, policy, self._answers(), self._rulebook)) if older else (),
        )

    def preview_bytes(self, name: str, content: bytes) -> Preview:
        """As `preview`, of an uploaded file.

        Raises:
            DocumentError: As `preview`.
        """
        return with_file(name, content, self.preview)

    def publish(self, name: str, content: bytes, actor: str = "") -> FileOutcome:
        """The file taken in, whole or not at all; `actor` is written into the audit.

        Raises:
            DocumentError: The file cannot be read; says why.
        """
        outcome = with_file(name, content, lambda path: self._ingestor.ingest([path])[0])
        if outcome.result == "failed":
            raise DocumentError(outcome.message)
        self._note(actor, "policy.publish", outcome.policy_id, f"{outcome.result} {outcome.title}")
        return outcome

    def correct(self, policy_id: str, field: str, value: Any, actor: str = "") -> None:
        """Correct one field of a policy's metadata; the correction outlives every re-ingestion.

        Raises:
            NotFoundError: The policy is not held.
            InputError: There is no such field, or it cannot have that value.
        """
        self._ingestor.correct(policy_id, field, value)
        self._note(actor, "policy.correct", policy_id, f"{field}={value}")

    def _note(self, actor: str, action: str, policy_id: str, detail: str) -> None:
        if actor:
            with self._database.write() as connection:
                note(connection, actor, action, f"policy:{policy_id}", detail)

    def _before(self, policy: Policy, *, is_held: bool) -> HeldPolicy | None:
        """What the policy would take the place of: itself as it is held, else the newest version of its title."""
        held = self._store.held()
        if is_held:
            return next((one for one in held if one.id == policy.id), None)
        versions = [one for one in held if series_of(one.title) == series_of(policy.title)]
        return max(versions, key=lambda one: one.version, default=None)


def with_file(name: str, content: bytes, use: Callable[[Path], Made]) -> Made:
    """What `use` makes of the content as a file of that name, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="policy-upload-") as folder:
        path = Path(folder) / safe_name(name)
        path.write_bytes(content)
        return use(path)


def safe_name(name: str) -> str:
    """The last part of an uploaded file's name, without what no file system takes, its suffix kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(character for character in last if character.isprintable()).strip(" .") or "upload"
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        return plain[:_LONGEST_NAME].encode("utf-8")[:_LONGEST_NAME].decode("utf-8", "ignore")
    short = stem.encode("utf-8", "ignore")[:_LONGEST_NAME].decode("utf-8", "ignore")
    return f"{short}.{suffix[:10]}"
