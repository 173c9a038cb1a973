"""Finds the clauses of many texts that answer a question, and judges whether they do."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.answering.saying import (
    Wanted,
    holds_quantity,
    is_only_asked,
    is_turned_round,
    names_actor,
    quantities_asked,
    says_any,
    says_asked,
)
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
_TURNED = 0.12
"""What a rule loses that allows where the question asks what is forbidden."""
_SAYING = 0.04
_ABBREVIATED = 0.6
"""What a word of two characters counts that is written in full in the text."""
_PARTS = frozenset({"title", "preamble", "issuers", "date", "addressees"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a find is an answer; calibrated on STARD and the development halves of the question sets.

    `found` and `spoken` together are enough: the score, and the share of the question's words that the article speaks
    of. `sure` is a score that needs fewer of the words, `least`. `named` is enough in a text that the question names.
    """

    found: float = 0.56
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
        wanted = quantities_asked(text, asks)
        sentence = self._holding(policy.sentence(hit.passage.id), sentences, text, wanted)
        clause = policy.clause(sentence.path)
        own = f"{clause.lead_in}{sentence.text}"
        holds = holds_quantity(own, wanted) if wanted else names_actor(own, text)
        strength = hit.score - _OTHERS * self._words.is_for_others(policy.title, text)
        strength -= _TURNED * is_turned_round(own, text)
        own_share = self._book.covered(self._shares(text, sentence.text)) if shares else 0.0
        score = strength + _SPOKEN * spoken + _OWN * own_share + _HELD * holds + _SAYING * says_any(own, asks)
        says = says_asked(own if len(shares) == 1 else said, asks) and (holds or not wanted)
        is_about = self._is_about(shares, text, policy) and not _FIGURES_OF_THE_DAY.search(text)
        return Found(policy, clause, sentence, score, strength, spoken, says, is_about)

    def _holding(self, found: Sentence, others: Sequence[Sentence], text: str, wanted: Wanted) -> Sentence:
        """The sentence found, or the one of its article that holds the quantity asked for and shares most with it."""
        if holds_quantity(found.text, wanted):
            return found
        holding = [other for other in others if holds_quantity(other.text, wanted)]
        if not holding:
            return found
        pairs = set(bigrams(text)) | set(bigrams(found.text))
        return max(holding, key=lambda other: len(pairs & set(bigrams(other.text))))

    def _shares(self, text: str, said: str) -> dict[str, float]:
        """How much of each of the question's words the text speaks of, in its own words or a statute's."""
        said = self._book.with_synonyms(said)
        words = (word for word in self._book.content(text) if not is_only_asked(word))
        return {word: self._share(word, text, said) for word in words}

    def _is_about(self, shares: Mapping[str, float], text: str, policy: Policy) -> bool:
        if any(share < 0.5 and self._book.weight(word) >= _TELLING for word, share in shares.items()):
            return False
        if len(shares) != 1:
            return bool(shares)
        forms = [
            form for word in shares for form in (word, self._book.canonical(word), *self._words.terms_for(word, text))
        ]
        told = sum(any(form in sentence.text for form in forms) for sentence in policy.sentences())
        return told >= _OFTEN or any(form in policy.title for form in forms)

    def _share(self, word: str, text: str, said: str) -> float:
        if any(form in said for form in (word, self._book.canonical(word), *self._words.terms_for(word, text))):
            return 1.0
        if len(word) == 2:
            return _ABBREVIATED if _is_short_for(word, said) else 0.0
        pairs = bigrams(word)
        return sum(pair in said for pair in pairs) / len(pairs) if len(word) > 2 else 0.0


def _is_short_for(word: str, said: str) -> bool:
    """Whether both characters stand near each other in the text, in order: 解聘 for 解除聘用, 裁员 for 裁减人员."""
    return re.search(f"{word[0]}[一-鿿]{{1,2}}{word[1]}", said) is not None


def article_sentences(policy: Policy, clause: Clause) -> tuple[Sentence, ...]:
    """All sentences of the article that the clause is or belongs to."""
    path = _article(clause.path)
    members = (other for other in policy.clauses if other.path == path or other.path.startswith(f"{path}."))
    return tuple(sentence for member in members for sentence in member.sentences)


def _article(path: str) -> str:
    return path.split(".", 1)[0]
