"""Proof that a rule says what the policy says: the quote stands in its sentence, the figure stands in the quote."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from corpus.errors import DataError, NotFoundError
from corpus.models import Citation, Policy

_DASHES = dict.fromkeys("‐‑‒–—―−－﹣", "-")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the rule files something stands, for an error that an official can act on."""

    file: str
    key: str

    def fault(self, message: str) -> DataError:
        """The error that says what is wrong there."""
        return DataError(f"{self.file}「{self.key}」：{message}")


def normalise(text: str) -> tuple[str, list[int]]:
    """The text after NFKC, dashes made one and white space dropped, with each character's index in the original."""
    characters: list[str] = []
    origins: list[int] = []
    for index, original in enumerate(text):
        for character in unicodedata.normalize("NFKC", original):
            if not character.isspace():
                characters.append(_DASHES.get(character, character))
                origins.append(index)
    return "".join(characters), origins


def cite_quote(policies: Mapping[str, Policy], place: Place, sentence_id: str, quote: str) -> Citation:
    """The citation of that quote, its words taken character for character from the stored sentence.

    Raises:
        DataError: The policy, the sentence or the quote is not there.
    """
    policy = policies.get(sentence_id.partition("/")[0])
    if policy is None:
        raise place.fault(f"引用的政策不在库里（{sentence_id}）。请先收录这份政策，或改正编号。")
    try:
        sentence = policy.sentence(sentence_id)
    except NotFoundError:
        raise place.fault(f"《{policy.title}》中没有 {sentence_id} 这一句。政策可能已修订，请核对编号。") from None
    stored, origins = normalise(sentence.text)
    wanted, _ = normalise(quote)
    start = stored.find(wanted)
    if not wanted or start < 0:
        label = policy.clause(sentence.path).label
        raise place.fault(
            f"引文与《{policy.title}》{label}第 {sentence.n} 句的原文对不上。引文：“{quote}”；"
            f"原文：“{sentence.text}”。政策可能已修订，请核对数值与引文。"
        )
    verbatim = sentence.text[origins[start] : origins[start + len(wanted) - 1] + 1]
    return policy.cite(sentence_id, verbatim)


def prove_figure(place: Place, figure: Decimal, unit: str, citation: Citation) -> None:
    """Nothing, where the quote states the figure in its unit.

    Raises:
        DataError: The quote does not state it.
    """
    forms = _written_forms(figure, unit)
    stored, _ = normalise(citation.quote)
    if not any(re.search(rf"(?<![\d.]){re.escape(form)}", stored) for form in forms):
        wanted = "”或“".join(forms)
        raise place.fault(
            f"数值 {figure} 与{citation.label}的引文不一致：引文“{citation.quote}”里没有“{wanted}”。"
            "请改正数值，或按新的条文改正引文。"
        )


def prove_table(place: Place, table: Mapping[str, str], citation: Citation) -> None:
    """Nothing, where every word of the table stands in the quote.

    Raises:
        DataError: One does not.
    """
    for word in (*table, *table.values()):
        if word not in citation.quote:
            raise place.fault(f"“{word}”不在{citation.label}的引文“{citation.quote}”里，请核对。")


def _written_forms(figure: Decimal, unit: str) -> tuple[str, ...]:
    """How the policies write such a figure."""
    plain = f"{figure:f}"
    if unit == "%":
        return (f"{plain}%",)
    if unit == "个月":
        years, rest = divmod(figure, 12)
        by_year = ("半年",) if figure == 6 else (f"{years:f}年",) if not rest else ()
        return (*by_year, f"{plain}个月")
    return (f"{plain}{unit.partition('/')[0]}",)
