"""Which policy a text is: the same one again, a new version of one that is held, or a new one.

An identifier depends on the text and its title and date alone, so that the same files give the same identifiers in
whatever order they come.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from bot.storage.tables import PolicyRow
from bot.storage.writing import dated_name, series_of
from corpus.models import Policy, PolicyMetadata
from corpus.pinyin import syllable

_MAX_SLUG = 60
_LETTERS = re.compile(r"[A-Za-z0-9]+|.")
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
    spelled = "-".join(syllable(part) for part in _LETTERS.findall(plain))
    syllables = re.sub(r"[^a-z0-9]+", "-", spelled.lower()).strip("-")
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
    mine = _Edition.of(policy.metadata, source_name)
    for row in rows:
        theirs = _Edition.of(PolicyMetadata.model_validate(row.stated), row.source_name)
        if row.sha256 == policy.sha256 or theirs.is_same(mine):
            return Identity(row.id, is_held=True)
    return Identity(_new_id(policy, mine.day, {row.id for row in rows}), is_held=False)


@dataclass(frozen=True, slots=True)
class _Edition:
    """What tells one version of a title from another: what the text states, and the date in the file's name if any."""

    number: str | None
    adopted: date | None
    effective: date | None
    named: date | None

    @staticmethod
    def of(metadata: PolicyMetadata, source_name: str) -> "_Edition":
        adopted = metadata.written_on or metadata.published_on
        return _Edition(metadata.document_number, adopted, metadata.effective_from, dated_name(source_name))

    def is_same(self, other: "_Edition") -> bool:
        same_name = self.named is None or other.named is None or self.named == other.named
        mine, theirs = (self.number, self.adopted, self.effective), (other.number, other.adopted, other.effective)
        return same_name and mine == theirs

    @property
    def day(self) -> date | None:
        """The latest day of adoption: a file is often named by its last revision, which the text need not state."""
        return max((day for day in (self.adopted, self.named) if day), default=self.effective)


def _new_id(policy: Policy, day: date | None, taken: set[str]) -> str:
    slug = slug_of(policy.title)
    number = policy.metadata.document_number
    candidates = [slug] if day is None else [f"{slug}-{day.year}", f"{slug}-{day.isoformat()}"]
    if number:
        candidates.append(f"{candidates[0]}-{slug_of(number)}")
    candidates.append(f"{candidates[0]}-{policy.sha256[:8]}")
    return next(candidate for candidate in candidates if candidate not in taken)
