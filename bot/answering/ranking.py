"""How well an approved answer fits a question: one linear model over what is known of the two."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """What is known of a question and an approved answer. Nearnesses, scores and shares lie in [0, 1].

    `nearest` is the nearness of the answer's nearest form, `near` the mean over its three nearest; `found` the search
    score of the best sentence that it cites. `covered` is the share of the question's words that it speaks of, `asked`
    the share of what is asked that its forms ask too. `is_silence` tells that it names what the text is silent on,
    `is_idle_silence` how little that is asked about: 0, 1, or 1.5 where a yes or no is wanted.
    """

    nearest: float
    near: float
    found: float
    covered: float
    asked: float
    is_silence: float
    is_idle_silence: float


@dataclass(frozen=True, slots=True)
class RankModel:
    """Weights fitted by `python -m eval.benchmarks.ranking`, scaled so that the two nearnesses weigh 1 together.

    `is_silence` is below the fitted 0.022: the development questions ask for silences more often than people do.
    """

    nearest: float = 0.367
    near: float = 0.633
    found: float = 0.184
    covered: float = 0.314
    asked: float = 0.068
    is_silence: float = 0.015
    is_idle_silence: float = -0.064

    def __call__(self, fit: Fit) -> float:
        """The score; about the nearness of a good match where nothing speaks for or against it."""
        return (
            self.nearest * fit.nearest
            + self.near * fit.near
            + self.found * fit.found
            - self.covered * (1 - fit.covered)
            - self.asked * (1 - fit.asked)
            + self.is_silence * fit.is_silence
            + self.is_idle_silence * fit.is_idle_silence
        )
