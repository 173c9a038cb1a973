"""Which policy a text is: the same one again, a new version of one that is held, or a new one.

An identifier depends on the text and its title and date alone, so that the same files give the same identifiers in
whatever order they come.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from pypinyin import lazy_pinyin
from sqlalchemy import Connection, select

from bot.storage.policies import begins_on
from bot.storage.tables import PolicyRow
from bot.storage.writing import dated_name, series_of
from corpus.models import Policy, PolicyMetadata

_MAX_SLUG = 60
_NOT_TITLE = re.compile(r"[^\w]+|_")
_COMMON_PREFIX = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Identity:
    """The identifier of a text, and whether something is held under it."""

    policy_id: str
    is_held: bool


def slug_of(title: str) -> str:
    """The title in pinyin, joined by hyphens; a long one is cut and made unique by a hash of the whole."""
    plain = _NOT_TITLE.sub("", unicodedata.normalize("NFKC", title)).removeprefix(_COMMON_PREFIX)
    syllables = re.sub(r"[^a-z0-9]+", "-", "-".join(lazy_pinyin(plain)).lower()).strip("-")
    if syllables and len(syllables) <= _MAX_SLUG:
        return syllables
    mark = hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{syllables[: _MAX_SLUG - 9].rstrip('-')}-{mark}".lstrip("-")


def identify(connection: Connection, policy: Policy, source_name: str) -> Identity:
    """The identifier under which the policy is held or is to be held.

    Same text, or same title with the same date and number: the same policy. Same title and another date or number:
    another version, with an identifier of its own.
    """
    rows = connection.execute(
        select(PolicyRow.id, PolicyRow.sha256, PolicyRow.stated, PolicyRow.source_name).where(
            (PolicyRow.series == series_of(policy.title)) | (PolicyRow.sha256 == policy.sha256)
        )
    ).all()
    mine = _edition(policy.metadata, source_name)
    for row in rows:
        theirs = _edition(PolicyMetadata.model_validate(row.stated), row.source_name)
        if row.sha256 == policy.sha256 or theirs == mine:
            return Identity(row.id, is_held=True)
    taken = {row.id for row in rows}
    return Identity(_new_id(policy, source_name, taken), is_held=False)


def _edition(metadata: PolicyMetadata, source_name: str) -> tuple[date | None, str | None]:
    return _day(metadata, source_name), metadata.document_number


def _day(metadata: PolicyMetadata, source_name: str) -> date | None:
    return metadata.written_on or metadata.published_on or dated_name(source_name) or begins_on(metadata)


def _new_id(policy: Policy, source_name: str, taken: set[str]) -> str:
    slug = slug_of(policy.title)
    day = _day(policy.metadata, source_name)
    number = policy.metadata.document_number
    candidates = [slug] if day is None else [f"{slug}-{day.year}", f"{slug}-{day.isoformat()}"]
    if number:
        candidates.append(f"{candidates[0]}-{slug_of(number)}")
    candidates.append(f"{candidates[0]}-{policy.sha256[:8]}")
    return next(candidate for candidate in candidates if candidate not in taken)
