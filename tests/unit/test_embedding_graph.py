"""The graph against a plain numpy encoder written from the description of BERT, on a small random model."""

import math
import struct

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from bot.retrieval.embedding.graph import Graph, Recipe, build_graph
from bot.retrieval.embedding.source import Weights

HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 64, 2, 2, 128, 40, 16
Array = NDArray[np.float32]


def _tensors() -> dict[str, tuple[int, int] | int]:
    tensors: dict[str, tuple[int, int] | int] = {"emb.word": (VOCABULARY, HIDDEN)}
    tensors |= {"emb.pos": POSITIONS * HIDDEN, "emb.type": 2 * HIDDEN, "emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    for layer in (f"l{number}." for number in range(LAYERS)):
        for part in ("q", "k", "v", "ao"):
            tensors |= {f"{layer}{part}.w": (HIDDEN, HIDDEN), f"{layer}{part}.b": HIDDEN}
        tensors |= {f"{layer}fi.w": (INNER, HIDDEN), f"{layer}fi.b": INNER}
        tensors |= {f"{layer}fo.w": (HIDDEN, INNER), f"{layer}fo.b": HIDDEN}
        tensors |= {f"{layer}{norm}.{end}": HIDDEN for norm in ("aln", "oln") for end in "wb"}
    return tensors


def _content(shape: tuple[int, int] | int, random: np.random.Generator) -> tuple[int, int, bytes]:
    if isinstance(shape, int):
        return 0, shape, random.normal(0.3, 0.5, shape).astype("<f4").tobytes()
    blocks = np.zeros(shape[0] * shape[1] // 32, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    blocks["scale"] = random.uniform(0.01, 0.05, len(blocks))
    blocks["nibbles"] = random.integers(0, 256, (len(blocks), 16))
    return 1, shape[0] * shape[1], blocks.tobytes()


@pytest.fixture(scope="module")
def weights() -> Weights:
    random = np.random.default_rng(7)
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", 1, 0, 2, 1, 3, 1) + struct.pack("<2If", 0, 1, 0.0) + b"a" + struct.pack("<iI", 0, 0)
    contents = {name: _content(shape, random) for name, shape in _tensors().items()}
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in contents)
    directory, data = struct.pack("<i", len(contents)), b""
    for name, (kind, elements, values) in contents.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, elements, at + len(data), len(values))
        data += values
    return Weights(head + directory + data)


def _reference(weights: Weights, ids: list[int]) -> Array:
    """One text without padding, as the paper has it: no fusion, no batch."""

    def norm(x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(scaled * weights.vector(name + ".w") + weights.vector(name + ".b"), np.float32)

    def linear(x: Array, name: str) -> Array:
        return np.asarray(x @ weights.matrix(name + ".w").dequantised().T + weights.vector(name + ".b"), np.float32)

    positions = weights.vector("emb.pos").reshape(-1, HIDDEN)[: len(ids)]
    x = weights.matrix("emb.word").dequantised()[ids] + positions + weights.vector("emb.type")[:HIDDEN]
    x = norm(x, "emb.ln")
    width = HIDDEN // HEADS
    for layer in (f"l{number}." for number in range(LAYERS)):
        query, key, value = (linear(x, layer + part) for part in "qkv")
        heads = []
        for start in range(0, HIDDEN, width):
            part = slice(start, start + width)
            scores = np.exp(query[:, part] @ key[:, part].T / math.sqrt(width))
            heads.append(scores / scores.sum(-1, keepdims=True) @ value[:, part])
        x = norm(x + linear(np.concatenate(heads, 1), layer + "ao"), layer + "aln")
        inner = linear(x, layer + "fi")
        inner = np.asarray(0.5 * inner * (1 + np.vectorize(math.erf)(inner / math.sqrt(2))), np.float32)
        x = norm(x + linear(inner, layer + "fo"), layer + "oln")
    mean = x.mean(0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def _run(graph: Graph, rows: list[list[int]]) -> Array:
    session = onnxruntime.InferenceSession(graph.model.SerializeToString(), providers=["CPUExecutionProvider"])
    longest = max(len(ids) for ids in rows)
    tokens = np.array([ids + [1] * (longest - len(ids)) for ids in rows], np.int64)
    mask = np.array([[1] * len(ids) + [0] * (longest - len(ids)) for ids in rows], np.int64)
    return np.asarray(session.run(None, {"input_ids": tokens, "attention_mask": mask})[0], np.float32)


ROWS = [[0, 5, 9, 30, 2], [0, 2], [0, 39, 7, 7, 7, 12, 18, 2]]


def test_the_float_graph_is_the_encoder(weights: Weights) -> None:
    vectors = _run(build_graph(weights, Recipe(precision="float32")), ROWS)
    expected = np.array([_reference(weights, ids) for ids in ROWS])
    np.testing.assert_allclose(vectors, expected, atol=2e-5)


def test_padding_changes_nothing(weights: Weights) -> None:
    graph = build_graph(weights, Recipe(precision="float32"))
    together = _run(graph, ROWS)
    alone = np.concatenate([_run(graph, [ids]) for ids in ROWS])
    np.testing.assert_allclose(together, alone, atol=2e-5)


def test_int8_stays_close_and_of_unit_length(weights: Weights) -> None:
    vectors = _run(build_graph(weights, Recipe()), ROWS)
    expected = np.array([_reference(weights, ids) for ids in ROWS])
    assert (vectors * expected).sum(1).min() > 0.99
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_cut_vocabulary_gives_the_same_vectors_under_its_new_ids(weights: Weights) -> None:
    kept = [0, 1, 2, 5, 9, 30]
    cut = _run(build_graph(weights, Recipe(kept)), [[0, 3, 4, 5, 2]])
    whole = _run(build_graph(weights, Recipe()), [[0, 5, 9, 30, 2]])
    np.testing.assert_allclose(cut, whole, atol=1e-6)


def test_easing_by_powers_of_two_leaves_the_product_as_it_was(weights: Weights) -> None:
    ease = {"l0.fo": np.exp2(np.arange(INNER) % 3).astype(np.float32)}
    eased = _run(build_graph(weights, Recipe(ease=ease)), ROWS)
    expected = np.array([_reference(weights, ids) for ids in ROWS])
    assert (eased * expected).sum(1).min() > 0.98


def test_every_product_is_named(weights: Weights) -> None:
    inputs = build_graph(weights, Recipe()).product_inputs
    assert set(inputs) == {f"l{layer}.{part}" for layer in range(LAYERS) for part in ("qkv", "ao", "fi", "fo")}
