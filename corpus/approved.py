"""Approved answers: plain-language answers that a person approved, each bound to the text of its clauses."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import DataError, NotFoundError
from corpus.models import Citation, Policy
from corpus.text import locate
from corpus.yaml_files import read_model

PLAIN_LIMIT = 150
_FOLDER = Path(__file__).parent / "answers"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BoundClause(_Frozen):
    """The sentence that an answer rests on; `quote` is the part that it needs, or empty for all of it."""

    id: str
    quote: str = ""


class AnswerEntry(_Frozen):
    """An approved answer as its file holds it. `silent` names what the text does not state, where it is `partial`."""

    id: str
    questions: tuple[str, ...] = Field(min_length=1)
    answer: str
    clauses: tuple[BoundClause, ...] = Field(min_length=1)
    status: Literal["answered", "partial"] = "answered"
    silent: str = ""
    plain_limit: int = PLAIN_LIMIT


class AnswerFile(_Frozen):
    """One file of approved answers, all on one policy."""

    policy: str
    answers: tuple[AnswerEntry, ...]


@dataclass(frozen=True)
class ApprovedAnswer:
    """An approved answer bound to the policy's text as it stands.

    `citations` quote whole sentences, for a reader to judge by; `quotes` are the parts of them that the answer needs.
    """

    id: str
    policy_id: str
    questions: tuple[str, ...]
    text: str
    status: Literal["answered", "partial"]
    silent: str
    citations: tuple[Citation, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Withdrawn:
    """An approved answer that must not be given because its clause is gone or reads otherwise now."""

    id: str
    policy_id: str
    reason: str


@dataclass(frozen=True)
class ApprovedAnswers:
    """The answers that may be given, and those withdrawn for review."""

    answers: tuple[ApprovedAnswer, ...]
    withdrawn: tuple[Withdrawn, ...]


def load_answer_files(root: Path | None = None) -> list[AnswerFile]:
    """The files of approved answers under `root` (default: those that come with the project).

    Raises:
        DataError: A file is malformed, an identifier is used twice, or an answer is too long; names file and answer.
    """
    folder = _FOLDER if root is None else root
    files: list[AnswerFile] = []
    seen: set[tuple[str, str]] = set()
    for path in sorted(folder.rglob("*.yaml")):
        loaded = read_model(path, AnswerFile)
        for entry in loaded.answers:
            if (loaded.policy, entry.id) in seen:
                raise DataError(f"文件 {path.name}：答案 {entry.id} 出现了两次。")
            if len(entry.answer) > entry.plain_limit:
                raise DataError(f"文件 {path.name}：答案 {entry.id} 超过 {entry.plain_limit} 字。")
            seen.add((loaded.policy, entry.id))
        files.append(loaded)
    return files


def bind_answers(files: list[AnswerFile], policies: Mapping[str, Policy]) -> ApprovedAnswers:
    """The answers on the policies held, each with citations of its clauses; those that no longer fit are withdrawn.

    Answers on a policy that is not held are left out.
    """
    answers: list[ApprovedAnswer] = []
    withdrawn: list[Withdrawn] = []
    for file in files:
        policy = policies.get(file.policy)
        if policy is None:
            continue
        for entry in file.answers:
            try:
                answers.append(bind(entry, policy))
            except NotFoundError as error:
                withdrawn.append(Withdrawn(entry.id, policy.id, str(error)))
    return ApprovedAnswers(tuple(answers), tuple(withdrawn))


def bind(entry: AnswerEntry, policy: Policy) -> ApprovedAnswer:
    """The entry with citations into `policy`.

    Raises:
        NotFoundError: A clause is gone, or a quote does not stand in it any more.
    """
    bound = [_bind(policy, clause) for clause in entry.clauses]
    return ApprovedAnswer(
        id=entry.id,
        policy_id=policy.id,
        questions=entry.questions,
        text=entry.answer,
        status=entry.status,
        silent=entry.silent,
        citations=tuple(citation for citation, _ in bound),
        quotes=tuple(quote for _, quote in bound),
    )


def _bind(policy: Policy, clause: BoundClause) -> tuple[Citation, str]:
    sentence_id = f"{policy.id}/{clause.id}"
    sentence = policy.sentence(sentence_id)
    if not clause.quote:
        return policy.cite(sentence_id), sentence.text
    found = locate(sentence.text, clause.quote)
    if found is None:
        raise NotFoundError(f"{sentence_id} 的原文里已经没有“{clause.quote}”。")
    return policy.cite(sentence_id), sentence.text[found[0] : found[1]]
