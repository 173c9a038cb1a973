"""The weights as a sentence-transformers folder: the descriptions in JSON and the tensors in safetensors."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bot.retrieval.embedding.source import Blocks, Floats, Weights
from bot.retrieval.embedding.tokenization import BEGIN, END, MAX_TOKENS, PAD

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_ROWS_AT_ONCE = 16_384

Json = dict[str, object] | list[dict[str, object]]


def descriptions(weights: Weights) -> dict[str, Json]:
    """The JSON files of the folder by name: encoder, tokenizer, then mean pooling, unit length and prompts."""
    dimensions = weights.shape.hidden
    steps = [("0", "", "Transformer"), ("1", "1_Pooling", "Pooling"), ("2", "2_Normalize", "Normalize")]
    return {
        "config.json": _encoder_config(weights),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
        "sentence_bert_config.json": {
            "max_seq_length": MAX_TOKENS,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},  # the file has no pooler; without this one is made up
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {"word_embedding_dimension": dimensions, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "modules.json": [
            {"idx": int(number), "name": number, "path": path, "type": f"sentence_transformers.models.{kind}"}
            for number, path, kind in steps
        ],
    }


def _encoder_config(weights: Weights) -> Json:
    shape = weights.shape
    return {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "hidden_act": "gelu",
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": 1e-12,
        "bos_token_id": BEGIN,
        "eos_token_id": END,
        "pad_token_id": PAD,
        "torch_dtype": "float32",
    }


def write_tensors(weights: Weights, path: Path) -> None:
    """Writes every weight as float32 in safetensors form.

    Row by row and not through the safetensors library, which would need all 470 MB in memory at once.
    """
    names = _tensor_names(weights.shape.layers)
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    start = 0
    for source, name in names.items():
        shape = _shape(weights, source)
        end = start + 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [start, end]}
        start = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        for source in names:
            for part in _values(weights, source):
                file.write(part.astype("<f4", copy=False).tobytes())


def _tensor_names(layers: int) -> dict[str, str]:
    """The model's name of each tensor by its name in the data file."""
    names = dict(_EMBEDDINGS)
    for layer in range(layers):
        for short, full in _LAYER_PARTS.items():
            for end, kind in (("w", "weight"), ("b", "bias")):
                names[f"l{layer}.{short}.{end}"] = f"encoder.layer.{layer}.{full}.{kind}"
    return names


def _shape(weights: Weights, source: str) -> list[int]:
    if weights.is_matrix(source):
        return list(weights.matrix_shape(source))
    length = len(weights.vector(source))
    hidden = weights.shape.hidden
    return [length // hidden, hidden] if source in ("emb.pos", "emb.type") else [length]


def _values(weights: Weights, source: str) -> Iterator[Floats]:
    if not weights.is_matrix(source):
        yield weights.vector(source)
        return
    rows, _columns = weights.matrix_shape(source)
    for start in range(0, rows, _ROWS_AT_ONCE):
        blocks: Blocks = weights.matrix(source, slice(start, start + _ROWS_AT_ONCE))
        yield blocks.dequantised()
