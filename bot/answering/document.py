"""Questions about the document itself: its number, its dates, its term. What it does not state is said."""

import re
from dataclasses import replace

from bot.answering import messages
from bot.answering.gate import Statement
from bot.answering.lookup import PolicyFor
from bot.answering.shelf import Shelf
from bot.answering.state import Inquiry, Reply
from bot.answering.words import WordBook
from corpus.models import Citation, Policy

_ASKED = {
    "document_number": ("文号", "document_number"),
    "start": ("发布和施行日期", "effective_from"),
    "validity": ("有效期", "effective_to"),
    "issuers": ("发布机关", "issuers"),
}
_NAMED = re.compile("文号|(?:文件|意见|政策|通知|办法)(?!.*[钱款补])")
_PAUSE = re.compile("[,，]")
_ISSUED_BY = re.compile(
    r"谁(?:来)?(?:发布|制定|发的|颁布|出台|印发|公布)"
    r"|(?:哪个|哪些|哪几个|什么)(?:部门|单位|机关)(?:联合)?(?:发布|制定|发的|颁布|出台|印发|公布)|发文(?:机关|单位)|制定机关"
)
_DATES = ("written_on", "published_on", "effective_from")
_OF_THE_DOCUMENT = frozenset(
    (
        *("文号", "日期", "发文", "成文", "落款", "盖章", "印发", "发布", "出台", "施行", "生效", "有效期"),
        *("失效", "到期", "作废", "实行", "颁布", "下发", "执行", "编号", "年份", "写", "标注", "有效", "管用"),
    )
)


class DocumentFacts:
    """Answers from the metadata of the document meant, each with the sentence that states it."""

    def __init__(self, policy_for: PolicyFor, book: WordBook, shelf: Shelf | None = None) -> None:
        """`policy_for` names the document meant; the `shelf` tells which words are only its name."""
        self._policy_for = policy_for
        self._book = book
        self._shelf = shelf

    def __call__(self, inquiry: Inquiry) -> Reply | None:
        """What the document states of itself, or that it does not; None where something else is asked."""
        asked = [ask.name for ask in inquiry.asks if ask.name in _ASKED]
        policy = self._policy_for(inquiry)
        if policy is None or "依据" in inquiry.text or "上级" in inquiry.text:
            return None
        is_other = self._shelf is not None and policy.id != self._shelf.main
        # A question that names the document is about it, whatever the conversation was about before.
        said = inquiry.typed if _NAMED.search(inquiry.typed) else inquiry.text
        text = self._shelf.without_names(said) if self._shelf and is_other else said
        if is_other and _ISSUED_BY.search(text):
            asked = ["issuers"]
        own = [word for word in self._book.content(text) if word not in _OF_THE_DOCUMENT]
        if not asked or (own and asked != ["issuers"]):
            return None
        reply = self._tell(policy, asked[0])
        return replace(reply, lead=f"《{policy.title}》：{reply.lead}") if is_other else reply

    def _tell(self, policy: Policy, asked: str) -> Reply:
        label, field = _ASKED[asked]
        stated = [
            policy.metadata.evidence[name]
            for name in (_DATES if asked == "start" else (field,))
            if name in policy.metadata.evidence
        ]
        known = [evidence for evidence in stated if evidence.sentence_id]
        if known:
            citations = tuple(policy.cite(name) for name in dict.fromkeys(found.sentence_id for found in known))
            statements = tuple(Statement(f"原文写明：“{c.quote}”", (c.id,)) for c in citations)
            return Reply("answered", "extract", statements=statements, citations=citations, topic=f"document:{asked}")
        return self._unstated(policy, label, asked)

    def _unstated(self, policy: Policy, label: str, asked: str) -> Reply:
        held = self._shelf.entry(policy.id) if self._shelf else None
        is_in_force = held is not None and self._shelf is not None and held.force_on(self._shelf.today()) == "in_force"
        is_term = asked == "validity" and is_in_force and held is not None and held.begins_on is not None
        lead = messages.NO_TERM if is_term else messages.NOT_STATED.format(what=label)
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
