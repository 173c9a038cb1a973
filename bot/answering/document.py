"""Questions about the document itself: its number, its dates, its term. What it does not state is said."""

import re

from bot.answering import messages
from bot.answering.gate import Statement
from bot.answering.lookup import PolicyFor
from bot.answering.state import Inquiry, Reply
from bot.answering.words import WordBook
from corpus.models import Citation, Policy

_ASKED = {
    "document_number": ("文号", "document_number"),
    "start": ("发布和施行日期", "effective_from"),
    "validity": ("有效期", "effective_to"),
}
_NAMED = re.compile("文号|(?:文件|意见|政策|通知|办法)(?!.*[钱款补])")
_PAUSE = re.compile("[,，]")
_DATES = ("written_on", "published_on", "effective_from")
_OF_THE_DOCUMENT = frozenset(
    (
        *("文号", "日期", "发文", "成文", "落款", "盖章", "印发", "发布", "出台", "施行", "生效", "有效期"),
        *("失效", "到期", "作废", "实行", "颁布", "下发", "执行", "编号", "年份", "写", "标注"),
    )
)


class DocumentFacts:
    """Answers from the metadata of the document meant, each with the sentence that states it."""

    def __init__(self, policy_for: PolicyFor, book: WordBook) -> None:
        """`policy_for` names the document meant."""
        self._policy_for = policy_for
        self._book = book

    def __call__(self, inquiry: Inquiry) -> Reply | None:
        """What the document states of itself, or that it does not; None where something else is asked."""
        asked = [ask.name for ask in inquiry.asks if ask.name in _ASKED]
        policy = self._policy_for(inquiry)
        # A question that names the document is about it, whatever the conversation was about before.
        said = inquiry.typed if _NAMED.search(inquiry.typed) else inquiry.text
        own = [word for word in self._book.content(said) if word not in _OF_THE_DOCUMENT]
        if not asked or policy is None or own or "依据" in inquiry.text or "上级" in inquiry.text:
            return None
        return self._tell(policy, asked[0])

    def _tell(self, policy: Policy, asked: str) -> Reply:
        label, field = _ASKED[asked]
        stated = [
            policy.metadata.evidence[name]
            for name in (_DATES if asked == "start" else (field,))
            if name in policy.metadata.evidence
        ]
        known = [evidence for evidence in stated if evidence.sentence_id]
        if known:
            citations = tuple(policy.cite(evidence.sentence_id) for evidence in known)
            statements = tuple(Statement(f"原文写明：“{c.quote}”", (c.id,)) for c in citations)
            return Reply("answered", "extract", statements=statements, citations=citations, topic=f"document:{asked}")
        return self._unstated(policy, label, asked)

    def _unstated(self, policy: Policy, label: str, asked: str) -> Reply:
        lead = messages.NOT_STATED.format(what=label)
        cited = self._basis(policy)
        statements = tuple(Statement(f"文件写明的依据是：“{c.quote}”", (c.id,)) for c in cited)
        return Reply(
            "partial", "extract", lead=lead, statements=statements, closing=messages.DECIDES_UNNAMED,
            citations=cited or self._title(policy), topic=f"document:{asked}",
        )  # fmt: skip

    def _basis(self, policy: Policy) -> tuple[Citation, ...]:
        """The part of the sentence that names what the document rests on; the rest of it says nothing of dates."""
        rests = policy.metadata.rests_on
        if not rests or not rests[0].sentence_id:
            return ()
        parts = _PAUSE.split(rests[0].quote or "")
        naming = next((part for part in parts if rests[0].value in part), rests[0].quote)
        return (policy.cite(rests[0].sentence_id, naming or None),)

    def _title(self, policy: Policy) -> tuple[Citation, ...]:
        titles = [sentence.id for clause in policy.clauses if clause.kind == "title" for sentence in clause.sentences]
        return tuple(policy.cite(name) for name in titles[:1])
