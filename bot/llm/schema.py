"""The shapes that a language model's output must have; anything else is refused."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Output = Literal["tools", "json_schema", "text", "plain"]
"""How a model hands its answer in."""


class _Output(BaseModel):
    model_config = ConfigDict(extra="ignore")


class StatementOutput(_Output):
    """One sentence and the sentence ids it rests on."""

    text: str = Field(max_length=600, description="一句话")
    ids: list[str] = Field(default_factory=list, max_length=8, description="依据的句子编号，照抄资料")


class AnswerOutput(_Output):
    """The model's answer."""

    statements: list[StatementOutput] = Field(max_length=12, description="逐句的回答")
    completeness: Literal["complete", "partial", "none"] = Field(description="资料够不够回答")


class FollowUpOutput(_Output):
    """A follow-up as a question of its own."""

    question: str = Field(max_length=200)


class RouteOutput(_Output):
    """One of the choices given."""

    choice: str = Field(max_length=60)


class SuggestOutput(_Output):
    """Questions that may come next."""

    questions: list[str] = Field(max_length=6)


class DraftedAnswer(_Output):
    """An approved answer as a model proposes it."""

    questions: list[str] = Field(min_length=1, max_length=8)
    answer: str = Field(min_length=1, max_length=300)
    ids: list[str] = Field(min_length=1, max_length=8)


class DraftsOutput(_Output):
    """Proposed answers of one clause."""

    answers: list[DraftedAnswer] = Field(max_length=8)
