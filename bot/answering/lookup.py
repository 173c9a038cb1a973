"""Look-ups: a clause by its number, the outline of a document, what was cited before."""

import re
from collections.abc import Callable

from bot.answering import messages
from bot.answering.gate import Statement
from bot.answering.outline import numbered_clauses, outline_of
from bot.answering.quoting import (
    NUMERAL,
    Wanted,
    clause_numbered,
    no_such,
    quote_clause,
    quote_places,
    wanted_sentence,
    without_sentence,
)
from bot.answering.shelf import Shelf
from bot.answering.state import Inquiry, Reply
from corpus.models import Clause, Policy
from corpus.numerals import read_number
from corpus.references import Mention, mentions
from corpus.references.names import EDITION_MARK

PolicyFor = Callable[[Inquiry], Policy | None]

_CLAUSE = re.compile(
    rf"(?<![哪几每这那上下前后])第?\s*({NUMERAL})\s*(?:条|點|点(?!钟)|章节)(?!.{{0,4}}(生产|生态|腿|狗|鱼))"
)
_WHOLE = re.compile(
    r"原文|原话|全文|内容|关于|哪方面|讲|说|写|规定|是什么|是啥|什么意思|念|读|看看|看一下|发我|给我|贴|查|有什么|有啥|哪些|主要|介绍|解读|概括|大意|呢|^\W*第?\s*"
    + NUMERAL
    + r"\s*条\W*$"
)
# Lists that a document speaks of (补贴目录) are no table of its contents, nor is what is published somewhere.
_CONTENTS = (
    r"(?<!贴)(?<!种)(?<!业)(?<!项目)(?<!机构)目录(?!.{0,4}(公布|发布|在哪|哪能|什么时候|多会|谁|里))|提纲|框架|大纲"
)
_OUTLINE = re.compile(
    r"(一共|总共|共|总计|都有|有)(多少|几)(个)?(条|部分|方面|项措施|点|章)|(?<![建修开设办打搞])(几|多少)条(内容|规定|措施|政策)?(?!.*(腿))"
    rf"|{_CONTENTS}"
    r"|(文件|政策|意见)(都|主要|大概|大致|一共)*(讲|说|写|包括|包含|规定|涉及)(了|的)?(是)?(些)?(什么|啥|甚|哪些|哪几|哪几个)(内容|方面|事|东西)?|(文件|政策|意见)的?(主要|全部|大概)内容"
)
_ABOUT = re.compile(
    r"\W*(?:这|那)?(?:个|份|部)?(?:都|主要|大概|大致|里面?|中)*(?:是)?(?:讲|说|写|规定|包括|包含|介绍|有)?(?:了|的)?(?:是)?(?:些)?"
    r"(?:什么|啥|哪些)?(?:的)?(?:内容|方面)?(?:介绍|概括|解读|简介|大意|原文|全文)?(?:吗|呢|啊)?\W*"
)
_AGAIN = re.compile(
    r"(原文|原话|出处|依据)(是|在|呢|怎么|给|发|看|贴)?|(哪|第几)一?条(写|说|规定|里)?|写在哪|(哪|第几)条"
)
_BESIDE = re.compile(r"(?:再|往|再往)?([上前下后])面?的?一条")
_NTH = re.compile("第|最后|倒数|末")
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
        named = self._in_older(inquiry) or self._in_named(inquiry, policy)
        if named is not None or policy is None:
            return named
        steps = (self._beside, self._numbered, self._named, self._outline, self._again)
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
        return quote_places(places, self._shelf.main)

    def _beside(self, inquiry: Inquiry, policy: Policy) -> Reply | None:
        """The clause before or after the one cited last, or another sentence of that clause."""
        last = inquiry.last_turn
        step = _BESIDE.search(inquiry.typed)
        wanted = wanted_sentence(inquiry.typed) if _NTH.search(inquiry.typed) else None
        if last is None or not last.cited or not (step or wanted) or _CLAUSE.search(inquiry.typed):
            return None
        numbered = numbered_clauses(policy)
        held, _, sentence_path = last.cited[0].rpartition("/")
        path = sentence_path.partition("#")[0].partition(".")[0]
        at = next((place for place, clause in enumerate(numbered) if clause.path == path), None)
        if at is None or held != policy.id or self._has_matter(without_sentence(_BESIDE.sub("", inquiry.typed))):
            return None
        at += {"上": -1, "前": -1}.get(step[1], 1) if step else 0
        if not 0 <= at < len(numbered):
            return Reply("not_covered", "fixed", lead=no_such(policy), topic="lookup")
        return self._quote(policy, numbered[at], wanted)

    def _in_older(self, inquiry: Inquiry) -> Reply | None:
        """The place shown last, as the version before had it: `那旧版的呢`."""
        last = inquiry.last_turn
        if self._shelf is None or self._policy_of is None or last is None or not last.cited:
            return None
        if not EDITION_MARK.search(inquiry.typed) or self._has_matter(self._shelf.without_names(inquiry.typed)):
            return None
        policy_id, _, place = last.cited[0].rpartition("/")
        held = self._shelf.entry(policy_id)
        older = self._policy_of(held.supersedes) if held and held.supersedes else None
        path = place.partition("#")[0].partition(".")[0]
        clause = next((one for one in older.clauses if one.path == path), None) if older else None
        return self._quote(older, clause, None) if older and clause else None

    def _numbered(self, inquiry: Inquiry, policy: Policy) -> Reply | None:
        text = self._asked_of(inquiry, policy)
        found = _CLAUSE.search(text)
        if found is None:
            return None
        wanted = wanted_sentence(text)
        rest = without_sentence(_CLAUSE.sub("", text))
        if not (wanted or _WHOLE.search(text)) or self._has_matter(rest):
            return None
        number = read_number(found[1])
        clause = clause_numbered(policy, number)
        if _LAST.search(text):
            clause = next(iter(reversed(numbered_clauses(policy))), None)
        if clause is None:
            return Reply("not_covered", "fixed", lead=no_such(policy), topic="lookup") if number is not None else None
        return self._quote(policy, clause, wanted)

    def _named(self, inquiry: Inquiry, policy: Policy) -> Reply | None:
        """A part that has a name instead of a number: the opening, the addressees, the issuers, the title."""
        text = self._asked_of(inquiry, policy)
        for pattern, path in _PARTS.items():
            found = re.search(pattern, text)
            if found and _PART_TEXT.search(text) and not self._has_matter(text.replace(found[0], "")):
                clause = next((clause for clause in policy.clauses if clause.path == path), None)
                return self._quote(policy, clause, None) if clause else None
        return None

    def _asked_of(self, inquiry: Inquiry, policy: Policy) -> str:
        """What is asked; of another text than the main one without its name, which is no matter of its own."""
        if self._shelf is None or policy.id == self._shelf.main:
            return inquiry.text
        return self._shelf.without_names(inquiry.text)

    def _quote(self, policy: Policy, clause: Clause, wanted: Wanted | None) -> Reply:
        is_main = self._shelf is None or policy.id == self._shelf.main
        return quote_clause(policy, clause, wanted, "" if is_main else f"《{policy.title}》")

    def _outline(self, inquiry: Inquiry, policy: Policy) -> Reply | None:
        """What is in the document, where nothing else is asked; a document's name alone asks that as well."""
        is_main = self._shelf is None or policy.id == self._shelf.main
        texts = (inquiry.typed, inquiry.text) if is_main else (self._asked_of(inquiry, policy),)
        asked = (text for text in texts if _OUTLINE.search(text) or (not is_main and _ABOUT.fullmatch(text)))
        if not any(not self._has_matter(_OUTLINE.sub("", text)) for text in asked):
            return None
        return outline_of(policy, is_main=is_main)

    def _again(self, inquiry: Inquiry, policy: Policy) -> Reply | None:
        last = inquiry.last_turn
        if last is None or not last.cited or not _AGAIN.search(inquiry.typed) or self._has_matter(inquiry.typed):
            return None
        if "依据" in inquiry.typed and not last.cited[0].rpartition("/")[2][0].isdigit():
            return None  # what the document itself rests on, after a question about the document
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
