"""Look-ups: a clause by its number, the outline of a document, what was cited before."""

import re
from collections.abc import Callable
from decimal import Decimal

from bot.answering import messages
from bot.answering.gate import Statement
from bot.answering.state import Inquiry, Reply
from corpus.models import Clause, Policy
from corpus.numerals import read_number

PolicyFor = Callable[[Inquiry], Policy | None]

_NUMERAL = r"[\d零〇一二两三四五六七八九十百千]+"
_CLAUSE = re.compile(rf"第?\s*({_NUMERAL})\s*(?:条|點|点(?!钟)|章节)(?!.{{0,4}}(生产|生态|腿|狗|鱼))")
_SENTENCE = re.compile(rf"第?\s*({_NUMERAL})\s*句")
_WHOLE = re.compile(
    r"原文|原话|全文|内容|关于|哪方面|讲|说|写|规定|是什么|是啥|什么意思|念|读|看看|看一下|发我|给我|贴|查|有什么|有啥|哪些|主要|介绍|解读|概括|大意|^\W*第?\s*"
    + _NUMERAL
    + r"\s*条\W*$"
)
_OUTLINE = re.compile(
    r"(一共|总共|共|总计|都有|有)(多少|几)(个)?(条|部分|方面|项措施|点|章)|(几|多少)条(内容|规定|措施|政策)?(?!.*(腿))|目录|提纲|框架|大纲"
    r"|(文件|政策|意见)(都|主要|大概|大致|一共)*(讲|说|写|包括|包含|规定|涉及)(了|的)?(是)?(些)?(什么|啥|甚|哪些|哪几|哪几个)(内容|方面|事|东西)?|(文件|政策|意见)的?(主要|全部|大概)内容"
)
_AGAIN = re.compile(
    r"(原文|原话|出处|依据)(是|在|呢|怎么|给|发|看|贴)?|(哪|第几)一?条(写|说|规定|里)?|写在哪|(哪|第几)条"
)
_LAST = re.compile(r"(最后|末|倒数第)一条")
_PARTS = {
    r"开头|引言|前言|导语|第一段|开篇|序言": "preamble",
    r"落款|末尾|结尾|最后(一段|几行)": "issuers",
    r"主送(机关|单位)?|抬头": "addressees",
    r"标题|题目": "title",
}
_PART_TEXT = re.compile(r"原文|原话|那段|一段|写|说|讲|内容|念|是什么|是啥|什么|话|怎么")


class Lookup:
    """Answers what is asked by number or about the document's structure, with the text itself."""

    def __init__(self, policy_for: PolicyFor, has_matter: Callable[[str], bool]) -> None:
        """`policy_for` names the document meant; `has_matter` tells whether a text speaks of a matter of its own."""
        self._policy_for = policy_for
        self._has_matter = has_matter

    def __call__(self, inquiry: Inquiry) -> Reply | None:
        """The text looked up, or None where the question is no look-up."""
        policy = self._policy_for(inquiry)
        if policy is None:
            return None
        steps = (self._numbered, self._named, self._outline, self._again)
        return next((reply for step in steps if (reply := step(inquiry, policy)) is not None), None)

    def _numbered(self, inquiry: Inquiry, policy: Policy) -> Reply | None:
        found = _CLAUSE.search(inquiry.text)
        if (
            found is None
            or not _WHOLE.search(inquiry.text)
            or self._has_matter(_SENTENCE.sub("", _CLAUSE.sub("", inquiry.text)))
        ):
            return None
        number = read_number(found[1])
        clause = _clause_numbered(policy, number)
        if _LAST.search(inquiry.text):
            clause = next(iter(reversed(_numbered_clauses(policy))), None)
        if clause is None:
            return Reply("not_covered", "fixed", lead=_no_such(policy), topic="lookup") if number is not None else None
        wanted = _SENTENCE.search(inquiry.text)
        return _quote_clause(policy, clause, read_number(wanted[1]) if wanted else None)

    def _named(self, inquiry: Inquiry, policy: Policy) -> Reply | None:
        """A part that has a name instead of a number: the opening, the addressees, the issuers, the title."""
        for pattern, path in _PARTS.items():
            found = re.search(pattern, inquiry.text)
            if found and _PART_TEXT.search(inquiry.text) and not self._has_matter(inquiry.text.replace(found[0], "")):
                clause = next((clause for clause in policy.clauses if clause.path == path), None)
                return _quote_clause(policy, clause, None) if clause else None
        return None

    def _outline(self, inquiry: Inquiry, policy: Policy) -> Reply | None:
        if not _OUTLINE.search(inquiry.text) or self._has_matter(_OUTLINE.sub("", inquiry.text)):
            return None
        numbered = _numbered_clauses(policy)
        if not numbered:
            return None
        lines = [f"{clause.label}：{clause.heading or clause.sentences[0].text[:24]}" for clause in numbered]
        text = f"正文从{numbered[0].label}到{numbered[-1].label}，共{_chinese(len(numbered))}条：\n" + "\n".join(lines)
        cited = [policy.cite(clause.sentences[0].id) for clause in numbered if clause.sentences][:20]
        title = [policy.cite(s.id) for clause in policy.clauses if clause.kind == "title" for s in clause.sentences]
        return Reply("answered", "extract", lead=text, citations=(*title[:1], *cited), topic="lookup")

    def _again(self, inquiry: Inquiry, policy: Policy) -> Reply | None:
        last = inquiry.last_turn
        if last is None or not last.cited or not _AGAIN.search(inquiry.typed) or self._has_matter(inquiry.typed):
            return None
        held = {sentence.id: sentence for sentence in policy.sentences()}
        sentences = [held[name] for name in last.cited if name in held]
        if not sentences:
            return None
        citations = tuple(policy.cite(sentence.id) for sentence in sentences[:2])
        statements = tuple(Statement(f"{c.label}原文：“{c.quote}”", (c.id,)) for c in citations)
        return Reply("answered", "extract", statements=statements, citations=citations, topic=last.topic or "lookup")


def _clause_numbered(policy: Policy, number: Decimal | None) -> Clause | None:
    if number is None or number != number.to_integral_value():
        return None
    return next((clause for clause in policy.clauses if clause.path == str(int(number))), None)


def _numbered_clauses(policy: Policy) -> list[Clause]:
    return [clause for clause in policy.clauses if clause.path.isdecimal() and clause.sentences]


def _no_such(policy: Policy) -> str:
    headings = "；".join(f"{clause.label} {clause.heading}".strip() for clause in _numbered_clauses(policy)[:12])
    return messages.NO_SUCH_CLAUSE.format(title=policy.title, headings=headings)


def _quote_clause(policy: Policy, clause: Clause, sentence_number: Decimal | None) -> Reply:
    family = [clause, *(c for c in policy.clauses if c.path.startswith(clause.path + "."))]
    sentences = [sentence for member in family for sentence in member.sentences]
    if sentence_number is not None and 1 <= sentence_number <= len(sentences):
        sentences = [sentences[int(sentence_number) - 1]]
    citations = tuple(policy.cite(sentence.id) for sentence in sentences)
    heading = f"“{clause.heading}”" if clause.heading else ""
    statements = tuple(Statement(sentence.text, (sentence.id,)) for sentence in sentences)
    lead = f"{clause.label}{heading}原文："
    return Reply("answered", "extract", lead=lead, statements=statements, citations=citations, topic="lookup")


def _chinese(number: int) -> str:
    import cn2an  # type: ignore[import-untyped]  # noqa: PLC0415 - read only when an outline is asked for

    return str(cn2an.an2cn(number))
