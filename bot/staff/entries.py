"""What an editor can decide on questions."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from bot.privacy import mask
from corpus.approved import PLAIN_LIMIT

Form = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200, pattern=r"^[^\x00]*$")]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20, pattern=r"^[^\x00\s]+$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
SentenceId = Annotated[str, StringConstraints(max_length=300, pattern=r"^[A-Za-z0-9_.\-]+/[A-Za-z0-9_.\-]+#[0-9]+$")]
State = Literal["pending", "published", "undone"]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AnswerBody(_Body):
    """An approved answer: ways of asking, the plain words, the sentences they rest on.

    `quotes` are those sentences as they read when it was written; the service fills them in, whatever is sent. Where a
    sentence reads otherwise later, the answer is given no more.
    """

    kind: Literal["answer"] = "answer"
    questions: tuple[Form, ...] = Field(min_length=1, max_length=20)
    answer: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=PLAIN_LIMIT, pattern=r"^[^\x00]*$")
    ]
    clauses: tuple[SentenceId, ...] = Field(min_length=1, max_length=6)
    quotes: tuple[str, ...] = Field((), max_length=6)

    @field_validator("clauses")
    @classmethod
    def _must_stand_in_one_policy(cls, clauses: tuple[str, ...]) -> tuple[str, ...]:
        if len({clause.split("/")[0] for clause in clauses}) > 1:
            raise ValueError("一条答复的依据要在同一份文件里")
        return clauses


class SilenceBody(_Body):
    """A matter on which the texts are silent, and whom to ask about it; `clause` is what comes nearest, if anything."""

    kind: Literal["silence"] = "silence"
    questions: tuple[Form, ...] = Field(min_length=1, max_length=20)
    subject: Line
    contact: Line
    clause: SentenceId | None = None


class SynonymBody(_Body):
    """A term of the policies, and what people say for it."""

    kind: Literal["synonym"] = "synonym"
    term: Word
    plain: tuple[Word, ...] = Field(min_length=1, max_length=20)


class DismissalBody(_Body):
    """That nothing is to be done, and why."""

    kind: Literal["dismissal"] = "dismissal"
    reason: Annotated[Line, AfterValidator(mask)]


Body = Annotated[AnswerBody | SilenceBody | SynonymBody | DismissalBody, Field(discriminator="kind")]


class Entry(BaseModel):
    """A decision with its state."""

    model_config = ConfigDict(frozen=True)

    id: int
    state: State
    body: Body
    created_by: str
    created_at: datetime
    decided_by: str | None
    decided_at: datetime | None
