"""A file up to the point of storing it: read, parsed, named, and compared with what is held."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Row, func, select

from bot.ingest.identity import identify
from bot.ingest.outcomes import FileOutcome
from bot.ingest.sources import shown_name
from bot.retrieval.embedded_text import embedded_text
from bot.storage.codec import digest, encode_clauses
from bot.storage.database import Database
from bot.storage.policies import corrected, load_corrections
from bot.storage.policies import load_policy as load_policy_row
from bot.storage.tables import PassageRow, PolicyRow
from bot.storage.vectors import VectorStore, content_key
from bot.storage.writing import Keyed, Marks
from corpus.errors import DocumentError, InputError, NotFoundError
from corpus.library import load_policy
from corpus.models import Passage, Policy, PolicyMetadata
from corpus.readers import ExtractedText
from corpus.reading import parse_policy, passages

_UNNAMED = "unnamed"
_OLDER_MARK = "旧版"
_UNSTATED = ("region", "level", "topics")


@dataclass(frozen=True)
class Prepared:
    """A policy ready to be stored, under the identifier that it is to have; `missing` are the keys to embed."""

    name: str
    policy: Policy
    marks: Marks
    is_held: bool
    keyed: tuple[Keyed, ...]
    missing: tuple[str, ...]
    message: str = ""

    @property
    def new(self) -> list[Keyed]:
        """The passages whose texts have no vector yet."""
        missing = frozenset(self.missing)
        return [k for k in self.keyed if k.content_key in missing]


class Preparer:
    """Prepares files and policies against one database."""

    def __init__(self, database: Database, fingerprint: str) -> None:
        self._database = database
        self._fingerprint = fingerprint

    def prepare_file(self, path: Path, extracted: ExtractedText) -> Prepared | FileOutcome:
        """The file ready to be stored, or the outcome 'unchanged'. Beside a `policy.yaml`, its folder names it.

        Raises:
            PolicyAssistantError: The file cannot be read.
        """
        if path.name == "source.txt" and (path.parent / "policy.yaml").is_file():
            return self.prepare_policy(load_policy(path.parent), Marks())
        name = shown_name(path)
        unnamed = parse_policy(extracted.text, _UNNAMED, source_name=name)
        with self._database.read() as connection:
            identity = identify(connection, unnamed, name)
            held = _held(connection, identity.policy_id)
        policy = parse_policy(extracted.text, identity.policy_id, source_name=name)
        if held and held.is_bundled and held.sha256 == policy.sha256:
            return FileOutcome(name, "unchanged", policy.id, held.title)
        if held:
            policy = replace(policy, metadata=_filled(policy.metadata, held.stated))
        item = self.prepare_policy(policy, Marks(is_older=_OLDER_MARK in name))
        return replace(item, message=" ".join(extracted.notices))

    def prepare_policy(self, policy: Policy, marks: Marks) -> Prepared | FileOutcome:
        """The policy ready to be stored, or the outcome 'unchanged'.

        Raises:
            DocumentError: It has no sentence.
        """
        with self._database.read() as connection:
            held = _held(connection, policy.id)
            keyed = key_passages(passages(_with_corrections(connection, policy)))
            missing = VectorStore(connection, self._fingerprint).missing([k.content_key for k in keyed])
            count = _count_passages(connection, policy.id)
        if not keyed:
            raise DocumentError("文件里没有可用的正文。")
        is_same = held is not None and held.digest == digest(policy, encode_clauses(policy))
        if is_same and not missing and count == len(keyed):
            return FileOutcome(policy.source_name, "unchanged", policy.id, policy.title, len(keyed))
        return Prepared(policy.source_name, policy, marks, held is not None, keyed, tuple(missing))

    def recontextualised(self, policy_id: str, field: str, value: Any) -> tuple[Keyed, ...]:
        """The policy's passages as they are once that field of its metadata has that value.

        Raises:
            NotFoundError: The policy is not held.
            InputError: There is no such field, or it cannot have that value.
        """
        with self._database.read() as connection:
            policy = load_policy_row(connection, policy_id)
        if policy is None:
            raise NotFoundError("没有收录这份文件，请核对编号。")
        if field not in PolicyMetadata.model_fields or field == "evidence":
            raise InputError("文件信息里没有这一项。", field="field")
        try:
            metadata = corrected(policy.metadata, {field: value})
        except ValidationError:
            raise InputError("这一项不能是这个值，请核对格式（日期写成 2025-01-31）。", field=field) from None
        return key_passages(passages(replace(policy, metadata=metadata)))

    def is_current(self, item: Prepared) -> bool:
        """Whether nothing stored since has made the item another policy, or an update of one."""
        with self._database.read() as connection:
            identity = identify(connection, item.policy, item.name)
        return identity.policy_id == item.policy.id and identity.is_held == item.is_held


def key_passages(found: Sequence[Passage]) -> tuple[Keyed, ...]:
    """Each passage with the key of its vector."""
    return tuple(Keyed(passage, content_key(embedded_text(passage))) for passage in found)


def _held(connection: Connection, policy_id: str) -> Row[str, str, str, bool, dict[str, Any]] | None:
    columns = (PolicyRow.title, PolicyRow.sha256, PolicyRow.digest, PolicyRow.is_bundled, PolicyRow.stated)
    return connection.execute(select(*columns).where(PolicyRow.id == policy_id)).first()


def _filled(metadata: PolicyMetadata, earlier: dict[str, Any]) -> PolicyMetadata:
    """The metadata with what a text never says of itself, and what was known of the one that it replaces."""
    before = PolicyMetadata.model_validate(earlier)
    kept = {name: getattr(before, name) for name in _UNSTATED if not getattr(metadata, name)}
    return metadata.model_copy(update=kept)


def _with_corrections(connection: Connection, policy: Policy) -> Policy:
    corrections = load_corrections(connection, [policy.id]).get(policy.id, {})
    return replace(policy, metadata=corrected(policy.metadata, corrections)) if corrections else policy


def _count_passages(connection: Connection, policy_id: str) -> int:
    counted = select(func.count()).select_from(PassageRow).where(PassageRow.policy_id == policy_id)
    return int(connection.execute(counted).scalar_one())
