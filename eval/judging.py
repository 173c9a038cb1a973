"""One answer against what was expected of it."""

from pydantic import BaseModel, ConfigDict

from eval.claims import supporting_text
from eval.figures import shows
from eval.models import Item, Predicted

REFUSALS = frozenset({"not_covered", "declined"})


class Judgement(BaseModel):
    """Whether an answer is fully right, and if not, what is wrong with it."""

    model_config = ConfigDict(frozen=True)

    id: str
    system: str
    audience: str
    category: str
    split: str
    question: str
    expected_status: tuple[str, ...]
    status: str
    mode: str
    is_status_right: bool
    is_gold_first: bool | None
    is_gold_in_two: bool | None
    is_gold_in_three: bool | None
    missing: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    has_calculated: bool = True

    @property
    def is_right(self) -> bool:
        """Right status, gold among the first two citations, all that must be said, nothing that must not."""
        return (
            self.is_status_right
            and self.is_gold_in_two is not False
            and not self.missing
            and not self.forbidden
            and self.has_calculated
        )


def judge(predicted: Predicted, item: Item) -> Judgement:
    """The judgement; gold figures are None where no citation is asked for.

    Where a refusal is among the acceptable statuses and was given, there is nothing to cite or to show.
    """
    refused = predicted.status in REFUSALS and predicted.status in item.status
    gold = frozenset() if refused else item.gold_ids
    must = () if refused else item.must
    said = shown_text(predicted)
    return Judgement(
        id=item.id,
        system=predicted.system,
        audience=item.audience,
        category=item.category,
        split=item.split,
        question=item.question,
        expected_status=item.status,
        status=predicted.status,
        mode=predicted.mode,
        is_status_right=predicted.status in item.status,
        is_gold_first=_is_cited(predicted, gold, 1),
        is_gold_in_two=_is_cited(predicted, gold, 2),
        is_gold_in_three=_is_cited(predicted, gold, 3),
        missing=tuple(term for term in must if not shows(said, term)),
        forbidden=tuple(term for term in item.must_not if shows(said, term)),
        has_calculated=not item.calculation or predicted.calculation is not None or predicted.mode == "calculation",
    )


def shown_text(predicted: Predicted) -> str:
    """All that a reader sees of the answer: text, citations and calculation."""
    labels = "\n".join(cited.label for cited in predicted.cited)
    return f"{predicted.text}\n{labels}\n{supporting_text(predicted)}"


def _is_cited(predicted: Predicted, gold: frozenset[str], first: int) -> bool | None:
    if not gold:
        return None
    return any(sentence in gold for cited in predicted.cited[:first] for sentence in cited.covers)
