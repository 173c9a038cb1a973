"""Checks of a language model's words alone: nothing is added, and who, what and whither stay in their places."""

import re
from functools import lru_cache
from itertools import pairwise

from bot.answering.gate.evidence import Evidence
from bot.answering.gate.models import Reason
from bot.answering.gate.normal import segments
from bot.answering.gate.overlap import GRAMMAR, PARTICLES
from bot.answering.gate.quantities import Quantity, read
from bot.answering.gate.terms import load_terms

_HAN_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,}")
_ROLE = re.compile(r"(?:以|、)([^,。;、]{2,12}?)为(主体|引领|补充|基础|主|重点|主要内容)")
_RELATIONS = (
    "高于",
    "低于",
    "比照",
    "参照",
    "用于",
    "出标准",
    "出岗位",
    "出师傅",
    "出学生",
    "出教师",
    "搭平台",
    "倾斜",
)
_TOWARDS = re.compile(r"(?:向|从)([^,。;]{2,40}?)(?:倾斜|公布|开始|起|算)")
_FOR = re.compile(r"(?:为|给)([^,。;、]{2,20}?)(?:提供|购买|建立)")
_GIVEN = re.compile(r"(?:给予|发给|补给|付给|归|给)(?:的是|了)?([^,。;、]{2,4})")
_ACTS = frozenset("可要应须需会能将得不也负承享由领")
_OBJECT = 14


def find_unsupported(plain: str, evidence: Evidence) -> tuple[Reason, str] | None:
    """The first run of words that neither the evidence nor plain speech holds, or two words that changed places."""
    if not read(plain) and not any(_cover(plain, evidence.wording)):
        return "overlap", ""
    rest = _without_plain_speech(plain, evidence.wording)
    extra = _HAN_RUN.search(rest)
    if extra is not None:
        return "overlap", extra[0]
    return _find_moved(plain, evidence) or _find_bare_amount(plain, evidence)


def _without_plain_speech(plain: str, source: str) -> str:
    """The statement with all that is supported blanked out: quantities, shared pairs, plain words, grammar."""
    for quantity in read(plain):
        if quantity.kind != "word":
            plain = plain.replace(quantity.text, "□", 1)
    for words in load_terms().alike:
        if any(word in source for word in words):
            for word in words:
                plain = plain.replace(word, "□")
    covered = _cover(plain, source)
    plain = "".join("□" if known else character for character, known in zip(plain, covered, strict=True))
    for word in load_terms().plain:
        plain = plain.replace(word, "□")
    return "".join("□" if character in PARTICLES else character for character in plain)


def _cover(plain: str, source: str) -> list[bool]:
    covered = [False] * len(plain)
    for start in range(len(plain) - 1):
        pair = plain[start : start + 2]
        if pair.isalnum() and pair in source:
            covered[start] = covered[start + 1] = True
    return covered


def _find_moved(plain: str, evidence: Evidence) -> tuple[Reason, str] | None:
    source = evidence.plain
    known_roles = {(match[1][-4:], match[2]) for match in _ROLE.finditer(source)}
    for match in _ROLE.finditer(plain):
        if known_roles and (match[1][-4:], match[2]) not in known_roles:
            return "pairing", match[0]
    known_aims = [_all_pairs(match[1]) for match in _TOWARDS.finditer(source)]
    for match in _TOWARDS.finditer(plain):
        if known_aims and not any(_all_pairs(match[1]) & known for known in known_aims):
            return "pairing", match[0]
    aside = _find_other_receiver(plain, source)
    if aside is not None:
        return "pairing", aside
    return _find_misplaced(plain, source)


def _find_misplaced(plain: str, source: str) -> tuple[Reason, str] | None:
    for segment in segments(plain):
        for relation in _RELATIONS:
            if relation in segment and relation in source and not _is_in_place(segment, relation, (plain, source)):
                return "pairing", relation
        if _has_other_subject(segment, source):
            return "pairing", segment
    return None


def _has_other_subject(segment: str, source: str) -> bool:
    """Whether the segment opens with one actor where the source's like segment only knows another."""
    subject = next((actor for actor in load_terms().actors if segment.startswith(actor)), None)
    rest = _pairs(segment[len(subject or "") :])
    if (
        subject is None
        or len(rest) < 2
        or segment[len(subject)] not in _ACTS
        or any(actor in segment[len(subject) :] for actor in load_terms().actors)
    ):
        return False
    shares = [(len(rest & _pairs(part)) / len(rest), part) for part in segments(source)]
    share, like = max(shares, default=(0.0, ""))
    known = [actor for actor in load_terms().actors if actor in like]
    owner = _owner(source[: source.find(like)]) if like else None
    return share >= 0.6 and bool(known) and not any(_is_same(subject, actor) for actor in (*known, owner))


def _find_other_receiver(plain: str, source: str) -> str | None:
    """Someone who is given something that the source gives to another."""
    heads = {_content(match[1])[-2:] for match in _FOR.finditer(source)}
    for match in _FOR.finditer(plain):
        if heads and _content(match[1])[-2:] not in heads:
            return match[0]
    receivers = {actor for match in _GIVEN.finditer(source) if (actor := _first_actor(match[1]))}
    for match in _GIVEN.finditer(plain):
        actor = _first_actor(match[1])
        if receivers and actor and not any(_is_same(actor, other) for other in receivers):
            return match[0]
    return None


def _is_in_place(segment: str, relation: str, whole: tuple[str, str]) -> bool:
    """Whether the one who stands before the relation, and what follows it, are those of the source."""
    plain, source = whole
    before, after = segment.split(relation, 1)
    owner, target, pairs = _last_actor(before), _first_actor(after), _pairs(after[:_OBJECT])
    for match in re.finditer(relation, source):
        rest = source[match.end() :][: 2 * _OBJECT]
        is_owner = owner is None or _is_same(owner, _owner(source[: match.start()]))
        is_target = _is_same(target, _first_actor(rest)) if target else not pairs or bool(pairs & _pairs(rest))
        if is_owner and is_target and _measures(plain) >= _measures(segments(source[: match.start()])[-1]):
            return True
    return False


def _measures(text: str) -> frozenset[str]:
    """What is compared, where it matters: a rate of growth is not the thing that grows."""
    growth = next(words for words in load_terms().alike if "增幅" in words)
    return frozenset({"增幅"}) if any(word in text for word in growth) else frozenset()


def _owner(source: str) -> str | None:
    """Who a relation speaks of: named last before it in its segment, else first in the segment before."""
    parts = segments(source)
    if not parts:
        return None
    near = _last_actor(parts[-1])
    return near or next((actor for part in reversed(parts[:-1]) if (actor := _first_actor(part))), None)


def _is_same(actor: str | None, other: str | None) -> bool:
    return actor == other or (bool(actor and other) and (str(actor) in str(other) or str(other) in str(actor)))


@lru_cache(maxsize=4096)
def _last_actor(text: str) -> str | None:
    text = _without_compounds(text)
    found = [(text.rfind(actor) + len(actor), len(actor), actor) for actor in load_terms().actors if actor in text]
    return max(found)[2] if found else None


@lru_cache(maxsize=4096)
def _first_actor(text: str) -> str | None:
    text = _without_compounds(text)
    found = [(text.find(actor), -len(actor), actor) for actor in load_terms().actors if actor in text]
    return min(found)[2] if found else None


def _without_compounds(text: str) -> str:
    for word in load_terms().not_actors:
        text = text.replace(word, "□")
    return text


def _all_pairs(text: str) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(text))


def _pairs(text: str) -> frozenset[str]:
    """The pairs of content characters of a short text."""
    return _all_pairs(_content(text))


def _content(text: str) -> str:
    return "".join(c for c in text if c not in GRAMMAR and "\u4e00" <= c <= "\u9fff")


def _is_of_growth(text: str, quantity: Quantity) -> bool:
    """Whether the source bounds a growth with this percentage, and nothing else."""
    near = [
        part for part in segments(text) if any(k.value == quantity.value for k in read(part) if k.kind == "percent")
    ]
    return bool(near) and all(_measures(part) for part in near)


def _find_bare_amount(plain: str, evidence: Evidence) -> tuple[Reason, str] | None:
    """An amount that the source gives for each person or year may not be told as if it were given once."""
    if evidence.calculation is not None:
        return None
    own = read(plain)
    for quantity in own if not _measures(plain) else ():
        for text in evidence.texts:
            if quantity.kind == "percent" and _is_of_growth(text, quantity):
                return "pairing", quantity.text
    amount = next((q for q in own if q.kind == "money"), None)
    if amount is None or any(q.kind == "per" or q.text in ("一年", "1年") for q in own):
        return None
    for text in evidence.texts:
        known = read(text)
        if any(k.kind == "money" and k.value == amount.value for k in known) and any(k.kind == "per" for k in known):
            return "unit", amount.text
    return None
