"""What a statement may rest on: the sentences it cites and the steps of the calculation, read once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from bot.answering.gate.models import Statement
from bot.answering.gate.normal import normalise
from bot.answering.gate.quantities import Quantity, read
from bot.calculators.models import Calculation
from corpus.numerals import read_number

_BARE_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


@dataclass(frozen=True)
class Evidence:
    """The cited sentences, normalised, and the calculation that goes with the answer."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    calculation: Calculation | None = None
    allowed: tuple[str, ...] = field(default=())

    @cached_property
    def plain(self) -> str:
        """All cited text, one sentence a line."""
        return "\n".join(self.texts)

    @cached_property
    def wording(self) -> str:
        """All text that words may be taken from: the cited sentences and the calculation's own."""
        return "\n".join((*self.texts, *(normalise(text) for text in calculation_texts(self.calculation))))

    @cached_property
    def quantities(self) -> tuple[tuple[str, Quantity], ...]:
        """Each quantity of the cited sentences with the sentence it stands in."""
        return tuple((text, quantity) for text in self.texts for quantity in read(text))

    @cached_property
    def calculated(self) -> tuple[Quantity, ...]:
        """Each quantity of the calculation; bare numbers of expressions and inputs are of kind `number`."""
        return _calculated(self.calculation)


def gather(statement: Statement, sources: Mapping[str, str], calculation: Calculation | None) -> Evidence:
    """The evidence of a statement: its own cited sentences, and those that the calculation rests on.

    Where the statement names clauses, only the sentences of those clauses count: `根据第九条` lends its authority to
    nothing that stands in the fourth.
    """
    named = {q.key for q in read(statement.text) if q.kind == "clause" and q.unit == "条"}
    ids = [key for key in statement.citation_ids if not named or _path(key) in named]
    if not ids:
        ids = list(statement.citation_ids)
    texts = [normalise(sources[key]) for key in ids if key in sources]
    for citation in calculation_citations(calculation):
        ids.append(citation[0])
        texts.append(normalise(sources.get(citation[0], citation[1])))
    return Evidence(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(texts)), calculation)


def _path(sentence_id: str) -> str:
    """The article that a sentence stands in: `14` of `law/14.2#1`."""
    return sentence_id.rsplit("/", 1)[-1].split("#", 1)[0].split(".", 1)[0]


def calculation_citations(calculation: Calculation | None) -> list[tuple[str, str]]:
    """Identifier and quote of each sentence that the calculation cites."""
    if calculation is None:
        return []
    steps = [citation for step in calculation.steps for citation in step.citations]
    return [(citation.id, citation.quote) for citation in (*calculation.citations, *steps)]


def calculation_texts(calculation: Calculation | None) -> list[str]:
    """Every sentence that the calculator itself wrote."""
    if calculation is None:
        return []
    steps = [text for step in calculation.steps for text in (step.text, step.expression)]
    own = (
        calculation.title,
        calculation.understood,
        calculation.conclusion,
        *calculation.assumptions,
        *calculation.notices,
    )
    return [text for text in (*own, *steps) if text]


def _calculated(calculation: Calculation | None) -> tuple[Quantity, ...]:
    if calculation is None:
        return ()
    unit = calculation.unit
    results = [(calculation.low, "at_least"), (calculation.high, "at_most"), (calculation.value, None)]
    found: list[Quantity] = []
    for value, direction in results:
        if value is not None:
            found += [_directed(quantity, direction) for quantity in read(f"{value}{unit}")]
    for text in calculation_texts(calculation):
        found += read(text)
    numbers = [*calculation.inputs.values(), *(step.value for step in calculation.steps)]
    found += [_bare(text) for text in numbers if read_number(text.rstrip("%")) is not None]
    for step in calculation.steps:
        found += [_bare(match[0]) for match in _BARE_NUMBER.finditer(normalise(step.expression).replace(",", ""))]
    return tuple(found)


def _directed(quantity: Quantity, direction: str | None) -> Quantity:
    return Quantity(
        quantity.kind, quantity.value, quantity.key, quantity.unit, direction,  # type: ignore[arg-type]
        quantity.start, quantity.end, quantity.text,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _bare(text: str) -> Quantity:
    kind = "percent" if text.endswith("%") else "number"
    unit = "%" if kind == "percent" else ""
    return Quantity(kind, read_number(text.rstrip("%")), "", unit, None, 0, len(text), text)  # type: ignore[arg-type]
