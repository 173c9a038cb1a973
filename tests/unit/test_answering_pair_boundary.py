"""The side on which the words of a question lie."""

import numpy as np
import pytest

from bot.answering.pair_boundary import fit_pairs

_INSIDE = ["年薪制怎么搞", "能搞年薪制吗", "学徒补贴多少", "学徒补贴给谁", "补贴给企业吗"]
_OUTSIDE = ["年休假几天", "休假工资怎么算", "退休金多少", "退休金给谁发"]


def test_a_question_lies_with_those_that_share_its_pairs() -> None:
    boundary = fit_pairs(_INSIDE, _OUTSIDE)
    assert boundary.side("搞年薪制") > 0 > boundary.side("年休假怎么休")
    assert boundary.side("学徒补贴") > 0 > boundary.side("退休金")


def test_pairs_never_seen_say_nothing() -> None:
    assert fit_pairs(_INSIDE, _OUTSIDE).side("天气") == 0.0
    assert fit_pairs(_INSIDE, _OUTSIDE).side("") == 0.0


def test_the_side_with_more_forms_counts_no_more() -> None:
    once, doubled = fit_pairs(_INSIDE, _OUTSIDE), fit_pairs(_INSIDE * 2, _OUTSIDE)
    for text in (*_INSIDE, *_OUTSIDE):
        assert doubled.side(text) == pytest.approx(once.side(text), abs=0.1)


def test_without_one_of_the_sides_nothing_is_told() -> None:
    assert fit_pairs(_INSIDE, []).side("学徒补贴") == 0.0
    assert fit_pairs([], _OUTSIDE).side("退休金") == 0.0


def test_solution_is_that_of_the_normal_equations() -> None:
    pairs = ["甲乙", "乙丙", "丙丁"]
    held = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1]], dtype=float)
    table = held / np.sqrt(held.sum(axis=1, keepdims=True)) * np.sqrt([[0.75], [0.75], [1.5]])
    wanted = np.sqrt([0.75, 0.75, 1.5]) * [1, 1, -1]
    expected = np.linalg.solve(table.T @ table + 0.5 * np.eye(3), table.T @ wanted)
    weights = fit_pairs(["甲乙", "甲乙丙"], ["乙丙丁"]).weights
    assert [weights[pair] for pair in pairs] == pytest.approx(expected, abs=1e-3)
