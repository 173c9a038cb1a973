"""Assembles the default model once, outside the repository: `python -m bot.retrieval.embedding.assemble`.

The result is a sentence-transformers folder with the whole vocabulary in float32, and beside it what runs by default:
the int8 ONNX graph and a tokenizer, both cut to what Chinese text uses.
"""

import json
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from tokenizers import Tokenizer

from bot.retrieval.embedding import folder as place
from bot.retrieval.embedding.calibration import ease_products
from bot.retrieval.embedding.checkpoint import Json, descriptions, write_tensors
from bot.retrieval.embedding.graph import Recipe, build_graph
from bot.retrieval.embedding.source import Weights, read_source, source_path
from bot.retrieval.embedding.tokenization import kept_pieces, make_tokenizer
from bot.settings import read_settings
from corpus.errors import ModelUnavailableError, PolicyAssistantError

OnProgress = Callable[[str, int, int], None]
"""Called with the name of the file at work, how many files are done, and how many there are."""

Writer = Callable[[Path], None]


def assemble(target: Path, on_progress: OnProgress | None = None) -> Path:
    """The folder, complete and checked by sums; files that are there and whole are kept.

    Safe to run twice at once and to run again after a kill.

    Raises:
        ModelUnavailableError: The weights are missing or damaged, or the folder cannot be written.
    """
    with place.locked(target):
        try:
            _write_missing(target, on_progress)
        except OSError:
            raise ModelUnavailableError(
                "装配向量模型时写盘失败，请确认有约 600 MB 空间，或用 POLICY_MODEL_DIR 指定另一个目录。"
            ) from None
    return target


def _write_missing(target: Path, on_progress: OnProgress | None) -> None:
    writer = place.FolderWriter(target)
    if writer.is_finished:
        return
    files = _writers(read_source(source_path()))
    for done, (name, write) in enumerate(files.items()):
        if on_progress:
            on_progress(name, done, len(files))
        if not writer.has(name):
            writer.write(name, write)
    writer.finish()
    if on_progress:
        on_progress("", len(files), len(files))


def _writers(weights: Weights) -> dict[str, Writer]:
    """What writes each file; nothing is computed before it is called."""
    cut = _Cut(weights)
    return {
        place.ONNX_TOKENIZER: cut.write_tokenizer,
        place.ONNX_MODEL: cut.write_graph,
        "tokenizer.json": lambda path: make_tokenizer(weights.pieces, weights.scores).save(str(path), pretty=False),
        "model.safetensors": lambda path: write_tensors(weights, path),
        **{name: _json_writer(content) for name, content in descriptions(weights).items()},
    }


class _Cut:
    """The files that run by default, with the vocabulary cut."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    @cached_property
    def _kept(self) -> list[int]:
        return kept_pieces(self._weights.pieces, self._weights.scores)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        pieces = [self._weights.pieces[number] for number in self._kept]
        scores = [self._weights.scores[number] for number in self._kept]
        return make_tokenizer(pieces, scores)

    def write_tokenizer(self, path: Path) -> None:
        self._tokenizer.save(str(path), pretty=False)

    def write_graph(self, path: Path) -> None:
        recipe = Recipe(self._kept, "int8", ease_products(self._weights, self._kept, self._tokenizer))
        path.write_bytes(build_graph(self._weights, recipe).model.SerializeToString(deterministic=True))


def _json_writer(content: Json) -> Writer:
    def write(path: Path) -> None:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2), "utf-8")

    return write


def assemble_with_bar(target: Path) -> Path:
    """`assemble`, with a progress bar on stderr."""
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("装配向量模型", total=None)
        return assemble(target, lambda _name, done, total: bar.update(task, completed=done, total=total))


def main() -> int:
    """Assembles the default model where the settings say; 0, or 1 with the reason on stderr."""
    try:
        target = assemble_with_bar(place.model_folder(read_settings().model_dir))
    except PolicyAssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"向量模型已就绪：{target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
