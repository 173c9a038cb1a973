"""Which figures an answer states, and whether each stands in what it cites or calculates.

This is the evaluation's own reading of the rule that the product's gate enforces; the two share no code.
"""

import re
from dataclasses import dataclass

from eval.figures import Figure, plain, read_figures
from eval.models import Cited, Predicted

_UNIT = re.compile(r"\s*(?:元|块|万|人|名|年|个月|个学徒|个人|月\d|天|日|号|周|小时|倍|个百分点)")
_LABEL_BEFORE = re.compile(r"第\s*$")
_LABEL_AFTER = re.compile(r"\s*(?:条|句|款|项|章|节|部分|个)")
_OF_THE_DOCUMENT = re.compile(r"\s*(?:条|个?单位|个?部门|家)")
_LIST_NUMBER = re.compile(r"\s*[.)、](?!\d)")
_LIST_PLACE = re.compile(r"(?:^|[\n:;。,])[\s(]*$")
_HOTLINE = "12333"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that an answer states as a fact."""

    written: str
    figure: Figure


def read_claims(text: str) -> list[Claim]:
    """The amounts, percentages, dates and document numbers that a text states.

    Clause labels (`第四条`), list numbers, the hotline and counts of the document's own parts (`共九条`) state no
    content of a policy; a Chinese numeral counts only with a unit, because `一线` and `三八红旗手` are words.
    """
    said = plain(text)
    return [Claim(said[f.start : f.end], f) for f in read_figures(said) if _states(said, f)]


def unsupported(predicted: Predicted) -> list[str]:
    """The claims of the answer's own words that neither a cited quote nor a step of its calculation shows."""
    known = _values(supporting_text(predicted))
    return [c.written for c in read_claims(predicted.text) if (c.figure.value, c.figure.is_percent) not in known]


def supporting_text(predicted: Predicted) -> str:
    """What the answer rests on: its quotes, its calculation's steps and result."""
    parts = [cited.quote for cited in predicted.cited]
    calculation = predicted.calculation
    if calculation is not None:
        parts += [citation.quote for citation in calculation.citations]
        parts += [f"{step.text}\n{step.expression}\n{step.value}" for step in calculation.steps]
        parts += [citation.quote for step in calculation.steps for citation in step.citations]
        parts += [value for value in (calculation.value, calculation.low, calculation.high) if value]
    return "\n".join(parts)


def unresolved(cited: tuple[Cited, ...], sentences: dict[str, str], sources: list[str]) -> list[str]:
    """The citations that name no sentence held, or whose quote is not verbatim in a source, at that sentence."""
    return [
        citation.covers[0] if citation.covers else "(无编号)"
        for citation in cited
        if not citation.quote
        or not citation.covers
        or any(sentence not in sentences for sentence in citation.covers)
        or (len(citation.covers) == 1 and not _is_of(citation.quote, sentences[citation.covers[0]]))
        or not any(citation.quote in source for source in sources)
    ]


def _values(text: str) -> set[tuple[object, bool]]:
    return {(figure.value, figure.is_percent) for figure in read_figures(plain(text))}


def _is_of(quote: str, sentence: str) -> bool:
    """Whether one is a part of the other: a chunk that covers one sentence may go beyond it."""
    return quote in sentence or sentence in quote


def _states(said: str, figure: Figure) -> bool:
    before, after = said[: figure.start], said[figure.end :]
    if figure.is_percent:
        return True
    if _LABEL_BEFORE.search(before) and _LABEL_AFTER.match(after):
        return False
    if _OF_THE_DOCUMENT.match(after) or said[figure.start : figure.end] == _HOTLINE:
        return False
    if _LIST_NUMBER.match(after) and _LIST_PLACE.search(before):
        return False
    return not figure.is_han or bool(_UNIT.match(after)) or _has_scale(said[figure.start : figure.end])


def _has_scale(written: str) -> bool:
    return len(written) > 1 and any(character in "百千万亿" for character in written)
