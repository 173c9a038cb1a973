"""Reading the policies held: their texts, their versions, and what is in force on a day."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from bot.storage.codec import decode_policy
from bot.storage.database import Database
from bot.storage.record_rows import in_utc
from bot.storage.tables import CorpusState, CorrectionRow, PassageRow, PolicyRow
from corpus.errors import NotFoundError
from corpus.models import Policy, PolicyMetadata, Stated

Force = Literal["in_force", "not_begun", "ended", "superseded", "draft"]


@dataclass(frozen=True)
class HeldPolicy:
    """A policy as the list of policies shows it, without its text.

    `begins_on` and `ends_on` are what is known of its force: the last day is included, None means that nothing is
    stated. `version` counts from 1, the oldest held; `revision` changes whenever text, reading or a correction does.
    """

    id: str
    title: str
    metadata: PolicyMetadata
    version: int
    supersedes: str | None
    superseded_by: str | None
    is_draft: bool
    is_bundled: bool
    passage_count: int
    source_name: str
    ingested_at: datetime
    revision: str
    begins_on: date | None
    ends_on: date | None
    superseded_from: date | None

    def force_on(self, day: date) -> Force:
        """What the text is on that day; one that states no dates is in force until a newer version is held."""
        if self.is_draft:
            return "draft"
        if self.superseded_by and (self.superseded_from is None or self.superseded_from <= day):
            return "superseded"
        if self.begins_on and day < self.begins_on:
            return "not_begun"
        if self.ends_on and day > self.ends_on:
            return "ended"
        return "in_force"


class PolicyStore:
    """The policies of one database. Texts are kept in memory until the corpus changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._version = -1
        self._held: tuple[HeldPolicy, ...] = ()
        self._texts: dict[str, tuple[str, Policy]] = {}

    def version(self) -> int:
        """The corpus version as the database has it now."""
        with self._database.read() as connection:
            return corpus_version(connection)

    def held(self) -> tuple[HeldPolicy, ...]:
        """All policies, by title and then newest version first."""
        with self._database.read() as connection:
            version = corpus_version(connection)
            if version != self._version:
                held = list_held(connection)
                ids = {policy.id for policy in held}
                with self._lock:
                    self._held, self._version = held, version
                    self._texts = {name: text for name, text in self._texts.items() if name in ids}
            return self._held

    def describe(self, policy_id: str) -> HeldPolicy:
        """The policy's entry in the list.

        Raises:
            NotFoundError: It is not held.
        """
        for policy in self.held():
            if policy.id == policy_id:
                return policy
        raise NotFoundError("没有收录这份文件，请核对编号。")

    def get(self, policy_id: str) -> Policy:
        """The policy with its text and clauses, corrections applied.

        Raises:
            NotFoundError: It is not held.
        """
        known = self.describe(policy_id).revision
        cached = self._texts.get(policy_id)
        if cached is None or cached[0] != known:
            cached = (known, self._load(policy_id))
            with self._lock:
                self._texts[policy_id] = cached
        return cached[1]

    def _load(self, policy_id: str) -> Policy:
        with self._database.read() as connection:
            policy = load_policy(connection, policy_id)
        if policy is None:
            raise NotFoundError("没有收录这份文件，请核对编号。")
        return policy


def corpus_version(connection: Connection) -> int:
    """The corpus version: any change to policies raises it."""
    return int(connection.execute(select(CorpusState.version)).scalar_one())


def load_policy(connection: Connection, policy_id: str) -> Policy | None:
    """The policy with corrections applied, or None."""
    row = connection.execute(
        select(
            PolicyRow.id, PolicyRow.text, PolicyRow.clauses, PolicyRow.source_name, PolicyRow.sha256, PolicyRow.stated
        ).where(PolicyRow.id == policy_id)
    ).first()
    if row is None:
        return None
    corrections = load_corrections(connection, [policy_id]).get(policy_id, {})
    return decode_policy(row, corrected(PolicyMetadata.model_validate(row.stated), corrections))


def list_held(connection: Connection) -> tuple[HeldPolicy, ...]:
    """All policies held, by title and then newest version first."""
    counts = dict(connection.execute(select(PassageRow.policy_id, func.count()).group_by(PassageRow.policy_id)).all())
    corrections = load_corrections(connection)
    table = PolicyRow.__table__
    columns = [column for column in table.c if column.name not in {"text", "clauses"}]
    rows = connection.execute(select(*columns)).mappings().all()
    metadata = {
        row["id"]: corrected(PolicyMetadata.model_validate(row["stated"]), corrections.get(row["id"], {}))
        for row in rows
    }
    revisions = {row["id"]: _revision(row["digest"], corrections.get(row["id"])) for row in rows}
    held = [_held(row, metadata, counts.get(row["id"], 0), revisions[row["id"]]) for row in rows]
    return tuple(sorted(held, key=lambda policy: (policy.title, -policy.version, policy.id)))


def _revision(digest: str, corrections: Mapping[str, Any] | None) -> str:
    return digest if not corrections else f"{digest}:{json.dumps(corrections, sort_keys=True)}"


def _held(row: Mapping[Any, Any], metadata: Mapping[str, PolicyMetadata], passages: int, revision: str) -> HeldPolicy:
    own = metadata[row["id"]]
    successor = metadata.get(row["superseded_by"] or "")
    return HeldPolicy(
        id=row["id"],
        title=own.title,
        metadata=own,
        version=row["version"],
        supersedes=row["supersedes"],
        superseded_by=row["superseded_by"],
        is_draft=row["is_draft"],
        is_bundled=row["is_bundled"],
        passage_count=passages,
        source_name=row["source_name"],
        ingested_at=in_utc(row["ingested_at"]),
        revision=revision,
        begins_on=begins_on(own),
        ends_on=own.effective_to,
        superseded_from=begins_on(successor) if successor else None,
    )


def begins_on(metadata: PolicyMetadata) -> date | None:
    """The day from which a text applies: as stated, else of its publication, else of its writing."""
    return metadata.effective_from or metadata.published_on or metadata.written_on


def load_corrections(connection: Connection, policy_ids: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """Corrections by policy and field."""
    query = select(CorrectionRow.policy_id, CorrectionRow.field, CorrectionRow.value)
    if policy_ids is not None:
        query = query.where(CorrectionRow.policy_id.in_(list(policy_ids)))
    found: dict[str, dict[str, Any]] = {}
    for policy_id, field, value in connection.execute(query):
        found.setdefault(policy_id, {})[field] = value
    return found


def corrected(metadata: PolicyMetadata, corrections: Mapping[str, Any]) -> PolicyMetadata:
    """The metadata with a person's corrections in place, each marked as certain."""
    if not corrections:
        return metadata
    evidence = dict(metadata.evidence)
    for field, value in corrections.items():
        evidence[field] = Stated(value="" if value is None else str(value), confidence=1.0)
    fields = {**metadata.model_dump(mode="json"), **corrections}
    fields["evidence"] = {name: stated.model_dump() for name, stated in evidence.items()}
    return PolicyMetadata.model_validate(fields)
