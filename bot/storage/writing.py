"""Writing policies: the only code that changes the corpus. Every function works inside the caller's transaction."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.storage.codec import digest, encode_clauses, encode_metadata
from bot.storage.policies import begins_on, corrected, load_corrections
from bot.storage.tables import CorpusState, CorrectionRow, PassageRow, PolicyRow
from bot.storage.vectors import forget_vectors_of
from corpus.models import Passage, Policy, PolicyMetadata

_TITLE_MARK = re.compile(r"《([^《》]+)》")
_FILE_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of a policy beside its text: from the file's name, or from who brought it."""

    is_older: bool = False
    is_draft: bool = False
    is_bundled: bool = False


@dataclass(frozen=True, slots=True)
class Keyed:
    """A passage with the key of its vector."""

    passage: Passage
    content_key: str


def series_of(title: str) -> str:
    """What all versions of a policy share, whatever spaces and title marks they are written with."""
    plain = re.sub(r"[\s《》〈〉]", "", unicodedata.normalize("NFKC", title))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def put_policy(connection: Connection, policy: Policy, passages: Sequence[Keyed], marks: Marks) -> str | None:
    """Store the policy with its passages in place of what was held under its id, and raise the corpus version.

    Returns:
        The identifier of the older version that it supersedes, if there is one.
    """
    _take_turns(connection)
    clauses = encode_clauses(policy)
    values: dict[str, Any] = {
        "title": policy.title,
        "series": series_of(policy.title),
        "source_name": policy.source_name,
        "text": policy.text,
        "sha256": policy.sha256,
        "digest": digest(policy, clauses),
        "stated": encode_metadata(policy.metadata),
        "clauses": clauses,
        "is_older": marks.is_older,
        "is_draft": marks.is_draft,
        "is_bundled": marks.is_bundled,
        "ingested_at": datetime.now(UTC),
    }
    if connection.execute(update(PolicyRow).where(PolicyRow.id == policy.id).values(values)).rowcount == 0:
        connection.execute(insert(PolicyRow).values(id=policy.id, version=1, **values))
    _put_passages(connection, policy.id, passages)
    link_versions(connection)
    _raise_version(connection)
    supersedes = select(PolicyRow.supersedes).where(PolicyRow.id == policy.id)
    return connection.execute(supersedes).scalar_one()


def _put_passages(connection: Connection, policy_id: str, passages: Sequence[Keyed]) -> None:
    connection.execute(delete(PassageRow).where(PassageRow.policy_id == policy_id))
    if passages:
        connection.execute(insert(PassageRow), [_passage_row(n, keyed) for n, keyed in enumerate(passages)])


def _passage_row(position: int, keyed: Keyed) -> dict[str, Any]:
    passage = keyed.passage
    return {
        "id": passage.id,
        "policy_id": passage.policy_id,
        "position": position,
        "path": passage.path,
        "label": passage.label,
        "heading": passage.heading,
        "text": passage.text,
        "context": passage.context,
        "content_key": keyed.content_key,
    }


def remove_policy(connection: Connection, policy_id: str) -> bool:
    """Remove a policy, its passages and their vectors; False where it is not held.

    Corrections stay for when it comes back.
    """
    _take_turns(connection)
    forget_vectors_of(connection, policy_id)
    connection.execute(delete(PassageRow).where(PassageRow.policy_id == policy_id))
    if connection.execute(delete(PolicyRow).where(PolicyRow.id == policy_id)).rowcount == 0:
        return False
    link_versions(connection)
    _raise_version(connection)
    return True


def put_correction(connection: Connection, policy_id: str, field: str, value: Any, passages: Sequence[Keyed]) -> None:
    """Keep a person's correction of one field of the metadata, with the passages as they then are.

    Raises the corpus version.
    """
    _take_turns(connection)
    where = (CorrectionRow.policy_id == policy_id, CorrectionRow.field == field)
    connection.execute(delete(CorrectionRow).where(*where))
    row = {"policy_id": policy_id, "field": field, "value": value, "corrected_at": datetime.now(UTC)}
    connection.execute(insert(CorrectionRow).values(row))
    _put_passages(connection, policy_id, passages)
    link_versions(connection)
    _raise_version(connection)


def _take_turns(connection: Connection) -> None:
    """Wait until no other writer is changing the corpus: two replicas may take in the same file at once."""
    connection.execute(select(CorpusState.version).with_for_update())


def _raise_version(connection: Connection) -> None:
    connection.execute(update(CorpusState).values(version=CorpusState.version + 1))


@dataclass(frozen=True, slots=True)
class _Version:
    id: str
    series: str
    is_older: bool
    day: date
    ingested_at: datetime
    linked: tuple[int, str | None, str | None]
    replaces: tuple[str, ...]

    def order(self) -> tuple[bool, date, str]:
        return (not self.is_older, self.day, self.ingested_at.isoformat())


def link_versions(connection: Connection) -> None:
    """Number the versions of every series, oldest first, and link each to the one that supersedes it.

    A policy is superseded by the next version of the same title, or by a text that names its title as replaced or
    repealed (`同时废止`).
    """
    versions = _read_versions(connection)
    by_series: dict[str, list[_Version]] = {}
    for version in versions:
        by_series.setdefault(version.series, []).append(version)
    replaced = {series: version.id for version in versions for series in version.replaces if series != version.series}
    for series, members in by_series.items():
        members.sort(key=_Version.order)
        after: Iterable[str | None] = [*(member.id for member in members[1:]), replaced.get(series)]
        before: Iterable[str | None] = [None, *(member.id for member in members[:-1])]
        for number, (member, old, new) in enumerate(zip(members, before, after, strict=True), start=1):
            if member.linked != (number, old, new):
                link = update(PolicyRow).where(PolicyRow.id == member.id)
                connection.execute(link.values(version=number, supersedes=old, superseded_by=new))


def _read_versions(connection: Connection) -> list[_Version]:
    rows = connection.execute(
        select(
            PolicyRow.id, PolicyRow.series, PolicyRow.is_older, PolicyRow.source_name, PolicyRow.ingested_at,
            PolicyRow.stated, PolicyRow.version, PolicyRow.supersedes, PolicyRow.superseded_by,
        )
    ).all()  # fmt: skip
    corrections = load_corrections(connection)
    found = []
    for row in rows:
        metadata = corrected(PolicyMetadata.model_validate(row.stated), corrections.get(row.id, {}))
        linked = (row.version, row.supersedes, row.superseded_by)
        ended = (*metadata.replaces, *(stated.value for stated in metadata.repeals))
        titles = tuple(series_of(mark) for text in ended for mark in _TITLE_MARK.findall(text) or [text])
        days = (metadata.written_on, metadata.published_on, begins_on(metadata), dated_name(row.source_name))
        day = max((day for day in days if day), default=date.min)
        found.append(_Version(row.id, row.series, row.is_older, day, row.ingested_at, linked, titles))
    return found


def dated_name(source_name: str) -> date | None:
    """The date that a file name carries (`劳动法_2018-12-29.txt`): it orders versions, and is never shown as stated."""
    for match in _FILE_DATE.finditer(source_name):
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            continue
    return None
