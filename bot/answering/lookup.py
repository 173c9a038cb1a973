"""Look-ups: a clause by its number, the outline of a document, what was cited before."""

import re
from collections.abc import Callable
from decimal import Decimal

from bot.answering import messages
from bot.answering.gate import Statement
from bot.answering.shelf import Shelf
from bot.answering.state import Inquiry, Reply
from corpus.models import Citation, Clause, Policy, Sentence
from corpus.numerals import read_number
from corpus.references import Mention, Place, mentions, sentences_at
from corpus.references.places import clause_at

PolicyFor = Callable[[Inquiry], Policy | None]

_NUMERAL = r"[\d零〇一二两三四五六七八九十百千]+"
_CLAUSE = re.compile(rf"(?<![哪几每这那])第?\s*({_NUMERAL})\s*(?:条|點|点(?!钟)|章节)(?!.{{0,4}}(生产|生态|腿|狗|鱼))")
_SENTENCE = re.compile(rf"第?\s*({_NUMERAL})\s*句")
_WHOLE = re.compile(
    r"原文|原话|全文|内容|关于|哪方面|讲|说|写|规定|是什么|是啥|什么意思|念|读|看看|看一下|发我|给我|贴|查|有什么|有啥|哪些|主要|介绍|解读|概括|大意|呢|^\W*第?\s*"
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

    def __init__(
        self,
        policy_for: PolicyFor,
        has_matter: Callable[[str], bool],
        shelf: Shelf | None = None,
        policy_of: Callable[[str], Policy] | None = None,
    ) -> None:
        """`policy_for` names the document meant; `has_matter` tells whether a text speaks of a matter of its own.

        With a `shelf`, and `policy_of` for its texts, documents that the question names are looked up in as well.
        """
        self._policy_for = policy_for
        self._has_matter = has_matter
        self._shelf = shelf
        self._policy_of = policy_of

    def __call__(self, inquiry: Inquiry) -> Reply | None:
        """The text looked up, or None where the question is no look-up."""
        policy = self._policy_for(inquiry)
        named = self._in_named(inquiry, policy)
        if named is not None or policy is None:
            return named
        steps = (self._numbered, self._named, self._outline, self._again)
        return next((reply for step in steps if (reply := step(inquiry, policy)) is not None), None)

    def _in_named(self, inquiry: Inquiry, default: Policy | None) -> Reply | None:
        """Places in documents that the question names, exactly; several are shown one after another."""
        if self._shelf is None or self._policy_of is None:
            return None
        # As typed first: a number is never misspelt, and spelling must not change it.
        asks_by_number = _CLAUSE.search(inquiry.text) is not None
        typed = [inquiry.typed] if asks_by_number else []
        texts = dict.fromkeys([*typed, *([] if typed and inquiry.is_follow_up else [inquiry.text])])
        read = [_mentions_of(text, self._shelf, default.id if default else None) for text in texts]
        found = next((ones for ones in read if any(one.name and one.policies for one in ones)), read[0])
        named = [mention for mention in found if mention.name or not mention.policies]
        if not named:
            return (
                Reply("not_covered", "fixed", lead=messages.NOT_HELD)
                if self._shelf.names_unheld(inquiry.typed)
                else None
            )
        named_places = {(policy.id, mention.place): None for mention in found for policy in mention.policies}
        places = [(self._policy_of(policy_id), place) for policy_id, place in named_places]
        if not places:
            return Reply("not_covered", "fixed", lead=messages.NOT_HELD, topic="lookup")
        return _quote_places(places, self._shelf.main)

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
        return Reply(
            "answered", "extract", statements=statements, citations=citations, topic=last.topic or "lookup",
            is_verbatim=True,
        )  # fmt: skip


def _mentions_of(text: str, shelf: Shelf, default: str | None) -> list[Mention]:
    """The places named, looked for in what is in force first and then in everything held."""
    found = mentions(text, shelf.pool(text), default)
    if all(mention.policies for mention in found):
        return found
    return mentions(text, shelf.outlines, default)


def _quote_places(places: list[tuple[Policy, Place]], main: str | None) -> Reply:
    statements: list[Statement] = []
    citations: dict[str, Citation] = {}
    leads: list[str] = []
    for policy, place in places:
        sentences = sentences_at(policy, place)
        clause = clause_at(policy, place)
        if clause is None or not sentences:
            leads.append(_no_such(policy))
            continue
        opening = _name_of(policy, clause, place, is_main=policy.id == main)
        if len(places) == 1:
            leads.append(f"{opening}原文：")
        statements += _lines(sentences, "" if len(places) == 1 else f"【{opening}】")
        citations.update((sentence.id, policy.cite(sentence.id)) for sentence in sentences)
    if not statements:
        return Reply("not_covered", "fixed", lead="\n".join(leads), topic="lookup")
    return Reply(
        "answered", "extract", lead="\n".join(leads), statements=tuple(statements),
        citations=tuple(citations.values()), topic="lookup", is_verbatim=True,
    )  # fmt: skip


def _name_of(policy: Policy, clause: Clause, place: Place, *, is_main: bool) -> str:
    paragraph = f"第{_chinese(place.paragraph)}款" if place.paragraph and place.item is None else ""
    heading = f"“{clause.heading}”" if clause.heading else ""
    return f"{'' if is_main else f'《{policy.title}》'}{clause.label}{paragraph}{heading}"


def _lines(sentences: tuple[Sentence, ...], opening: str) -> list[Statement]:
    first, *rest = sentences
    head = Statement(f"{opening}{first.text}", (first.id,))
    return [head, *(Statement(sentence.text, (sentence.id,)) for sentence in rest)]


def _clause_numbered(policy: Policy, number: Decimal | None) -> Clause | None:
    if number is None or number != number.to_integral_value():
        return None
    return next((clause for clause in policy.clauses if clause.path == str(int(number))), None)


def _numbered_clauses(policy: Policy) -> list[Clause]:
    return [clause for clause in policy.clauses if clause.path.isdecimal() and clause.sentences]


def _no_such(policy: Policy) -> str:
    articles = [clause for clause in policy.clauses if clause.kind == "article"]
    if articles:
        return messages.NO_SUCH_ARTICLE.format(title=policy.title, first=articles[0].label, last=articles[-1].label)
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
    return Reply(
        "answered", "extract", lead=lead, statements=statements, citations=citations, topic="lookup", is_verbatim=True
    )


def _chinese(number: int) -> str:
    import cn2an  # type: ignore[import-untyped]  # noqa: PLC0415 - read only when an outline is asked for

    return str(cn2an.an2cn(number))
