"""How the activations of the encoder are eased before they are quantised.

A few channels of a few products carry values twenty times the others'. Quantised together, they take the steps that the
others need: the vectors' cosine with float32 falls to .995. Dividing such a channel and multiplying its weights by the
same number changes nothing in float32 and brings int8 back to .999 (the idea of SmoothQuant, Xiao et al. 2023).
"""

from collections.abc import Sequence

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
from onnx import TensorProto, helper
from tokenizers import Tokenizer

from bot.retrieval.embedding.graph import Graph, Recipe, build_graph, product_matrix
from bot.retrieval.embedding.source import Floats, Weights

_SHARE = 0.7
"""Of the work that goes to the weights; measured best of .3 to .85 (docs/adr/0003)."""
_STEPS_PER_OCTAVE = 4
"""Divisors are rounded to quarter octaves, so that every machine finds the same."""
_EASED = ("qkv", "fi", "fo")
_SMALLEST = np.float32(1e-5)

_TEXTS = (
    "passage: 第一条 为了促进就业，完善劳动力市场机制，根据宪法和有关法律，制定本条例。",
    "passage: 企业招用符合条件的学徒，可以按照每人每年4000元至6000元的标准申领补贴，期限最长不超过三年。",
    "passage: 各区县人民政府，市政府各部门：现将《关于加强高技能人才队伍建设的若干措施》印发给你们，请认真贯彻执行。",
    "passage: （二）申请人应当提交身份证明、学历证书、社会保险缴费凭证；材料不齐全的，应当一次告知需要补正的内容。",
    "passage: 第八十五条 用人单位有下列情形之一的，由劳动行政部门责令限期支付劳动报酬；逾期不支付的，加付百分之五十以上"
    "百分之一百以下的赔偿金。",
    "passage: 发明专利权的期限为二十年，自申请日起计算。专利权人应当自被授予专利权的当年开始缴纳年费。",
    "passage: 承运人应当在约定期限内将旅客、货物安全运输到约定地点，对运输过程中货物的毁损、灭失承担赔偿责任。",
    "passage: 夫妻一方婚前的财产为其个人财产；婚后共同生产经营的收益归夫妻共同所有，另有约定的除外。",
    "passage: 排放污染物的单位应当采取措施，防止废气、废水、粉尘、噪声对环境的污染和危害。",
    "passage: 市场监督管理部门依照本办法第三十六条规定处以2万元以上20万元以下罚款；情节严重的，吊销营业执照。",
    "passage: 本办法自2025年1月1日起施行，有效期5年。2018年印发的《技能大师工作室管理办法》同时废止。",
    "passage: 中级工、高级工可以分别对应申报初级、助理级职称，技师可以申报中级职称。",
    "passage: 联系人：张三 电话：0471-1234567 邮箱：service@example.com 网址：https://www.example.com/a?b=1",
    "passage: The employer shall pay wages in full every month; WTO, GDP, APP, PDF, 5G, AI, 3D, 100%, $20, a+b=c.",
    "passage: 附件",
    "query: 公司不给交社保，我辞职能拿到补偿吗？",
    "query: 学徒补贴多少钱一年",
    "query: 高级技师对应什么职称？",
    "query: 拖欠工程款怎么起诉，诉讼时效是几年？",
    "query: 你好",
    "query: 邻居家漏水把我家墙泡了，物业不管，我该找谁赔偿",
    "query: 30个人两年能补多少",
    "query: 12333",
    "query: how much is the subsidy",
)


def ease_products(weights: Weights, kept: Sequence[int], tokenizer: Tokenizer) -> dict[str, Floats]:
    """For each product that gains by it, the divisor of every channel of its input."""
    graph = build_graph(weights, Recipe(kept, "float32"))
    return {
        product: _divisors(peaks, np.abs(product_matrix(weights, product)).max(axis=0))
        for product, peaks in _measure_peaks(graph, tokenizer).items()
        if product.split(".")[1] in _EASED
    }


def _divisors(peaks: Floats, weights: Floats) -> Floats:
    """Powers of two to a quarter octave, around 1: large where the input is large and the weights are small."""
    octaves = _SHARE * np.log2(np.maximum(peaks, _SMALLEST)) - (1 - _SHARE) * np.log2(np.maximum(weights, _SMALLEST))
    octaves -= octaves.mean()
    return np.exp2(np.rint(octaves * _STEPS_PER_OCTAVE) / _STEPS_PER_OCTAVE).astype(np.float32)


def _measure_peaks(graph: Graph, tokenizer: Tokenizer) -> dict[str, Floats]:
    """The largest magnitude of every channel that goes into each product, over the calibration texts."""
    names = graph.product_inputs
    graph.model.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names.values()
    )
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(graph.model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    peaks: dict[str, Floats] = {}
    for text in _TEXTS:
        ids = np.array([tokenizer.encode(text).ids], np.int64)
        values = session.run(list(names.values()), {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        for product, value in zip(names, values, strict=True):
            peak = np.abs(value).max(axis=(0, 1))
            peaks[product] = np.maximum(peaks.get(product, peak), peak)
    return peaks
