import numpy as np

from bot.retrieval.fusion import Evidence, fuse


def evidence(cosines: list[float], lexical: list[float], *, ceiling: float = 10.0, vectors: bool = True) -> Evidence:
    has_vector = np.full(len(cosines), vectors)
    return Evidence(
        np.array(cosines, dtype=np.float32), has_vector, np.array(lexical, dtype=np.float32), ceiling, mean_cosine=0.75
    )


def test_better_in_both_is_better() -> None:
    scores = fuse(evidence([0.9, 0.8], [5.0, 2.0]))
    assert scores[0] > scores[1]


def test_words_decide_between_equal_meanings_and_meaning_between_equal_words() -> None:
    assert np.argmax(fuse(evidence([0.85, 0.85], [1.0, 4.0]))) == 1
    assert np.argmax(fuse(evidence([0.85, 0.88], [4.0, 4.0]))) == 1


def test_scores_stay_between_zero_and_one() -> None:
    scores = fuse(evidence([-1.0, 0.2, 1.0, 1.0], [0.0, 0.0, 10.0, 12.0]))
    assert scores.min() >= 0
    assert scores.max() <= 1
    assert scores[2] == 1


def test_without_vectors_the_words_alone_rank() -> None:
    scores = fuse(evidence([0.0, 0.0], [2.0, 6.0], vectors=False))
    assert scores[1] > scores[0] > 0


def test_no_words_at_all_is_no_fault() -> None:
    assert fuse(evidence([0.9], [0.0], ceiling=0.0))[0] > 0
