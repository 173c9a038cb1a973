"""What differs between two texts, sentence by sentence, and what approved answers and rules the changes touch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from corpus.approved import AnswerFile
from corpus.models import Policy, Sentence
from corpus.rulebook import Rulebook
from corpus.text import locate, normalise

Change = Literal["changed", "added", "removed"]
_GONE = "新文本里没有这一句"
_ALTERED = "这一句的原文有改动"
_UNQUOTED = "所依据的引文在新文本里找不到"


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence that is changed, added or removed; `label` is its clause's in the newer text, else in the older."""

    change: Change
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Touched:
    """An approved answer or a rule on a sentence that the newer text changes; where `is_broken` it cannot stand."""

    kind: Literal["answer", "rule"]
    id: str
    sentence_id: str
    reason: str
    is_broken: bool


def differences(older: Policy, newer: Policy) -> list[Difference]:
    """What a reader of the older text must know of the newer one, in the order of the newer text."""
    before, after = list(older.sentences()), list(newer.sentences())
    matcher = SequenceMatcher(None, [normalise(s.text) for s in before], [normalise(s.text) for s in after], False)
    found: list[Difference] = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            found += _aligned(older, newer, before[start:end], after[new_start:new_end])
    return found


def touched(older: Policy, newer: Policy, files: Sequence[AnswerFile], rulebook: Rulebook | None) -> list[Touched]:
    """The answers and rules on the older text whose sentences read otherwise in the newer one."""
    old = {_place(sentence.id): sentence for sentence in older.sentences()}
    new = {_place(sentence.id): sentence for sentence in newer.sentences()}
    found = []
    for kind, name, place, quote in (*_of_answers(older, files), *_of_rules(older, rulebook)):
        verdict = _verdict(old, new, place, quote)
        if verdict is not None:
            found.append(Touched(kind, name, f"{older.id}/{place}", *verdict))
    return list(dict.fromkeys(found))


def _aligned(older: Policy, newer: Policy, before: list[Sentence], after: list[Sentence]) -> list[Difference]:
    """Each sentence with the one of the other text that it resembles most, in order; the rest added or removed."""
    found: list[Difference] = []
    left = list(before)
    for sentence in after:
        twin = next((old for old in left if _is_like(old.text, sentence.text)), None)
        label = newer.clause(sentence.path).label
        if twin is None:
            found.append(Difference("added", label, "", sentence.text))
            continue
        place = left.index(twin)
        found += [_removed(older, old) for old in left[:place]]
        left = left[place + 1 :]
        found.append(Difference("changed", label, twin.text, sentence.text))
    return [*found, *(_removed(older, old) for old in left)]


def _removed(older: Policy, sentence: Sentence) -> Difference:
    return Difference("removed", older.clause(sentence.path).label, sentence.text, "")


def _is_like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, False).ratio() >= 0.5


Basis = tuple[Literal["answer", "rule"], str, str, str]


def _of_answers(policy: Policy, files: Sequence[AnswerFile]) -> Iterator[Basis]:
    for file in files:
        if file.policy == policy.id:
            for entry in file.answers:
                yield from (("answer", entry.id, clause.id, clause.quote) for clause in entry.clauses)


def _of_rules(policy: Policy, rulebook: Rulebook | None) -> Iterator[Basis]:
    if rulebook is None:
        return
    named = [
        *((p.title, period.citation) for p in rulebook.parameters.values() for period in p.periods),
        *((provision.title, provision.citation) for provision in rulebook.provisions.values()),
        *((measure.title, citation) for measure in rulebook.measures for citation in measure.citations),
    ]
    for title, citation in named:
        if citation.policy_id == policy.id:
            yield "rule", title, _place(citation.id), citation.quote


def _verdict(
    old: Mapping[str, Sentence], new: Mapping[str, Sentence], place: str, quote: str
) -> tuple[str, bool] | None:
    """Why a basis at that place is touched and whether it is gone; None where it stands unchanged."""
    if place not in old:
        return None
    if place not in new:
        return _GONE, True
    if normalise(old[place].text) == normalise(new[place].text):
        return None
    if locate(new[place].text, quote or old[place].text) is None:
        return _UNQUOTED, True
    return _ALTERED, False


def _place(sentence_id: str) -> str:
    return sentence_id.partition("/")[2]
