"""The statute benchmark over three articles."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import DataError
from eval.run import _silent as silent
from eval.statutes import build_snapshot, rank_statutes, read_statutes


class Characters:
    """Unit vectors of a few telling characters; counts the texts that it embedded."""

    fingerprint = "characters"
    dimensions = 3

    def __init__(self) -> None:
        self.embedded = 0

    def embed_query(self, text: str) -> list[float]:
        vector = np.array([1e-3 + text.count(character) for character in "薪假伤"])
        return [float(value) for value in vector / np.linalg.norm(vector)]

    def embed_matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        return np.array([self.embed_query(text) for text in texts], dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = [("A1", "工资应当支付，薪不得拖欠"), ("A2", "职工享受年休假"), ("A3", "工伤职工享受待遇")]
    corpus = [{"id": name, "title": "某法", "text": text} for name, text in articles]
    (tmp_path / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in corpus), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text(
        '{"id": "1", "text": "年休假几天"}\n{"id": "2", "text": "?"}', encoding="utf-8"
    )
    (tmp_path / "qrels.tsv").write_text("query\tdoc\tscore\n1\tA2\t1\n", encoding="utf-8")
    return tmp_path


def test_each_method_ranks_the_article_that_answers_first(folder: Path) -> None:
    statutes = read_statutes(folder)
    assert statutes.queries == {"1": "年休假几天"}
    model = Characters()
    snapshot = build_snapshot(statutes, model, folder / "cache", silent)
    ranked = rank_statutes(snapshot, model, statutes.queries)
    assert {method: order["1"][0] for method, order in ranked.items()} == dict.fromkeys(
        ("lexical", "dense", "fused"), "A2"
    )


def test_vectors_are_made_once(folder: Path) -> None:
    model = Characters()
    for _ in range(2):
        build_snapshot(read_statutes(folder), model, folder / "cache", silent)
    assert model.embedded == 3


def test_a_folder_of_another_form_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"qrels\.tsv"):
        read_statutes(tmp_path)
