"""The questions on national statutes (`law_questions.jsonl`), and when an answer to one is right."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.answering.models import Status
from corpus.errors import DataError
from eval.figures import shows
from eval.judging import REFUSALS, shown_text
from eval.models import Item, Predicted, Split
from eval.questions import DATASETS

FILE = "law_questions.jsonl"


class LawItem(BaseModel):
    """A question with the articles that settle it (`{policy id}/{article}`), any of which will do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    split: Split
    question: str
    status: tuple[Status, ...]
    gold: tuple[str, ...] = ()
    must: tuple[str, ...] = ()

    def as_item(self) -> Item:
        """The question as it is put to a system."""
        return Item(id=self.id, audience="worker", split=self.split, question=self.question, status=self.status)


def read_law_questions(folder: Path = DATASETS) -> list[LawItem]:
    """The questions, in file order.

    Raises:
        DataError: The file is missing or a row is not well formed.
    """
    try:
        lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
        return [LawItem.model_validate(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, ValidationError):
        raise DataError(f"读不到题集 {FILE}，或者其中有一行格式不对。") from None


def judge_law(predicted: Predicted, item: LawItem) -> bool:
    """Whether the status is right, a settling article is among the first two citations, and all is said."""
    if predicted.status not in item.status:
        return False
    if predicted.status in REFUSALS:
        return True
    cited = {_article(sentence) for cited in predicted.cited[:2] for sentence in cited.covers}
    is_gold = not item.gold or bool(cited & set(item.gold))
    return is_gold and all(shows(shown_text(predicted), term) for term in item.must)


def _article(sentence_id: str) -> str:
    """`law/14` for `law/14.2#1`."""
    policy, _, place = sentence_id.rpartition("/")
    return f"{policy}/{place.split('#')[0].split('.')[0]}"
