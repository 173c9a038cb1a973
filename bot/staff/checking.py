"""The gate as an editor meets it: what of an answer may be shown, and why the rest may not."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.gate import Draft, Rules, Statement, check
from bot.answering.models import Answer
from bot.answering.verify import ALLOWED
from bot.staff.entries import AnswerBody
from bot.storage.editorial import answer_entry
from corpus.approved import bind
from corpus.errors import InputError, NotFoundError
from corpus.models import Policy

PolicyOf = Callable[[str], Policy]
_GONE = "所选的条款已经不在了，或者改了，请重新选择。"
_REASONS = {
    "empty": "没有内容",
    "uncited": "没有依据",
    "unknown_citation": "依据不在所选条款中",
    "number": "数字在所选条款里找不到",
    "unit": "单位与条款不一致",
    "clause": "条号在所选条款里找不到",
    "document": "文件或文号在所选条款里找不到",
    "direction": "“以上、以下、不超过”与条款不一致",
    "binding": "数字与事项的对应关系与条款不一致",
    "negation": "肯定或否定与条款相反",
    "name": "名称在所选条款里找不到",
    "link": "含有链接",
    "quote": "引号里的话与原文不一致",
    "markup": "含有标记符号",
    "overlap": "与所选条款的内容相差太远",
    "citation": "另有更贴近的条款，请核对依据",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an answer may not be shown, and the part of it at fault."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict, and the answer as the chat would show it."""

    faults: tuple[Fault, ...]
    preview: Answer

    @property
    def passed(self) -> bool:
        """Whether it may be published."""
        return not self.faults


class AnswerChecker:
    """Checks what an editor writes against the texts held."""

    def __init__(self, policy_of: PolicyOf) -> None:
        self._policy_of = policy_of

    def check(self, body: AnswerBody) -> Checked:
        """The verdict on an answer.

        Raises:
            InputError: A sentence that it rests on is not held.
        """
        policy_id, entry = answer_entry(body, "preview")
        try:
            approved = bind(entry, self._policy_of(policy_id))
        except NotFoundError:
            raise InputError(_GONE, "clauses") from None
        sources = {citation.id: self.sentence(citation.id) for citation in approved.citations}
        statement = Statement(body.answer, tuple(sources))
        verdict = check(Draft((statement,)), sources, Rules(allowed=ALLOWED))
        faults = tuple(Fault(_REASONS.get(one.reason, "与条款不一致"), one.detail) for one in verdict.failed)
        preview = Answer(status="answered", mode="approved", text=body.answer, citations=list(approved.citations))
        return Checked(faults, preview)

    def bound(self, body: AnswerBody) -> AnswerBody:
        """The answer tied to its sentences as they read now.

        Raises:
            InputError: A sentence that it rests on is not held.
        """
        try:
            quotes = tuple(self.sentence(clause) for clause in body.clauses)
        except NotFoundError:
            raise InputError(_GONE, "clauses") from None
        return body.model_copy(update={"quotes": quotes})

    def sentence(self, sentence_id: str) -> str:
        """The text of a sentence.

        Raises:
            NotFoundError: It is not held.
        """
        return self._policy_of(sentence_id.split("/", maxsplit=1)[0]).sentence(sentence_id).text
