"""A tokenizer and a graph, loaded and run by onnxruntime and tokenizers alone."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.retrieval.embedding.tokenization import PAD
from corpus.errors import ModelUnavailableError

BATCH_ROWS = 32
BATCH_TOKENS = 512
"""Rows times their longest: more than a core's cache holds the activations of, and each token takes longer."""
MAX_CHARACTERS = 16_384
"""More never reaches the first 512 tokens; without it a book would be tokenized to be thrown away."""


class Engine:
    """A loaded tokenizer and graph; any number of threads may use it at once."""

    def __init__(self, tokenizer: Path, model: Path, threads: int) -> None:
        """Reads both files.

        Raises:
            ModelUnavailableError: A file is damaged.
        """
        self._threads = threads
        # More runs at once than cores would take memory and give no speed.
        self._turns = threading.BoundedSemaphore(threads)
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
            self._session = onnxruntime.InferenceSession(str(model), _options(), providers=["CPUExecutionProvider"])
        except Exception:  # noqa: BLE001 - both libraries raise their own bare Exception for a damaged file
            raise ModelUnavailableError(
                "内置向量模型的文件已损坏，请重新装配：python -m bot.retrieval.embedding.assemble"
            ) from None

    def embed(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        """Unit vectors as (n, dimensions) float32, in the order of the texts; each is embedded behind the prefix."""
        tokens = [self._tokenize(prefix + text[:MAX_CHARACTERS]) for text in texts]
        vectors = np.empty((len(texts), int(self._session.get_outputs()[0].shape[1])), np.float32)
        held = list(batches([len(ids) for ids in tokens], -(-len(tokens) // self._threads)))
        for rows, result in zip(held, self._run_each([[tokens[row] for row in rows] for rows in held]), strict=True):
            vectors[rows] = result
        return vectors

    def _run_each(self, held: Sequence[list[list[int]]]) -> Iterator[NDArray[np.float32]]:
        """The unit vectors of each batch; several batches run beside each other, each on one thread."""
        if len(held) < 2 or self._threads < 2:
            yield from map(self._run, held)
            return
        with ThreadPoolExecutor(self._threads, "embedding") as pool:
            yield from pool.map(self._run, held)

    def _tokenize(self, text: str) -> list[int]:
        """The ids of any string; half a surrogate pair, which UTF-8 cannot hold, counts as an unknown character."""
        whole = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        ids: list[int] = self._tokenizer.encode(whole).ids
        return ids

    def _run(self, rows: list[list[int]]) -> NDArray[np.float32]:
        """The unit vectors of tokenized texts."""
        longest = max(len(ids) for ids in rows)
        tokens = np.full((len(rows), longest), PAD, np.int64)
        mask = np.zeros((len(rows), longest), np.int64)
        for row, ids in enumerate(rows):
            tokens[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        with self._turns:
            options = None if len(rows) == 1 else _batch_options()
            outputs = self._session.run(None, {"input_ids": tokens, "attention_mask": mask}, options)
        return np.asarray(outputs[0], dtype=np.float32)


def batches(lengths: Sequence[int], most: int = BATCH_ROWS) -> Iterator[list[int]]:
    """Row numbers in batches of at most so many, the longest first, so that rows of a batch need little padding."""
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    while order:
        size = max(1, min(most, BATCH_ROWS, BATCH_TOKENS // lengths[order[0]]))
        yield order[:size]
        order = order[size:]


def _batch_options() -> onnxruntime.RunOptions:
    """A batch hands its memory back: passages come once, and the arena would keep what two batches at once take."""
    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    # A question is too short to share among threads: one alone is as fast, and leaves the other cores to others.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The graph is written as it runs best; the fusions that onnxruntime would add make it slower (docs/adr/0003).
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # The arena holds what the largest batches need, 50 MB. Without it the heap of every thread that ever asked keeps
    # its own, and memory goes to 700 MB (docs/adr/0003).
    options.enable_cpu_mem_arena = True
    options.enable_mem_pattern = False  # patterns are kept for each shape, and every length is a shape
    return options
