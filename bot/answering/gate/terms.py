"""Checks of a language model's words alone: terms of the field, obligations, exclusions and pairings."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from bot.answering.gate.evidence import Evidence
from bot.answering.gate.models import Reason

_DENIALS = ("不是", "不", "非", "没有", "并非", "无须", "无需")


@dataclass(frozen=True, slots=True)
class Contrast:
    """A word that changes a statement when it takes another's place, and what in a source allows it."""

    word: str
    allowed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The words that `terms.yaml` lists.

    `longer` are words that hold one of them and mean something else; `denials` are words that may be denied where the
    source has one of those listed; `plain` are words that say nothing of their own; `alike` are groups of words that
    mean the same; `actors` are those who do or get something, `not_actors` words that
    only hold such a name.
    """

    contrasts: tuple[Contrast, ...]
    modality: tuple[Contrast, ...]
    longer: tuple[str, ...]
    denials: dict[str, tuple[str, ...]]
    plain: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]
    actors: tuple[str, ...]
    not_actors: tuple[str, ...]


@cache
def load_terms() -> Terms:
    """The terms, read once from the file beside this module."""
    data = yaml.safe_load(files(__package__).joinpath("terms.yaml").read_text("utf-8"))
    return Terms(
        _contrasts(data["terms"]),
        _contrasts(data["modality"]),
        tuple(data["longer"]),
        _rows(data["denials"]),
        tuple(sorted((str(word) for line in data["plain"] for word in line), key=len, reverse=True)),
        tuple(tuple(map(str, line)) for line in data["alike"]),
        tuple(map(str, data["actors"])),
        tuple(map(str, data["not_actors"])),
    )


def _rows(rows: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {str(word): tuple(map(str, also)) for word, also in rows.items()}


def _contrasts(rows: dict[str, list[str]]) -> tuple[Contrast, ...]:
    ordered = sorted(rows.items(), key=lambda row: -len(row[0]))
    return tuple(Contrast(str(word), (str(word), *map(str, also))) for word, also in ordered)


def find_term_fault(plain: str, evidence: Evidence) -> tuple[Reason, str] | None:
    """The first term, obligation or exclusion that nothing in the evidence allows, or None."""
    terms = load_terms()
    rest = plain
    for word in terms.longer:
        rest = rest.replace(word, "□")
    kinds: tuple[tuple[Reason, tuple[Contrast, ...]], ...] = (("term", terms.contrasts), ("modality", terms.modality))
    for reason, contrasts in kinds:
        left = rest
        for contrast in contrasts:
            if contrast.word not in left or (reason == "modality" and _is_harmless(left, contrast.word)):
                continue
            if not any(form in evidence.wording for form in contrast.allowed_by):
                return reason, contrast.word
            left = left.replace(contrast.word, "□")
    return _find_pairing_fault(plain, evidence)


def _is_harmless(plain: str, word: str) -> bool:
    """Whether each time a denial stands right before the word, which is judged apart, or `都` sums up a list."""
    before = plain.split(word)[:-1]
    return all(
        part.endswith(_DENIALS) or (word.startswith("都") and any(join in part for join in "、和及")) for part in before
    )


def _find_pairing_fault(plain: str, evidence: Evidence) -> tuple[Reason, str] | None:
    """A source that pairs two lists with `分别` supports no single pair of them: that is a calculator's work."""
    for line in evidence.texts:
        if "分别" not in line or evidence.calculation is not None or "分别" in plain:
            continue
        before, after = line.split("分别", 1)
        left, right = _listed(before, -1), _listed(after, 0)
        if len(left) < 2 or len(right) < 2:
            continue
        named_left = [item for item in left if item in plain]
        rest = plain
        for item in sorted(named_left, key=len, reverse=True):
            rest = rest.replace(item, "□")
        named_right = [item for item in right if item.removesuffix("级") in rest]
        if named_left and named_right and (len(named_left), len(named_right)) != (len(left), len(right)):
            return "pairing", f"{named_left[0]}—{named_right[0]}"
    return None


def _listed(text: str, segment: int) -> list[str]:
    """The items of the enumeration nearest the cut: split at `、`, each cut to its own word."""
    parts = [part for part in text.split(",") if "、" in part]
    if not parts:
        return []
    items = parts[segment].split("、")
    if segment == -1:
        first = items[0]
        return [first[-3:], *items[1:-1], items[-1][:4]]
    return [item[-3:] if index == 0 else item[:2] for index, item in enumerate(items)]
