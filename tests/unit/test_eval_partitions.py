import pytest

from eval.partitions import agreement


def test_figures_worked_by_hand() -> None:
    # a a b | b c  →  pairs found: 3 + 1, of which right: (a, a); pairs that belong together: (a, a), (b, b)
    found = agreement([1, 1, 1, 2, 2], ["a", "a", "b", "b", "c"])
    assert (found.groups, found.matters) == (2, 3)
    assert (found.pair_precision, found.pair_recall) == (1 / 4, 1 / 2)
    assert found.pair_f == pytest.approx(1 / 3)
    # precision of each: 2/3, 2/3, 1/3, 1/2, 1/2; recall of each: 1, 1, 1/2, 1/2, 1
    assert found.b3_precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2) / 5)
    assert found.b3_recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2 + 1) / 5)


def test_the_same_groups_by_other_names_agree_fully() -> None:
    found = agreement(["x", "y", "x"], [1, 2, 1])
    assert (found.pair_f, found.b3) == (1, 1)


def test_nothing_put_together_is_right_and_finds_nothing() -> None:
    found = agreement([1, 2, 3], ["a", "a", "a"])
    assert (found.pair_precision, found.pair_recall, found.pair_f) == (1, 0, 0)
