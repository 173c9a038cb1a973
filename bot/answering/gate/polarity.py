"""Checks that a statement denies what its source denies, and nothing else."""

import re
from functools import lru_cache
from itertools import pairwise

from bot.answering.gate.directions import find_comparators
from bot.answering.gate.evidence import Evidence
from bot.answering.gate.normal import segments

_CUE = re.compile(
    r"不(?![仅但断同管论只少妨错如光单愧乏难止久时日])|(?:并)?(?:没有|没(?!有)|未(?!来|必))|无(?![论疑锡偿])"
    r"|(?<![分级特类区性个辨识差鉴派])别(?![的人处致称])|勿|非(?![常遗])|禁止|严禁|拒绝|除外|打破|突破|破格|扣除|免除|免(?=[缴交予征])|取消"
)
_LICENCE = ("打破", "突破", "破格", "扣除", "取消", "免除")
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
_SILENCE = re.compile(
    r"(?:文件|政策|原文|通知|意见|条文|条款|规定|全文|文中|这份|本条|材料)[^,。;]{0,6}?"
    r"(?:没有?|未|并未|并没有|不)(?:明确|具体|直接|另外|专门)?(?:写|说|规定|明确|列|提|给出|载明|公布|注明|讲|涉及|约定|限定|区分)"
)


def find_silence(plain: str) -> str | None:
    """What the statement says the document does not say, or None: such a claim cannot be read off one sentence."""
    match = _SILENCE.search(plain)
    return match[0] if match else None


def find_negation_fault(plain: str, evidence: Evidence) -> str | None:
    """The part of the statement that denies or affirms against its evidence, or None."""
    text = evidence.wording
    for word in _REVERSALS:
        if word in plain and word not in text and not _is_denied(plain, word):
            return word
    source = [segment for line in text.split("\n") for segment in segments(line)]
    for segment in segments(_SILENCE.sub("", plain)):
        if segment in _MARKERS:
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
        return all(_is_supported(scope, source) for _, scope in own)
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
        cues = _cues(segment)
        if any(_has_same_verb(scope, known) for _, known in cues):
            return True
        if cues:
            denied = max(denied, *(len(grams & _grams(known)) for _, known in cues))
        else:
            affirmed = max(affirmed, len(grams & _grams(segment)))
    return denied > 0 and denied >= affirmed


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
