"""What the publishing of policies shows."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.ingest.outcomes import Result
from bot.ingest.review import Preview
from corpus.models import PolicyMetadata

MOST_SHOWN = 500
Short = Annotated[str, StringConstraints(max_length=500)]


class _View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CorrectionRequest(BaseModel):
    """One field of a policy's metadata, and its right value; null where the text states none."""

    field: Literal[
        "title", "document_number", "issuers", "written_on", "published_on", "effective_from", "effective_to",
        "version_from", "region", "level", "topics",
    ]  # fmt: skip
    value: Short | Annotated[list[Short], Field(max_length=50)] | None


class ClauseLine(BaseModel):
    """A clause as it was read."""

    path: str
    label: str
    heading: str
    sentences: list[str]


class PassageLine(_View):
    """A passage as it will be searched."""

    id: str
    label: str
    text: str
    context: str


class DifferenceView(_View):
    """A sentence that is changed, added or removed."""

    change: Literal["changed", "added", "removed"]
    label: str
    before: str
    after: str


class TouchedView(_View):
    """An approved answer or a rule that a change touches; where `is_broken` it cannot stand any longer."""

    kind: Literal["answer", "rule"]
    id: str
    sentence_id: str
    reason: str
    is_broken: bool


class PreviewView(BaseModel):
    """A file as it would be held. Long lists are cut; the counts are whole."""

    policy_id: str
    title: str
    metadata: PolicyMetadata
    notices: list[str]
    replaces: str | None
    is_update: bool
    is_same: bool
    clause_count: int
    passage_count: int
    clauses: list[ClauseLine]
    passages: list[PassageLine]
    differences: list[DifferenceView]
    touched: list[TouchedView]


class OutcomeView(_View):
    """What became of a published file."""

    result: Result
    policy_id: str
    title: str
    passages: int
    supersedes: str | None
    message: str


def as_view(preview: Preview) -> PreviewView:
    """The preview as it is sent."""
    policy = preview.policy
    told = [clause for clause in policy.clauses if clause.sentences]
    return PreviewView(
        policy_id=policy.id,
        title=policy.title,
        metadata=policy.metadata,
        notices=list(preview.notices),
        replaces=preview.replaces.id if preview.replaces else None,
        is_update=preview.is_update,
        is_same=preview.is_same,
        clause_count=len(told),
        passage_count=len(preview.passages),
        clauses=[
            ClauseLine(path=c.path, label=c.label, heading=c.heading, sentences=[s.text for s in c.sentences])
            for c in told[:MOST_SHOWN]
        ],
        passages=[PassageLine.model_validate(passage) for passage in preview.passages[:MOST_SHOWN]],
        differences=[DifferenceView.model_validate(one) for one in preview.differences[:MOST_SHOWN]],
        touched=[TouchedView.model_validate(one) for one in preview.touched[:MOST_SHOWN]],
    )
