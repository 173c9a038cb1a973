"""Finds the clauses of many texts that answer a question, and judges whether they do."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.answering.asks import strict
from bot.answering.gate.quantities import Kind, read
from bot.answering.words import WordBook, bigrams
from bot.retrieval.models import Hit, Scope, Searcher
from corpus.models import Clause, Policy, Sentence
from corpus.statutes import StatuteWords
from corpus.vocabulary import Ask

PolicyOf = Callable[[str], Policy]
_SEARCHED = 24
_SPOKEN = 0.06
_OWN = 0.06
_TELLING = 0.7
"""A word of this weight must be spoken of: without it the question is about something else."""
_OFTEN = 5
_FIGURES_OF_THE_DAY = re.compile(r"涨|上调|下调|最新标准|今年的?标准")
_HELD = 0.06
_OTHERS = 0.12
_SAYING = 0.04
_PARTS = frozenset({"title", "preamble", "issuers", "date", "addressees"})
_QUANTITIES: dict[str, tuple[Kind, ...]] = {
    "money": ("money", "percent"),
    "percent": ("percent",),
    "duration": ("duration", "count", "number"),
}
_SAYS: dict[str, str] = {
    "materials": "材料|证明|文件|证书",
    "place": "向.{2,20}(?:机构|部门|委员会|机关|中心)",
    "deadline": r"日内|之日起|期限|时效|\d日|前\S{1,4}日|个月内",
    "payment": "支付|发放|按月",
    "procedure": "提出|提交|填写|程序|手续|可以向|登记",
    "apply_to": "向.{2,20}(?:机构|部门|委员会|机关|中心|办事处|政府)",
    "fee": "费",
    "age": "周岁|年龄",
    "exam": "考试|考核",
    "penalty": "罚款|处罚|责任|处分|改正|赔偿|解除",
    "frequency": "每年|每月|一次|年度",
    "residence": "户|居住|常住",
    "employment_form": "派遣|非全日制|试用|残疾|农民工|退休|兼职|灵活",
    "tax": "税",
    "social_insurance": "保险",
    "contingency": "解除|终止|中断|变更|离|不合格",
    "criterion": "应当认定|视同|标准|条件|情形|是指",
    "approval": "批准|审批|备案|同意|许可",
    "experience": r"年",
    "education": "学历|学位",
    "counting_start": "之日起|起算|计算",
    "count": r"\d|[一二三四五六七八九十百]+(?:人|名|个|次|种|倍)",
    "gender": "女|男|性别",
    "names": "下列|：",
    "online": "网|互联网|电子",
    "start": "施行",
}
"""What a clause says that speaks of a strict ask; an ask without an entry is never taken as spoken of."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a find is an answer; calibrated on STARD and the development halves of the question sets.

    `found` and `spoken` together are enough: the score, and the share of the question's words that the article speaks
    of. `sure` is a score that needs fewer of the words, `least`. `named` is enough in a text that the question names.
    """

    found: float = 0.5
    spoken: float = 0.6
    sure: float = 0.62
    least: float = 0.4
    named: float = 0.44


@dataclass(frozen=True, slots=True)
class Found:
    """An article with its best sentence. `score` ranks, `strength` is the search score with what speaks against it."""

    policy: Policy
    clause: Clause
    sentence: Sentence
    score: float
    strength: float
    spoken: float
    says_asked: bool
    is_about: bool
    """Whether the text speaks of the very thing that is asked about, and does so more than in passing."""


class TextFinder:
    """Ranks the articles of the texts in a scope for a question."""

    def __init__(self, searcher: Searcher, policy_of: PolicyOf, book: WordBook, words: StatuteWords) -> None:
        """Takes the search, the texts, and the words by which questions and statutes differ."""
        self._searcher = searcher
        self._policy_of = policy_of
        self._book = book
        self._words = words
        self.limits = Limits()

    def find(self, text: str, asks: Sequence[Ask], scope: Scope) -> list[Found]:
        """The articles, best first; each once, with the sentence that fits best."""
        terms = self._words.terms(text)
        queries = [text, *([f"{text} {' '.join(terms)}"] if terms else [])]
        hits = chain.from_iterable(self._searcher.search(query, _SEARCHED, scope) for query in queries)
        best: dict[tuple[str, str], Found] = {}
        for hit in hits:
            found = self._judge(hit, text, asks)
            if found is None:
                continue
            key = (found.policy.id, _article(found.clause.path))
            if key not in best or found.score > best[key].score:
                best[key] = found
        return sorted(best.values(), key=lambda found: -found.score)

    def answers(self, found: Found, *, is_named: bool) -> bool:
        """Whether the article answers the question instead of being near it."""
        limits = self.limits
        if not found.says_asked:
            return False
        if is_named and (found.strength >= limits.named or found.spoken >= limits.spoken):
            return True
        enough = found.is_about and found.strength >= limits.found and found.spoken >= limits.spoken
        return enough or (found.is_about and found.strength >= limits.sure and found.spoken >= limits.least)

    def _judge(self, hit: Hit, text: str, asks: Sequence[Ask]) -> Found | None:
        policy = self._policy_of(hit.passage.policy_id)
        clause = policy.clause(hit.passage.path)
        if clause.kind in _PARTS:
            return None
        sentences = article_sentences(policy, clause)
        said = "".join(sentence.text for sentence in sentences)
        shares = self._shares(text, f"{policy.title}{clause.heading}{said}")
        spoken = self._book.covered(shares) if shares else 0.0
        sentence = self._holding(policy.sentence(hit.passage.id), sentences, text, asks)
        clause = policy.clause(sentence.path)
        own = f"{clause.lead_in}{sentence.text}"
        expects = any(ask.expects for ask in asks)
        holds = expects and _holds_asked(own, asks)
        strength = hit.score - _OTHERS * self._words.is_for_others(policy.title, text)
        own_share = self._book.covered(self._shares(text, sentence.text)) if shares else 0.0
        score = strength + _SPOKEN * spoken + _OWN * own_share + _HELD * holds + _SAYING * _says_any(own, asks)
        says = _says_asked(own if len(shares) == 1 else said, asks) and (holds or not expects)
        is_about = self._is_about(shares, policy) and not _FIGURES_OF_THE_DAY.search(text)
        return Found(policy, clause, sentence, score, strength, spoken, says, is_about)

    def _holding(self, found: Sentence, others: Sequence[Sentence], text: str, asks: Sequence[Ask]) -> Sentence:
        """The sentence found, or the one of its article that holds the quantity asked for and shares most with it."""
        if _holds_asked(found.text, asks):
            return found
        holding = [other for other in others if _holds_asked(other.text, asks)]
        if not holding:
            return found
        wanted = set(bigrams(text)) | set(bigrams(found.text))
        return max(holding, key=lambda other: len(wanted & set(bigrams(other.text))))

    def _shares(self, text: str, said: str) -> dict[str, float]:
        """How much of each of the question's words the text speaks of, in its own words or a statute's."""
        said = self._book.with_synonyms(said)
        return {word: self._share(word, said) for word in self._book.content(text)}

    def _is_about(self, shares: Mapping[str, float], policy: Policy) -> bool:
        if any(share < 0.5 and self._book.weight(word) >= _TELLING for word, share in shares.items()):
            return False
        if len(shares) != 1:
            return bool(shares)
        forms = [form for word in shares for form in (word, self._book.canonical(word), *self._words.terms_for(word))]
        told = sum(any(form in sentence.text for form in forms) for sentence in policy.sentences())
        return told >= _OFTEN or any(form in policy.title for form in forms)

    def _share(self, word: str, said: str) -> float:
        if any(form in said for form in (word, self._book.canonical(word), *self._words.terms_for(word))):
            return 1.0
        pairs = bigrams(word)
        return sum(pair in said for pair in pairs) / len(pairs) if len(word) > 2 else 0.0


def article_sentences(policy: Policy, clause: Clause) -> tuple[Sentence, ...]:
    """All sentences of the article that the clause is or belongs to."""
    path = _article(clause.path)
    members = (other for other in policy.clauses if other.path == path or other.path.startswith(f"{path}."))
    return tuple(sentence for member in members for sentence in member.sentences)


def _article(path: str) -> str:
    return path.split(".", 1)[0]


def _holds_asked(own: str, asks: Iterable[Ask]) -> bool:
    """Whether the sentence holds every kind of quantity that is asked for."""
    for ask in asks:
        kinds = {kind for name in ask.expects for kind in _QUANTITIES[name]}
        if kinds and not kinds & {quantity.kind for quantity in read(own)}:
            return False
    return True


def _says_asked(said: str, asks: Sequence[Ask]) -> bool:
    return all(re.search(_SAYS.get(ask.name, r"(?!)"), said) for ask in strict(tuple(asks)))


def _says_any(own: str, asks: Sequence[Ask]) -> bool:
    return any(ask.name in _SAYS and re.search(_SAYS[ask.name], own) for ask in asks)
