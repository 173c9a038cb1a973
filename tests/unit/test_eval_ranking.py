"""Rankings: the order alone decides, and chunks count once."""

import pytest
from ir_measures import RR, R, Success, nDCG

from eval.models import Ranked, Ranking
from eval.ranking import by_unit, mean, run_of, score_by_query

MEASURES = (nDCG @ 10, RR @ 10, R @ 1, Success @ 1)


def test_gold_second_halves_the_reciprocal_rank() -> None:
    scores = score_by_query(MEASURES, {"a": {"x": 1}}, run_of({"a": ["y", "x"]}))["a"]
    assert scores == pytest.approx({"nDCG@10": 0.6309, "RR@10": 0.5, "R@1": 0.0, "Success@1": 0.0}, abs=1e-4)


def test_a_question_without_results_counts_as_zero() -> None:
    scores = score_by_query(MEASURES, {"a": {"x": 1}, "b": {"x": 1}}, run_of({"a": ["x"]}))
    assert mean(scores, ["a", "b"], "RR@10") == 0.5
    assert mean(score_by_query(MEASURES, {"a": {"x": 1}}, {}), ["a"], "RR@10") == 0.0


def ranking(*found: tuple[str, ...]) -> Ranking:
    units = tuple(Ranked(covers=covers, score=1.0) for covers in found)
    return Ranking(id="a", system="s", question="?", found=units)


def test_each_gold_sentence_of_a_clause_level_ranking_counts() -> None:
    qrels, run = by_unit([ranking(("x",), ("y",), ("z",))], {"a": frozenset({"y", "w"})})
    assert qrels == {"a": {"y": 1, "w": 1}}
    assert sorted(run["a"], key=lambda unit: -run["a"][unit]) == ["x", "y", "z"]


def test_a_chunk_with_two_gold_sentences_counts_once() -> None:
    qrels, run = by_unit([ranking(("x", "y"), ("z",))], {"a": frozenset({"x", "y"})})
    assert qrels == {"a": {"x|y": 1}}
    assert score_by_query((R @ 1,), qrels, run)["a"]["R@1"] == 1.0
