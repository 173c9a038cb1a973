import math
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.retrieval.lexical import K1, B, LexicalIndex

TEXTS = ["学徒培训补贴", "职工教育经费", "培训"]


def order(query: str, texts: list[str] = TEXTS) -> list[int]:
    scores, _ = LexicalIndex(texts).scores(query)
    return sorted(range(len(texts)), key=lambda place: -scores[place])


def test_the_text_that_shares_the_pair_comes_first() -> None:
    assert order("学徒有补贴吗")[0] == 0
    assert order("教育")[0] == 1
    assert order("培训")[0] == 2  # both hold it, and this one holds nothing else


def test_a_score_is_bm25_worked_by_hand() -> None:
    # Terms of "培训": 培, 训, 培训. Lengths in terms: 6+5, 6+5, 2+1; mean 25/3. 培训 stands in two of three texts.
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    norm = K1 * (1 - B + B * 3 / (25 / 3))
    scores, ceiling = LexicalIndex(TEXTS).scores("培训")
    assert scores[2] == pytest.approx(3 * idf * (K1 + 1) / (1 + norm), rel=1e-5)
    assert scores[1] == 0
    assert ceiling == pytest.approx(3 * idf * (K1 + 1), rel=1e-5)


def test_no_text_exceeds_the_ceiling() -> None:
    scores, ceiling = LexicalIndex(["补贴" * 50, "补贴"]).scores("补贴补贴")
    assert 0 < scores.max() <= ceiling


def test_width_and_case_do_not_matter() -> None:
    assert order("ＧＤＰ１２", ["国内生产总值", "gdp 12%"])[0] == 1


def test_pairs_do_not_reach_across_punctuation_or_texts() -> None:
    index = LexicalIndex(["甲，乙", "甲乙", "乙", "甲"])
    scores, _ = index.scores("甲乙")
    assert scores[1] > scores[0] > 0
    assert LexicalIndex(["丙", "丁"]).scores("丙丁")[0][0] > 0


@pytest.mark.parametrize("query", ["", "   ", "，。！", "\ud800", "\ufdfa" * 2000, "🙂", "\0"])
def test_odd_questions_score_nothing_and_raise_nothing(query: str) -> None:
    scores, _ = LexicalIndex(TEXTS).scores(query)
    assert scores.tolist() == [0, 0, 0]


def test_an_empty_index_answers() -> None:
    scores, ceiling = LexicalIndex([]).scores("培训")
    assert (len(scores), ceiling) == (0, 0.0)


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), max_size=6), st.text(max_size=20))
def test_any_texts_and_any_question(texts: list[str], query: str) -> None:
    scores, ceiling = LexicalIndex(texts).scores(query)
    assert len(scores) == len(texts)
    assert all(0 <= score <= ceiling * (1 + 1e-4) + 1e-6 for score in scores.tolist())


@settings(deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x4E20), min_size=2, max_size=8))
def test_a_text_is_found_by_itself(text: str) -> None:
    scores, _ = LexicalIndex(["无关内容", text, chr(sys.maxunicode)]).scores(text)
    assert scores[1] > 0
