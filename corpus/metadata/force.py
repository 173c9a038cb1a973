"""When a document was made, from when and until when it holds, what it rests on and what it ends."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.marks import DATE, first_date, ordinal_value
from corpus.metadata.facts import Document, stated
from corpus.models import Sentence, Stated

_OWN_KIND = "规定|通知|决定|预案|公告|措施|政策|规则|制度|标准|规程|文件|章程"
_OWN_NAME = rf"本(?:法|条例|(?:实施|管理)?(?:办法|细则|意见|方案)|{_OWN_KIND})"
_IN_FORCE = r"(?:起|后)?(?:正式|全面)?(?:施行|实施|执行|生效|试行)"
_FROM_DATE = re.compile(rf"自\s?(?:{DATE.pattern})\s?{_IN_FORCE}")
_FROM_ISSUE = re.compile(rf"自(公布|发布|印发|下发|公开发布|颁布)之日(?:起\s?(\d+)\s?[日天]后?)?{_IN_FORCE}")
_DATED_LINE = re.compile(rf"(?:{DATE.pattern})\s*起?(?:施行|执行|实施)$")
_ABOUT_ITSELF = re.compile(rf"{_OWN_NAME}|^自|现(?:予|将)?.{{0,40}}(?:公布|发布|印发)|予以(?:公布|发布)")
_UNTIL = re.compile(
    rf"有效期(?:限)?(?:至|到|截止)\s?(?:{DATE.pattern})|(?:施行|执行|实施)?至\s?(?:{DATE.pattern})\s?(?:止|失效)"
)
_FOR_YEARS = re.compile(r"(?:有效期(?:限)?|试行期(?:限)?)(?:为)?\s?([\d一二两三四五六七八九十]{1,3})\s?年")
_WORK = re.compile(r"《(?:[^《》]|《[^《》]*》)+》(?:\s?[（(][^（）()]{2,40}?号[^（）()]{0,6}[）)])?")
_RESTS = re.compile(
    r"根据|依据|依照|按照|为(?:了)?(?:深入|全面|进一步|认真|切实)?(?:贯彻|落实|实施|执行)|贯彻落实|精神"
)
_REPEALS = re.compile(r"(?:同时|予以|即行|一并|相应)废止|停止执行|不再执行")
_PREVAILS = re.compile(rf"(?:以|按照?|依照|适用)\s?{_OWN_NAME}(?:的规定|规定)?(?:为准|执行|办理)?(?:[。；]|$)")
_CONFLICT = re.compile("不一致|相抵触|冲突|不符")
_HISTORY = re.compile(r"(?:通过|修正|修订|公布|发布|批准|部令|令第)")


def written_on(document: Document) -> tuple[date | None, Stated | None]:
    """The day of the signature; else what the head says; else the last day in the history of a statute."""
    signed = document.part("date")
    named = document.field("成文日期")
    if signed:
        found = first_date(signed.text)
        if found:
            agrees = named is None or first_date(named.value) in {None, found}
            return found, stated(found.isoformat(), signed, confidence=1.0 if agrees else 0.6)
    if named:
        found = first_date(named.value)
        return found, named if found else None
    dated = [(first_date(sentence.text), sentence) for sentence in history(document)]
    known = [(day, sentence) for day, sentence in dated if day]
    if not known:
        return None, None
    day, sentence = max(known, key=lambda pair: pair[0])
    return day, stated(day.isoformat(), sentence, confidence=0.8)


def history(document: Document) -> list[Sentence]:
    """The lines below a statute's title that say when it was passed, published and amended."""
    return [
        sentence
        for sentence in document.sentences("preamble")
        if DATE.match(sentence.text.lstrip("（(")) and _HISTORY.search(sentence.text)
    ]


@dataclass(frozen=True, slots=True)
class Issued:
    """The days that a text may mean: `自公布之日起` the first, `自印发之日起` the second."""

    published: date | None
    written: date | None

    def meant_by(self, word: str) -> date | None:
        """The day of that act. A notice is sent out (印发) on the day that it is signed, whenever a site put it up."""
        if word in ("印发", "下发"):
            return self.written or self.published
        return self.published or self.written


def issued_on(document: Document, published: date | None, written: date | None) -> Issued:
    """The days of publication and of writing: a statute amended later keeps the day it was first issued."""
    known = [day for sentence in history(document) if (day := first_date(sentence.text))]
    return Issued(published or min(known, default=written), written)


def published_on(document: Document) -> tuple[date | None, Stated | None]:
    """The day of publication that the head or the history of a statute gives."""
    named = document.field("发布日期", "公开日期")
    if named and first_date(named.value):
        return first_date(named.value), named
    for sentence in reversed(history(document)):
        if re.search("公布|发布", sentence.text) and first_date(sentence.text):
            day = first_date(sentence.text)
            return day, stated(str(day), sentence, confidence=0.9)
    return None, None


def effective_from(document: Document, issued: Issued) -> tuple[date | None, Stated | None]:
    """The day from which the document says that it holds."""
    for sentence in reversed(list(document.own_sentences())):
        found = _effective(sentence, issued)
        if found:
            return found
    return None, None


def _effective(sentence: Sentence, issued: Issued) -> tuple[date, Stated] | None:
    text = sentence.text
    line = _DATED_LINE.fullmatch(text)
    at = _FROM_DATE.search(text) if _ABOUT_ITSELF.search(text) else None
    day = first_date((line or at or [""])[0])
    if day:
        return day, stated(day.isoformat(), sentence, confidence=0.95)
    relative = _FROM_ISSUE.search(text) if _ABOUT_ITSELF.search(text) else None
    base = issued.meant_by(relative[1]) if relative else None
    if relative and base:
        day = base + timedelta(days=int(relative[2]) if relative[2] and len(relative[2]) < 4 else 0)
        return day, stated(day.isoformat(), sentence, confidence=0.8)
    return None


def effective_to(document: Document, start: date | None) -> tuple[date | None, Stated | None]:
    """The last day on which the document says that it holds."""
    for sentence in document.own_sentences():
        until = _UNTIL.search(sentence.text)
        day = first_date(until[0]) if until and _concerns_validity(sentence.text) else None
        if day:
            return day, stated(day.isoformat(), sentence, confidence=0.95)
        years = _FOR_YEARS.search(sentence.text) if _concerns_validity(sentence.text) else None
        count = ordinal_value(years[1]) if years else None
        if count and start:
            day = _years_later(start, count) - timedelta(days=1)
            return day, stated(day.isoformat(), sentence, confidence=0.8)
    return None, None


def _concerns_validity(text: str) -> bool:
    """A period of validity of the document itself, and not of a certificate that it speaks of."""
    return bool(re.search(_OWN_NAME, text) or _FROM_ISSUE.search(text) or text.startswith(("有效期", "自")))


def rests_on(document: Document) -> tuple[Stated, ...]:
    """The documents that the preamble or the first article names as its basis, with their numbers."""
    first_article = next((clause.path for clause in document.clauses if clause.kind == "article"), "")
    opening = [*document.sentences("preamble", "p1"), *list(document.sentences(first_article or "-"))[:1]]
    found: list[Stated] = []
    for sentence in opening:
        if _RESTS.search(sentence.text) and not DATE.match(sentence.text.lstrip("（(")):
            found.extend(stated(work, sentence, confidence=0.9) for work in _works(sentence.text))
    return _distinct(found)


def prevails_over(document: Document) -> tuple[Stated, ...]:
    """What gives way to this document where it says otherwise (`以本办法为准`): by name, else in its own words."""
    found: list[Stated] = []
    for sentence in document.own_sentences():
        if _PREVAILS.search(sentence.text) and _CONFLICT.search(sentence.text):
            own = [part for part in re.split("[，。；]", sentence.text) if _CONFLICT.search(part)]
            named = _works(sentence.text) or own[:1] or [sentence.text]
            found.extend(stated(work, sentence, confidence=0.9) for work in named)
    return _distinct(found)


def repeals(document: Document) -> tuple[Stated, ...]:
    """The documents that this one ends."""
    found: list[Stated] = []
    for sentence in document.own_sentences():
        if _REPEALS.search(sentence.text):
            found.extend(stated(work, sentence, confidence=0.9) for work in _works(sentence.text))
    return _distinct(found)


def _works(text: str) -> list[str]:
    return [found[0] for found in _WORK.finditer(text)]


def _distinct(found: list[Stated]) -> tuple[Stated, ...]:
    return tuple({item.value: item for item in reversed(found)}.values())[::-1]


def _years_later(start: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28 February where it must."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)
