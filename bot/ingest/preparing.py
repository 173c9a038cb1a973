"""A file up to the point of storing it: read, parsed, named, and compared with what is held."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot.ingest.identity import identify
from bot.ingest.outcomes import FileOutcome
from bot.ingest.sources import ReadText
from bot.retrieval.embedded_text import embedded_text
from bot.storage.codec import digest, encode_clauses
from bot.storage.database import Database
from bot.storage.policies import corrected, load_corrections
from bot.storage.tables import PassageRow, PolicyRow
from bot.storage.vectors import VectorStore, content_key
from bot.storage.writing import Keyed, Marks
from corpus.errors import DocumentError
from corpus.models import Passage, Policy
from corpus.reading import parse_policy, passages

_UNNAMED = "unnamed"
_OLDER_MARK = "旧版"


@dataclass(frozen=True)
class Prepared:
    """A policy ready to be stored, under the identifier that it is to have; `missing` are the keys to embed."""

    name: str
    policy: Policy
    marks: Marks
    is_held: bool
    keyed: tuple[Keyed, ...]
    missing: tuple[str, ...]


class Preparer:
    """Prepares files and policies against one database."""

    def __init__(self, database: Database, fingerprint: str, read_text: ReadText) -> None:
        self._database = database
        self._fingerprint = fingerprint
        self._read_text = read_text

    def prepare_file(self, path: Path) -> Prepared | FileOutcome:
        """The file ready to be stored, or the outcome 'unchanged'.

        Raises:
            PolicyAssistantError: The file cannot be read.
        """
        text = self._read_text(path)
        unnamed = parse_policy(text, _UNNAMED, source_name=path.name)
        with self._database.read() as connection:
            identity = identify(connection, unnamed, path.name)
        policy = parse_policy(text, identity.policy_id, source_name=path.name)
        return self.prepare_policy(policy, Marks(is_older=_OLDER_MARK in path.stem))

    def prepare_policy(self, policy: Policy, marks: Marks) -> Prepared | FileOutcome:
        """The policy ready to be stored, or the outcome 'unchanged'.

        Raises:
            DocumentError: It has no sentence.
        """
        with self._database.read() as connection:
            held = connection.execute(select(PolicyRow.digest).where(PolicyRow.id == policy.id)).scalar_one_or_none()
            keyed = key_passages(passages(_with_corrections(connection, policy)))
            missing = VectorStore(connection, self._fingerprint).missing([k.content_key for k in keyed])
            count = _count_passages(connection, policy.id)
        if not keyed:
            raise DocumentError("文件里没有可用的正文。")
        if held == digest(policy, encode_clauses(policy)) and not missing and count == len(keyed):
            return FileOutcome(policy.source_name, "unchanged", policy.id, policy.title, len(keyed))
        return Prepared(policy.source_name, policy, marks, held is not None, keyed, tuple(missing))

    def is_current(self, item: Prepared) -> bool:
        """Whether nothing stored since has made the item another policy, or an update of one."""
        with self._database.read() as connection:
            identity = identify(connection, item.policy, item.name)
        return identity.policy_id == item.policy.id and identity.is_held == item.is_held


def key_passages(found: Sequence[Passage]) -> tuple[Keyed, ...]:
    """Each passage with the key of its vector."""
    return tuple(Keyed(passage, content_key(embedded_text(passage))) for passage in found)


def _with_corrections(connection: Connection, policy: Policy) -> Policy:
    corrections = load_corrections(connection, [policy.id]).get(policy.id, {})
    return replace(policy, metadata=corrected(policy.metadata, corrections)) if corrections else policy


def _count_passages(connection: Connection, policy_id: str) -> int:
    counted = select(func.count()).select_from(PassageRow).where(PassageRow.policy_id == policy_id)
    return int(connection.execute(counted).scalar_one())
