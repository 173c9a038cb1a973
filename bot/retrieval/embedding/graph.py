"""The encoder as an ONNX graph, written node by node from the weights, without torch.

Fused operators of onnxruntime (`com.microsoft`) keep it small and quick: attention, skip with layer norm, GELU with
bias, and a product whose weights are int8 by output channel and whose activations are quantised on the fly.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot.retrieval.embedding.source import BLOCK, Blocks, Weights

Precision = Literal["float32", "int8"]

_FUSED = "com.microsoft"
_OPSET, _FUSED_OPSET, _IR_VERSION = 21, 1, 10


def build_graph(weights: Weights, kept: Sequence[int] | None = None, precision: Precision = "int8") -> onnx.ModelProto:
    """A model from `input_ids` and `attention_mask`, both (batch, tokens) int64, to `embedding`, unit float32 rows.

    Args:
        weights: The model's weights.
        kept: The ids of the pieces whose embeddings stay, in the order of their new ids; None keeps all.
        precision: Of the products. The embedding table stays in its exact 4 bits with int8, and is float32 otherwise.
    """
    return _GraphBuilder(weights, precision).build(kept)


class _GraphBuilder:
    def __init__(self, weights: Weights, precision: Precision) -> None:
        self._weights = weights
        self._precision = precision
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def build(self, kept: Sequence[int] | None) -> onnx.ModelProto:
        state = self._embed(kept)
        mask = self._node("Cast", ["attention_mask"], to=TensorProto.INT32)
        for layer in range(self._weights.shape.layers):
            state = self._encode(f"l{layer}.", state, mask)
        self._pool(state)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
            for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", self._weights.shape.hidden])
        graph = helper.make_graph(self._nodes, "encoder", inputs, [output], self._constants)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, _FUSED_OPSET)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    def _embed(self, kept: Sequence[int] | None) -> str:
        rows = None if kept is None else np.asarray(kept, dtype=np.int64)
        table = self._weights.matrix("emb.word", rows)
        words = self._look_up(table)
        hidden = self._weights.shape.hidden
        # Only token type 0 is ever used, so its vector is part of every position's.
        positions = self._weights.vector("emb.pos").reshape(-1, hidden) + self._weights.vector("emb.type")[:hidden]
        zero = self._constant(np.zeros(1, np.int64))
        length = self._node("Shape", ["input_ids"], start=1, end=2)
        places = self._node("Slice", [self._constant(positions), zero, length, zero])
        added = self._node("Add", [words, places])
        norm = [self._vector("emb.ln.w"), self._vector("emb.ln.b")]
        return self._node("LayerNormalization", [added, *norm], axis=-1, epsilon=self._weights.shape.epsilon)

    def _look_up(self, table: Blocks) -> str:
        if self._precision == "float32":
            return self._node("Gather", [self._constant(table.dequantised()), "input_ids"])
        packed = self._packed(table.nibbles)
        scales = self._constant(table.scales)
        inputs = [packed, "input_ids", scales]
        return self._node("GatherBlockQuantized", inputs, fused=True, block_size=BLOCK, gather_axis=0, quantize_axis=1)

    def _encode(self, layer: str, state: str, mask: str) -> str:
        """One layer: attention, then the feed-forward, each added to what came in and normalised."""
        attended = self._attend(layer, state, mask)
        state = self._skip(layer, state, self._product(attended, [layer + "ao.w"]), "ao.b", "aln")
        inner = self._product(state, [layer + "fi.w"])
        inner = self._node("BiasGelu", [inner, self._vector(layer + "fi.b")], fused=True)
        return self._skip(layer, state, self._product(inner, [layer + "fo.w"]), "fo.b", "oln")

    def _attend(self, layer: str, state: str, mask: str) -> str:
        joined = self._product(state, [f"{layer}{part}.w" for part in "qkv"])
        parts = self._nodes_out("Split", [joined], 3, axis=2, num_outputs=3)
        bias = np.concatenate([self._weights.vector(f"{layer}{part}.b") for part in "qkv"])
        heads = self._weights.shape.heads
        return self._node("MultiHeadAttention", [*parts, self._constant(bias), mask], fused=True, num_heads=heads)

    def _skip(self, layer: str, state: str, change: str, bias: str, norm: str) -> str:
        inputs = [self._vector(layer + name) for name in (f"{norm}.w", f"{norm}.b", bias)]
        epsilon = self._weights.shape.epsilon
        return self._node("SkipLayerNormalization", [state, change, *inputs], fused=True, epsilon=epsilon)

    def _pool(self, state: str) -> None:
        """The sum over the tokens that are not padding, scaled to unit length: the direction of their mean."""
        one = self._constant(np.ones(1, np.int64))
        mask = self._node("Unsqueeze", [self._node("Cast", ["attention_mask"], to=TensorProto.FLOAT), one])
        total = self._node("Squeeze", [self._node("MatMul", [mask, state]), one])
        self._nodes.append(helper.make_node("LpNormalization", [total], ["embedding"], axis=1, p=2))

    def _product(self, state: str, names: list[str]) -> str:
        matrix = np.concatenate([self._weights.matrix(name).dequantised() for name in names])
        if self._precision == "float32":
            return self._node("MatMul", [state, self._constant(matrix.T)])
        scales = np.abs(matrix).max(axis=1) / 127
        whole = np.rint(matrix / scales[:, None]).astype(np.int8)
        inputs = [self._constant(array) for array in (whole.T, scales, np.zeros(len(scales), np.int8))]
        return self._node("DynamicQuantizeMatMul", [state, *inputs], fused=True)

    def _vector(self, name: str) -> str:
        return self._constant(self._weights.vector(name))

    def _packed(self, nibbles: NDArray[np.uint8]) -> str:
        signed = nibbles ^ 8  # nibble - 8 in two's complement of 4 bits
        tensor = TensorProto(name=self._next_name(), data_type=TensorProto.INT4, dims=nibbles.shape)
        tensor.raw_data = (signed[:, 0::2] | (signed[:, 1::2] << 4)).tobytes()
        self._constants.append(tensor)
        return str(tensor.name)

    def _constant(self, array: NDArray[np.generic]) -> str:
        tensor = numpy_helper.from_array(np.ascontiguousarray(array), self._next_name())
        self._constants.append(tensor)
        return str(tensor.name)

    def _next_name(self) -> str:
        return f"weight{len(self._constants)}"

    def _node(self, operator: str, inputs: list[str], fused: bool = False, **attributes: int | float) -> str:
        return self._nodes_out(operator, inputs, 1, fused, **attributes)[0]

    def _nodes_out(
        self, operator: str, inputs: list[str], outputs: int, fused: bool = False, **attributes: int | float
    ) -> list[str]:
        names = [f"{operator}{len(self._nodes)}.{number}" for number in range(outputs)]
        domain = _FUSED if fused else ""
        node = helper.make_node(operator, inputs, names, domain=domain)
        node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
        self._nodes.append(node)
        return names
