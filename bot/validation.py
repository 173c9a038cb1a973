"""What a failed validation says to a user: Chinese, and without the value that failed."""

from collections.abc import Mapping
from typing import Any

_FIXED = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文字",
    "string_unicode": "含有无法识别的字符",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数字太大",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "dict_type": "应为由名称和值组成的对象",
    "model_attributes_type": "应为由名称和值组成的对象",
    "model_type": "应为由名称和值组成的对象",
    "list_type": "应为列表",
    "recursion_loop": "嵌套层数太多",
    "string_pattern_mismatch": "格式不对",
    "json_invalid": "不是有效的 JSON",
}
_WITH_LIMIT = {
    "string_too_long": "最多 {max_length} 个字",
    "string_too_short": "至少 {min_length} 个字",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "literal_error": "只能是其中之一：{expected}",
    "enum": "只能是其中之一：{expected}",
}


def describe(error: Mapping[str, Any]) -> str:
    """The Chinese description of one pydantic error; it names limits, never the value that was sent."""
    kind = str(error.get("type", ""))
    if kind in _WITH_LIMIT:
        return (
            _WITH_LIMIT[kind]
            .format_map(_plain(error.get("ctx", {})))
            .replace(" or ", "、")
            .replace(", ", "、")
            .replace("'", "")
        )
    if kind == "value_error" and (cause := error.get("ctx", {}).get("error")) is not None:
        return str(cause).rstrip("。")
    return _FIXED.get(kind, "不符合要求")


def _plain(limits: Mapping[str, Any]) -> dict[str, Any]:
    """Whole limits without the idle `.0` of a float field."""
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value for name, value in limits.items()
    }
