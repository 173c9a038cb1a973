"""The refusal curve over a handful of questions worked by hand."""

import pytest

from eval.calibration import curve
from eval.models import Item


def asked(*status: str) -> Item:
    return Item.model_validate({"id": "q", "audience": "worker", "question": "?", "status": status})


def test_the_curve_counts_both_kinds_of_refusal_at_each_threshold() -> None:
    points = curve(
        [
            (asked("not_covered", "declined"), 0.2),
            (asked("not_covered"), 0.6),
            (asked("answered"), 0.4),
            (asked("partial"), 1.0),
            (asked("notice"), 0.0),
            (asked("answered", "declined"), 0.0),
        ]
    )
    assert points[0] == {"threshold": 0.2, "refused_outside": 0.0, "refused_inside": 0.0, "precision": 1.0}
    middle = next(point for point in points if point["threshold"] == pytest.approx(0.5))
    assert middle == {"threshold": middle["threshold"], "refused_outside": 0.5, "refused_inside": 0.5, "precision": 0.5}
    assert points[-1]["threshold"] == pytest.approx(1.0)
    assert points[-1]["refused_outside"] == 1.0


def test_one_kind_of_question_alone_gives_no_curve() -> None:
    assert curve([(asked("answered"), 0.4)]) == []
