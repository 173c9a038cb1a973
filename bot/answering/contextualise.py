"""Follow-ups: a question that leans on the conversation becomes one that stands alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.asks import AskReader, strict
from bot.answering.models import ANSWERED, Turn
from bot.answering.words import WordBook

_LEANING = re.compile(r"^(那么?|还有|另外|如果|要是|换成|换做|假如|再|然后|接着|可是|但是?|这|它|他们?|其中|除此)")
_POINTING = re.compile(
    r"(这个|那个|这笔|那笔|这种|那种|这些|那些|这项|那项|这条|那条|这样|上面|刚才|刚刚|前面|其中|它们?|该(补贴|项|条|政策)|这钱|那钱|这补贴|这事)"
)
_TRAILING = re.compile(r"呢[?？]?$")
_DROPPED = re.compile(
    r"^(那么?|还有|另外|如果(是|换成)?|要是(换成)?|换成|换做|假如(是)?|再问一?下?|再|然后|接着|可是|但是?)[,，]?\s*"
)
_CLASSES = (
    ("特级技师", "首席技师", "高级技师", "技师", "高级工", "中级工", "初级工", "特级", "首席"),
    (
        "国有企业",
        "国企",
        "央企",
        "国营",
        "民营企业",
        "民企",
        "民营",
        "私企",
        "私营",
        "外企",
        "其他企业",
        "小微企业",
        "中小企业",
        "小企业",
        "龙头企业",
        "链主企业",
        "个体户",
    ),
    ("新招用职工", "新员工", "在岗职工", "老员工", "转岗职工", "转岗的", "毕业生", "实习生", "大学生", "技校生"),
    ("技师学院", "高级技工学校", "技工学校", "技校", "职业学校", "职校"),
    ("公办", "民办", "私立"),
    ("协议工资", "项目工资", "年薪制", "股权激励", "分红", "特岗特酬", "企业年金", "补充医疗保险"),
    ("用地", "用能", "项目申报", "评先评优"),
    ("30%", "10%", "60%"),
    ("工会", "共青团", "团委", "妇联"),
    ("劳动模范", "劳模", "先进工作者", "特殊津贴", "技能大奖", "技术能手", "科技进步奖"),
    ("五一劳动奖章", "五一奖章", "五四奖章", "三八红旗手", "巾帼建功标兵", "新时代青年先锋"),
    ("休假疗养", "疗养", "节日慰问", "慰问", "出国"),
)
"""Things of one kind: `那首席技师呢` asks of the second what was asked of the first."""
_WHOM = frozenset(kind for kinds in _CLASSES[1:5] for kind in kinds) | {"其他各类企业", "职工", "人头"}
_ENTERPRISE = re.compile(r".{0,3}(?:企业|公司|厂|单位)")
_ANYONE = frozenset({"企业", "公司", "单位", "厂", "厂里", "工厂"})
"""Whoever it is, until `央企呢` says who."""
_COMPARING = re.compile(
    r"^(那么?)?(他们|它们|这|那)?(两个|两种|俩|两者|二者)?(里|中|之间)?(头|面)?(哪个|哪种|哪一个|谁)[^,，]{0,6}(高|低|多|少|好|大|强|划算)"
    r"|^(那么?)?(它们?|他们|这|那)?(两个|两种|俩|两者|二者)?(之间)?(有|是)?(什么|啥|没有?)?(区别|差别|不同|不一样)"
)
"""A comparison that does not say of what: of the last two things of one kind that were spoken of."""
_SHORT = 14
_FRAGMENT = 10
_CARRIED = 16
"""Of what was said in no known words so much is carried on as it stands."""
_RECENT = 4
"""How many turns back two things are looked for that a comparison may mean."""
_NUMBERED = re.compile(r"第[\d一二三四五六七八九十百]+条")
_TURNING_AWAY = re.compile(
    r"^(?:不是[^,，。吗]{0,12}[,，。]\s*(?:我(?:是|就)?(?:想|要)?(?:问|说)的?(?:是|就是)?|(?:问|说)的是)"
    r"|(算了|不算了|先不(说|算|问)这个(了)?|不(问|说)这个了|换个(问题|话题)|说点别的)吧?(先问[^,，。!！]{0,5})?[,，。!！\s]+)"
)


def without_turning_away(text: str) -> str:
    """`text` without words that only turn away from what was said before (`算了，…`)."""
    return _TURNING_AWAY.sub("", text) or text


def is_whom(word: str, book: WordBook) -> bool:
    """Whether a word tells whom a matter is for, and not what it is."""
    return any(name in _WHOM or _names_enterprise(name) for name in (word, book.canonical(word)))


def _kind_in(kinds: Sequence[str], text: str) -> str | None:
    """The longest of the kinds that stands in the text."""
    return next((kind for kind in sorted(kinds, key=len, reverse=True) if kind in text), None)


def _clauses(turn: Turn) -> set[str]:
    """The clauses that a turn was answered with first."""
    return {name.rsplit("#", 1)[0] for name in turn.cited[:1]}


def _names_enterprise(word: str) -> bool:
    return word in _CLASSES[1] or bool(_ENTERPRISE.fullmatch(word))


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up in full, and what it says by itself: that may be a new matter after all.

    `is_bare` tells that by itself it names nothing, or points at what was said.
    """

    whole: "Completed"
    alone: str
    is_bare: bool


@dataclass(frozen=True, slots=True)
class Completed:
    """A text completed by what was spoken of before.

    `asking` is the part of it that is new, `naming` are the words of that part which name what it is about.
    """

    text: str
    asking: str
    naming: tuple[str, ...]


class Contextualiser:
    """Resolves ellipsis and pronouns against the earlier turns."""

    def __init__(self, book: WordBook, reader: AskReader) -> None:
        """Takes the words and asks by which a question of its own is told from a fragment."""
        self._book = book
        self._reader = reader

    def __call__(self, text: str, turns: Sequence[Turn]) -> FollowUp | None:
        """The question in full, or None where it does not lean on what was said before."""
        last = self.last_matter(text, turns)
        if last is None or not (self._leans(text) or _COMPARING.search(text)):
            return None
        whole = self._compare(text, turns) or self.lean(text, last)
        is_swapped = whole.text == whole.asking
        is_bare = is_swapped or not whole.naming or bool(_POINTING.search(text))
        return FollowUp(whole, _DROPPED.sub("", text), is_bare)

    def last_matter(self, text: str, turns: Sequence[Turn]) -> Turn | None:
        """The latest turn that was about something; a fragment looks past refusals to what was answered."""
        about = [turn for turn in reversed(turns) if turn.status not in ("notice", "declined")]
        about = [turn for turn in about if self._was_about(turn)] or about
        if about and about[0].status == "not_covered" and not self._book.content(text):
            return next((turn for turn in about if turn.status != "not_covered"), about[0])
        return self._with_matter(about) if about else None

    def _with_matter(self, about: Sequence[Turn]) -> Turn:
        """The latest of these turns; where it names no matter of the field, with that of the turn it went on from."""
        last, own = about[0], self._matters(about[0])
        before = next((turn for turn in about[1:] if self._matters(turn)), None)
        if own or before is None or not _clauses(last) & _clauses(before):
            return last
        return last.model_copy(update={"resolved": f"{' '.join(self._book.content(before.resolved))} {last.resolved}"})

    def _matters(self, turn: Turn) -> list[str]:
        return [word for word in self._book.content(turn.resolved) if self._is_matter(word)]

    def _was_about(self, turn: Turn) -> bool:
        """Whether a turn named a matter of the field, or was answered from what it named."""
        words = [word for word in self._book.content(turn.resolved) if not _names_enterprise(word)]
        return any(map(self._is_matter, words)) or (turn.status in ANSWERED and any(map(self._book.is_name, words)))

    def lean(self, text: str, last: Turn) -> Completed:
        """`text` completed by what the earlier turn was about; what that one asked is asked again only by `X呢`."""
        fragment = _DROPPED.sub("", text)
        naming = tuple(self._book.content(self._beside_asks(fragment)))
        swapped = self._swap(fragment, last.resolved)
        if swapped is not None:
            return Completed(swapped, swapped, naming)
        matter = " ".join(self._matter(last, fragment)) or self._as_it_stands(last, fragment)
        if _TRAILING.search(text) and not self._reader.read(_TRAILING.sub("", fragment)):
            asked = "".join(self._asked_of(last.resolved))
            fragment = _TRAILING.sub("", fragment)
            return Completed(f"{fragment} {matter} {asked}".strip(), f"{fragment} {asked}".strip(), naming)
        return Completed(f"{matter} {fragment}".strip(), fragment, naming)

    def _compare(self, text: str, turns: Sequence[Turn]) -> Completed | None:
        """`哪个高` after two things of one kind: a question about both."""
        if len(text) > _SHORT or not _COMPARING.search(text):
            return None
        for kinds in _CLASSES:
            named = (_kind_in(kinds, turn.resolved) for turn in reversed(turns[-_RECENT:]))
            pair = list(dict.fromkeys(kind for kind in named if kind))[:2]
            if len(pair) == 2 and not _kind_in(kinds, text):
                both, asking = f"{pair[1]}和{pair[0]}", _DROPPED.sub("", text)
                matter = " ".join(word for word in self._matter(turns[-1], both) if word not in text)
                return Completed(f"{both} {matter} {asking}", f"{both}{asking}", tuple(pair))
        return None

    def _leans(self, text: str) -> bool:
        if _POINTING.search(text) or (_LEANING.search(text) and len(text) <= _SHORT * 2):
            return True
        own = self._book.content(text)
        if _NUMBERED.search(text) or any(map(self._book.is_outside, own)):
            return False
        named = [word for word in self._book.content(self._beside_asks(text)) if not is_whom(word, self._book)]
        if len(text) <= _FRAGMENT and not any(map(self._is_matter, named)):
            return bool(self._reader.read(text) or _TRAILING.search(text)) or not named
        return not own or (len(text) <= _SHORT and bool(_TRAILING.search(text)) and len(own) <= 2)

    def _beside_asks(self, text: str) -> str:
        """`text` without the words by which it asks for money: `给钱不` names no subsidy."""
        for ask in self._reader.read(text):
            if ask.expects:
                text = ask.regex.sub(" ", text)
        return text

    def _is_matter(self, word: str) -> bool:
        """Whether a word names a matter of the field, by itself or by the term that it stands for."""
        return self._book.is_technical(word) or self._book.is_technical(self._book.canonical(word))

    def _swap(self, fragment: str, before: str) -> str | None:
        """The earlier question with the thing named now in the place of its like."""
        if self._reader.read(_TRAILING.sub("", fragment)) or len(fragment) > _SHORT:
            return None
        for kinds in _CLASSES:
            new, old = _kind_in(kinds, fragment), _kind_in(kinds, before)
            if new and old and new != old:
                return before.replace(old, new)
            anyone = next((word for word in self._book.segment(before) if word in _ANYONE), None)
            if new and anyone and kinds is _CLASSES[1]:
                return before.replace(anyone, new)
        return None

    def _matter(self, last: Turn, fragment: str) -> list[str]:
        """What was spoken of, without what is said again and without the likes of a thing that is named now."""
        others = {kind for kinds in _CLASSES if _kind_in(kinds, fragment) for kind in kinds}
        spoken = [word for word in self._book.content(last.resolved) if word not in fragment]
        unheld = self._asked_for(last.resolved) if last.status == "partial" else ""
        kept = [word for word in spoken if word not in others and word not in unheld]
        return kept or spoken

    def _as_it_stands(self, last: Turn, fragment: str) -> str:
        """What was said in no known words; a place named by its number needs none of it."""
        return "" if _NUMBERED.search(fragment) else last.resolved[:_CARRIED]

    def _asked_for(self, before: str) -> str:
        """The words by which an earlier question asked for papers, places, dates: not what it was about.

        What the text does speak of when asked may be the matter itself: `税前能扣吗`.
        """
        found = [ask.regex.search(before) for ask in strict(self._reader.read(before))]
        return " ".join(match[0] for match in found if match)

    def _asked_of(self, before: str) -> list[str]:
        """The words by which the earlier question asked."""
        found = (ask.regex.search(before) for ask in self._reader.read(before))
        return [match[0] for match in found if match][:1]
