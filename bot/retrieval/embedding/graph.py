"""The encoder as an ONNX graph, written node by node from the weights, without torch.

Plain operators, but for a product with int8 weights by output channel and activations quantised on the fly, and a
look-up in the 4-bit embedding table. onnxruntime's fused attention, skip with layer norm and GELU with bias were
measured and are slower on a CPU than the plain operators that they stand for (docs/adr/0003).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot.retrieval.embedding.source import BLOCK, Blocks, Floats, Weights

Precision = Literal["float32", "int8"]

_FUSED = "com.microsoft"
_OPSET, _FUSED_OPSET, _IR_VERSION = 21, 1, 10
_HIDDEN_SCORE = -10_000.0
"""Added to the attention scores of padding: its share after the softmax is 0."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a graph is made of the weights.

    Attributes:
        kept: The ids of the pieces whose embeddings stay, in the order of their new ids; None keeps all.
        precision: Of the products. The embedding table keeps its exact 4 bits with int8, and is float32 otherwise.
        ease: By product (`l3.fo`), what its weights are multiplied by and its input divided by, channel by channel.
            The product stays the same, and an input without outliers loses less when it is quantised.
    """

    kept: Sequence[int] | None = None
    precision: Precision = "int8"
    ease: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Graph:
    """A model, and the name of the value that goes into each product (`l3.qkv`, `l3.ao`, `l3.fi`, `l3.fo`)."""

    model: onnx.ModelProto
    product_inputs: dict[str, str]


def build_graph(weights: Weights, recipe: Recipe) -> Graph:
    """A model from `input_ids` and `attention_mask`, both (batch, tokens) int64, to `embedding`, unit float32 rows."""
    return _Encoder(weights, recipe).build()


def product_matrix(weights: Weights, product: str) -> Floats:
    """The weights of a product as (outputs, inputs); query, key and value of a layer are one product."""
    layer, part = product.split(".")
    parts = "qkv" if part == "qkv" else (part,)
    return np.concatenate([weights.matrix(f"{layer}.{name}.w").dequantised() for name in parts])


class _Canvas:
    """Nodes and constants, named as they come."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        return self.split(operator, 1, *inputs, domain=domain, **attributes)[0]

    def split(self, operator: str, outputs: int, *inputs: str, domain: str = "", **attributes: object) -> list[str]:
        names = [f"{operator}{len(self.nodes)}.{number}" for number in range(outputs)]
        node = helper.make_node(operator, inputs, names, domain=domain)
        node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
        self.nodes.append(node)
        return names

    def constant(self, values: NDArray[np.generic] | list[int] | float) -> str:
        array = np.asarray(values, np.float32) if isinstance(values, float) else np.asarray(values)
        return self._keep(numpy_helper.from_array(np.ascontiguousarray(array)))

    def constant_4bit(self, nibbles: NDArray[np.uint8]) -> str:
        signed = nibbles ^ 8  # nibble - 8 in two's complement of 4 bits
        tensor = TensorProto(data_type=TensorProto.INT4, dims=nibbles.shape)
        tensor.raw_data = (signed[:, 0::2] | (signed[:, 1::2] << 4)).tobytes()
        return self._keep(tensor)

    def _keep(self, tensor: onnx.TensorProto) -> str:
        tensor.name = f"weight{len(self.constants)}"
        self.constants.append(tensor)
        return str(tensor.name)


class _Encoder:
    def __init__(self, weights: Weights, recipe: Recipe) -> None:
        self._weights = weights
        self._shape = weights.shape
        self._recipe = recipe
        self._canvas = _Canvas()
        self._product_inputs: dict[str, str] = {}

    def build(self) -> Graph:
        canvas = self._canvas
        mask = canvas.node("Cast", "attention_mask", to=TensorProto.FLOAT)
        hidden = self._hide_padding(mask)
        state = self._embed()
        for number in range(self._shape.layers):
            state = self._encode(f"l{number}", state, hidden)
        self._pool(state, mask)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
            for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", self._shape.hidden])
        graph = helper.make_graph(canvas.nodes, "encoder", inputs, [output], canvas.constants)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, _FUSED_OPSET)]
        return Graph(helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION), self._product_inputs)

    def _hide_padding(self, mask: str) -> str:
        """What is added to attention scores, (batch, 1, 1, tokens): 0, or far below for padding."""
        node, constant = self._canvas.node, self._canvas.constant
        padding = node("Sub", constant(1.0), mask)
        return node("Unsqueeze", node("Mul", padding, constant(_HIDDEN_SCORE)), constant([1, 2]))

    def _embed(self) -> str:
        node, constant = self._canvas.node, self._canvas.constant
        kept = self._recipe.kept
        rows = None if kept is None else np.asarray(kept, dtype=np.int64)
        words = self._look_up(self._weights.matrix("emb.word", rows))
        # Only token type 0 is ever used, so its vector is part of every position's.
        size = self._shape.hidden
        positions = self._weights.vector("emb.pos").reshape(-1, size) + self._weights.vector("emb.type")[:size]
        zero = constant([0])
        places = node("Slice", constant(positions), zero, node("Shape", "input_ids", start=1, end=2), zero)
        return self._normalise(node("Add", words, places), "emb.ln")

    def _look_up(self, table: Blocks) -> str:
        node, constant = self._canvas.node, self._canvas.constant
        if self._recipe.precision == "float32":
            return node("Gather", constant(table.dequantised()), "input_ids")
        inputs = [self._canvas.constant_4bit(table.nibbles), "input_ids", constant(table.scales)]
        return node("GatherBlockQuantized", *inputs, domain=_FUSED, block_size=BLOCK, gather_axis=0, quantize_axis=1)

    def _encode(self, layer: str, state: str, hidden: str) -> str:
        """One layer: attention, then the feed-forward, each added to what came in and normalised."""
        node = self._canvas.node
        attended = self._attend(self._product(layer + ".qkv", state), hidden)
        state = self._normalise(node("Add", state, self._product(layer + ".ao", attended)), layer + ".aln")
        inner = node("Gelu", self._product(layer + ".fi", state))
        return self._normalise(node("Add", state, self._product(layer + ".fo", inner)), layer + ".oln")

    def _attend(self, joined: str, hidden: str) -> str:
        """Attention over (batch, tokens, 3 x hidden), in which query, key and value lie side by side."""
        node, constant = self._canvas.node, self._canvas.constant
        heads = self._shape.heads
        width = self._shape.hidden // heads
        parts = node("Reshape", joined, constant([0, 0, 3, heads, width]))
        parts = node("Transpose", parts, perm=[2, 0, 3, 1, 4])
        query, key, value = (
            node("Squeeze", part, constant([0]))
            for part in self._canvas.split("Split", 3, parts, axis=0, num_outputs=3)
        )
        scores = node("FusedMatMul", query, key, domain=_FUSED, transB=1, alpha=float(width**-0.5))
        shares = node("Softmax", node("Add", scores, hidden), axis=-1)
        attended = node("Transpose", node("MatMul", shares, value), perm=[0, 2, 1, 3])
        return node("Reshape", attended, constant([0, 0, self._shape.hidden]))

    def _normalise(self, state: str, norm: str) -> str:
        scale, shift = (self._canvas.constant(self._weights.vector(f"{norm}.{part}")) for part in "wb")
        return self._canvas.node("LayerNormalization", state, scale, shift, axis=-1, epsilon=self._shape.epsilon)

    def _product(self, product: str, state: str) -> str:
        node, constant = self._canvas.node, self._canvas.constant
        self._product_inputs[product] = state
        layer, part = product.split(".")
        bias = np.concatenate([self._weights.vector(f"{layer}.{p}.b") for p in ("qkv" if part == "qkv" else (part,))])
        matrix = product_matrix(self._weights, product)
        if self._recipe.precision == "float32":
            return node("Add", node("MatMul", state, constant(matrix.T)), constant(bias))
        ease = self._recipe.ease.get(product)
        if ease is not None:
            state, matrix = node("Mul", state, constant(1 / ease)), matrix * ease
        scales = np.abs(matrix).max(axis=1) / np.float32(127)
        whole = np.rint(matrix / scales[:, None]).astype(np.int8)
        constants = [constant(array) for array in (whole.T, scales, np.zeros(len(scales), np.int8), bias)]
        return node("DynamicQuantizeMatMul", state, *constants, domain=_FUSED)

    def _pool(self, state: str, mask: str) -> None:
        """The sum over the tokens that are not padding, scaled to unit length: the direction of their mean."""
        node, one = self._canvas.node, self._canvas.constant([1])
        total = node("Squeeze", node("MatMul", node("Unsqueeze", mask, one), state), one)
        self._canvas.nodes.append(helper.make_node("LpNormalization", [total], ["embedding"], axis=1, p=2))
