"""Products of one vector with many, over rows kept in eight bits: a quarter of the memory that has to be read."""

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

_STEPS = 127
_OPSET = 17
_IR_VERSION = 9


class QuantisedRows:
    """Unit vectors whose products with another are wanted soon rather than exactly: within some 0.002."""

    def __init__(self, rows: NDArray[np.float32]) -> None:
        """`rows` is (n, dimensions) float32; each row gets a scale of its own."""
        largest = np.abs(rows).max(axis=1, initial=0.0)
        self._scales = np.where(largest > 0, largest / _STEPS, 1.0).astype(np.float32)
        steps = np.rint(rows / self._scales[:, None]).astype(np.int8)
        self._session = _product_with(np.ascontiguousarray(steps.T), self._scales)

    def products(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n,) float32: nearly the product of every row with `vector`, (dimensions,) float32."""
        product: NDArray[np.float32] = self._session.run(None, {"vector": vector[None]})[0][0]
        return product


def _product_with(columns: NDArray[np.int8], scales: NDArray[np.float32]) -> onnxruntime.InferenceSession:
    """A product of integers by onnxruntime: numpy has none that uses the processor's instructions for them."""
    held = [numpy_helper.from_array(columns, "columns"), numpy_helper.from_array(scales, "scales")]
    node = helper.make_node(
        "DynamicQuantizeMatMul", ["vector", "columns", "scales"], ["product"], domain="com.microsoft"
    )
    count, dimensions = len(scales), len(columns)
    graph = helper.make_graph(
        [node],
        "products",
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, dimensions])],
        [helper.make_tensor_value_info("product", TensorProto.FLOAT, [1, count])],
        held,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
