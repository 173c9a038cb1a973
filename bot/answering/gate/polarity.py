"""Checks that a statement denies what its source denies, and nothing else."""

import re
from functools import lru_cache
from itertools import pairwise

from bot.answering.gate.directions import find_comparators
from bot.answering.gate.evidence import Evidence
from bot.answering.gate.normal import segments
from bot.answering.gate.numbers import is_refuted_amount
from bot.answering.gate.silence import without_silence
from bot.answering.gate.terms import load_terms

_CUE = re.compile(
    r"不(?!再只|限于|局限|[仅但断同管论只少妨错如光单愧乏难止久时日])|(?:并)?(?:没有|没(?!有)|未(?!来|必))|无(?![论疑锡偿])"
    r"|(?<![分级特类区性个辨识差鉴派])别(?![的人处致称])|勿|非(?![常遗])|禁止|严禁|拒绝|除外|打破|突破|破格|扣除|免除|免(?=[缴交予征])|取消"
)
_LICENCE = ("打破", "突破", "破格", "扣除", "取消", "免除")
_LIMITS = ("限", "受", "看", "要求", "够", "卡", "门槛", "必", "再", "问", "论", "管", "拦")
_REVERSALS = (
    "禁止",
    "严禁",
    "限制",
    "暂停",
    "停止",
    "反对",
    "拒绝",
    "收回",
    "追回",
    "处罚",
    "罚款",
    "作废",
    "废止",
    "取消",
)
_AUXILIARY = re.compile(
    r"^(?:得以|得|能够|能|可以|可|应当|应该|应|会|要|许|准|再|需要|需|必须|必|予以|予|被|是|把|将|给|用|让|算是)+"
)
_MARKERS = frozenset(("不是", "不对", "不", "并非如此", "不是的", "并不是", "不是这样", "没错", "不对的", "不是这样的"))
_FILLER = frozenset("的了和与及或在对为把被将按从到由等是有就也都还又而但其这那该此于以之所并且即可")
_ALIKE = (
    ("计入", "算入", "算进", "纳入", "列入", "计进", "算到", "算在", "占用", "占"),
    ("低于", "少于", "比"),
)  # fmt: skip


def find_negation_fault(plain: str, evidence: Evidence) -> str | None:
    """The part of the statement that denies or affirms against its evidence, or None."""
    text = evidence.wording
    for word in _REVERSALS:
        if word in plain and not _is_denied(plain, word) and (word not in text or _is_denied(text, word)):
            return word
    source = [segment for line in text.split("\n") for segment in segments(line)]
    for segment in segments(without_silence(plain)):
        if segment in _MARKERS or is_refuted_amount(segment):
            continue
        if not _agrees(segment, source):
            return segment
    return _find_affirmed(plain, source)


def _is_denied(plain: str, word: str) -> bool:
    """Whether a denial or a release (`不受限制`, `打破限制`) stands before the word in its segment."""
    return all(_CUE.search(segment[: segment.find(word)]) is not None for segment in segments(plain) if word in segment)


@lru_cache(maxsize=8192)
def _cues(segment: str) -> tuple[tuple[str, str], ...]:
    """Each denial of the segment with what follows it; those inside a direction (`不超过`) are not denials."""
    covered = [(c.start, c.end) for c in find_comparators(segment)]
    found = []
    for match in _CUE.finditer(segment):
        if any(start <= match.start() < end for start, end in covered):
            continue
        found.append((match[0], _AUXILIARY.sub("", segment[match.end() :]) or segment[: match.start()]))
    return tuple(found)


@lru_cache(maxsize=16384)
def _grams(segment: str) -> frozenset[str]:
    kept = [c for c in segment if c not in _FILLER]
    return frozenset(a + b for a, b in pairwise(kept))


def _agrees(segment: str, source: list[str]) -> bool:
    """Whether the segment's denial has its like in the source, and its affirmation no denied twin there."""
    own = [cue for cue in _cues(segment) if cue[0] not in _LICENCE]
    if own:
        return all(_is_supported(scope, source) or _is_licensed(segment, cue, source) for cue, scope in own)
    grams = _grams(segment)
    if len(grams) < 3:
        return True
    best, twins = 0.0, [""]
    for candidate in source:
        share = len(grams & _grams(candidate)) / len(grams)
        if share > best:
            best, twins = share, [candidate]
        elif share == best:
            twins.append(candidate)
    return best < 0.6 or any(not _denies(twin) for twin in twins)


def _denies(segment: str) -> bool:
    return any(cue not in _LICENCE for cue, _ in _cues(segment))


def _is_supported(scope: str, source: list[str]) -> bool:
    """Whether what is denied is nearer to something the source denies than to something it affirms."""
    grams = _grams(scope)
    denied = affirmed = 0
    for segment in source:
        cues = [cue for cue in _cues(segment) if cue[0] not in _LICENCE]
        if any(_has_same_verb(scope, known) for _, known in cues):
            return True
        if cues:
            denied = max(denied, *(len(grams & _grams(known)) for _, known in cues))
        else:
            affirmed = max(affirmed, len(grams & _grams(segment)))
    return denied > 0 and denied >= affirmed


def _is_licensed(segment: str, cue: str, source: list[str]) -> bool:
    """Whether a release in the source (`打破…限制`) or its own soft words (`鼓励`) say what is denied here."""
    following = segment.partition(cue)[2].lstrip("是能会再")
    if _AUXILIARY.sub("", following).startswith(_LICENCE):
        return False
    grams = _grams(segment)
    is_about_limits = any(word in segment for word in _LIMITS)
    for candidate in source if is_about_limits else ():
        if any(known in _LICENCE and len(grams & _grams(scope)) > 0 for known, scope in _cues(candidate)):
            return True
    text = "\n".join(source)
    return any(
        following.startswith(denied) and any(word in text for word in allowed_by)
        for denied, allowed_by in load_terms().denials.items()
    )


def _has_same_verb(scope: str, known: str) -> bool:
    return any(scope.startswith(alike) and known.startswith(alike) for alike in _ALIKE) or (
        len(scope) > 1 and known.startswith(scope[:2])
    )


def _find_affirmed(plain: str, source: list[str]) -> str | None:
    """A verb that the source denies and the statement uses without a denial."""
    for segment in source:
        for cue, scope in _cues(segment):
            if cue in _LICENCE or len(scope) < 2:
                continue
            for verb in _forms(scope[:2]):
                for own in segments(plain):
                    if verb in own and not _cues(own) and len(_grams(own) & _grams(scope)) >= 2:
                        return own
    return None


def _forms(verb: str) -> tuple[str, ...]:
    return next((alike for alike in _ALIKE if verb in alike), (verb,))
