"""Fits the model that tells which answer a follow-up means, on the turns of the development conversations.

`python -m eval.benchmarks.following` asks every conversation and takes down what is known of each answer near a
follow-up. It prints the weights for `bot.answering.following.FollowUpModel` and writes `eval/results/following.md`: how
often the first answer is right (rests on a gold sentence and has an expected status) by what fits the completed
question best, by the model (ten-fold over the conversations), and by the weights in use. Test conversations are not
read.
"""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field, fields
from unittest.mock import patch

import numpy as np
import structlog
from rich.console import Console

import bot.answering.choosing
from bot.answering.following import Both, FollowUpFit, FollowUpModel
from bot.answering.matching import Match
from bot.settings import read_settings
from eval.benchmarks.answer_bench import Flags, Matrix
from eval.benchmarks.choosing import Choices, Descent, fit_choice, share_right, write_shares
from eval.models import Item
from eval.questions import read_dialogues
from eval.systems.opening import PRODUCT, make_opener
from eval.texts import read_texts

_NAMES = tuple(one.name for one in fields(FollowUpFit))
_DESCENT = Descent(steps=3000, rate=3.0, ridge=3e-3)
_NONE = -1e3
"""What stands for an answer that is not there: below any feature and any score."""
_FOLDS = 10


@dataclass
class _Recorder:
    """Takes down what every answer near a follow-up is scored by."""

    model: FollowUpModel = field(default_factory=FollowUpModel)
    fits: list[FollowUpFit] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)

    def score(self, fit: FollowUpFit) -> float:
        """The score in use."""
        self.fits.append(fit)
        return self.model(fit)

    def meant(self, both: Sequence[Both], _best: Match, score: Callable[[Both], float]) -> None:
        """Score every answer and let the best one stand: the conversation goes on as without this model."""
        if not both:  # the reading as it was said has none, and comes last
            return
        self.fits.clear()
        self.matches[:] = [one.match for one in both]
        for one in both:
            score(one)


@dataclass(frozen=True)
class _Turns:
    """(turns, answers, features), (turns, answers) of which are right, score of the completed question, dialogues."""

    features: Matrix
    right: Flags
    completed: Matrix
    dialogue: Matrix


def main() -> None:
    """Ask, fit, print, write."""
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    turns = _asked()
    rows = {
        "the completed question": share_right(turns.completed, turns.right),
        "model, ten-fold": share_right(_folded(turns), turns.right),
        "weights in use": share_right(turns.features @ np.array(astuple(FollowUpModel())), turns.right),
    }
    weights = _fit(turns.features, turns.right)
    Console().print({name: round(float(weight), 3) for name, weight in zip(_NAMES, weights, strict=True)})
    Console().print(rows)
    asked = f"{len(turns.right)} follow-ups that some approved answer near them settles."
    head = f"# The answer that a follow-up means\n\n{asked}"
    write_shares("following", head, ("first by", "right"), rows)


def _asked() -> _Turns:
    recorder = _Recorder()
    choosing = bot.answering.choosing
    read: list[tuple[Matrix, Flags, Matrix, int]] = []
    with (
        patch.object(choosing, "FollowUpModel", lambda: recorder.score),
        patch.object(choosing, "meant", recorder.meant),
        make_opener(read_settings(), read_texts())(PRODUCT) as system,
    ):
        for number, dialogue in enumerate(one for one in read_dialogues() if one.split == "dev"):
            conversation: str | None = None
            for turn in dialogue.turns:
                recorder.matches.clear()
                conversation = system.ask(turn.question, turn.audience, conversation).conversation_id
                if recorder.matches and turn.gold:
                    read.append((*_judged(recorder, turn), number))
    kept = [row for row in read if row[1].any()]
    most = max(len(row[1]) for row in kept)
    return _Turns(
        np.array([_padded(row[0], most, _NONE) for row in kept]),
        np.array([_padded(row[1], most, 0) for row in kept]) > 0,
        np.array([_padded(row[2], most, _NONE) for row in kept]),
        np.array([row[3] for row in kept]),
    )


def _judged(recorder: _Recorder, turn: Item) -> tuple[Matrix, Flags, Matrix]:
    features = np.array([astuple(fit) for fit in recorder.fits])
    statuses = [
        "partial" if fit.silent else match.answer.status
        for fit, match in zip(recorder.fits, recorder.matches, strict=True)
    ]
    right = [
        status in turn.status and match.answer.citations[0].id in turn.gold_ids
        for status, match in zip(statuses, recorder.matches, strict=True)
    ]
    return features, np.array(right), np.array([match.score for match in recorder.matches])


def _padded(rows: Matrix | Flags, most: int, filler: float) -> Matrix:
    """The rows filled up with such as are never right and never first."""
    missing = [(0, most - len(rows)), *[(0, 0)] * (rows.ndim - 1)]
    padded: Matrix = np.pad(rows.astype(np.float64), missing, constant_values=filler)
    return padded


def _folded(turns: _Turns) -> Matrix:
    """Scores of the turns, each by weights fitted without the conversations of its fold."""
    scores = np.zeros(turns.right.shape)
    for number in range(_FOLDS):
        held_out = turns.dialogue % _FOLDS == number
        scores[held_out] = turns.features[held_out] @ _fit(turns.features[~held_out], turns.right[~held_out])
    return scores


def _fit(features: Matrix, right: Flags) -> Matrix:
    """Weights for the features as they are; the ridge holds those of one spread back as much as those of another."""
    held = features[:, :, 0] > _NONE
    deviation = features[held].std(axis=0) + 1e-9
    scaled = np.where(held[:, :, None], features / deviation, 0)
    share = np.full(len(right), 1 / len(right))
    weights = fit_choice(Choices(scaled, right, held), share, np.zeros(len(_NAMES)), _DESCENT)
    return np.asarray(weights / deviation, dtype=np.float64)


if __name__ == "__main__":
    main()
