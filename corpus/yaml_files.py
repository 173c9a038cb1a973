"""YAML without its traps: no number, date or yes/no is guessed, no key stands twice; faults name file, place, value."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode

from corpus.errors import DataError

Model = TypeVar("Model", bound=BaseModel)

_GUESSED = ("timestamp", "bool", "merge")
_FAULTS = {
    "missing": "缺少这一项，请补上",
    "extra_forbidden": "不认识的键，请核对拼写",
    "string_type": "应当是文字",
    "string_too_short": "不能空着",
    "too_short": "至少要有一项",
    "decimal_parsing": '应当是加引号的十进制数字，例如 "6000"',
    "finite_number": '应当是加引号的十进制数字，例如 "6000"',
    "int_parsing": '应当是加引号的整数，例如 "200"',
    "bool_parsing": "应当是 true 或 false",
    "date_from_datetime_parsing": "日期应当写成 2025-01-31 的样子",
    "date_parsing": "日期应当写成 2025-01-31 的样子",
    "list_type": "应当是一个列表",
    "tuple_type": "应当是一个列表",
    "dict_type": "应当由“键: 值”组成",
    "literal_error": "不在允许的取值之内",
}


class _StrictLoader(yaml.CSafeLoader):
    """Reads text and null only; a bare number is refused because it would become a binary float."""


class _FaultError(Exception):
    """A fault with its line, raised inside the YAML constructor and turned into a `DataError` at the edge."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.line = node.start_mark.line + 1


def _refuse_number(_: _StrictLoader, node: ScalarNode) -> None:
    raise _FaultError(node, f'数字 {node.value} 要加引号，写成 "{node.value}"，以免按近似小数读取')


def _construct_mapping(loader: _StrictLoader, node: MappingNode) -> dict[Hashable, Any]:
    seen: set[Hashable] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if not isinstance(key, str):
            raise _FaultError(key_node, "键必须是文字")
        if key in seen:
            raise _FaultError(key_node, f"键“{key}”写了两次，请删去一处")
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] not in _GUESSED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _refuse_number)
_StrictLoader.add_constructor("tag:yaml.org,2002:int", _refuse_number)
_StrictLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)


def read_yaml(path: Path, shown: str | None = None) -> dict[str, Any]:
    """The mapping that the file holds, every scalar a string or null.

    Args:
        path: The file.
        shown: What faults call it; its bare name where that is left out.

    Raises:
        DataError: The file cannot be read, is not a mapping, repeats a key or holds a bare number.
    """
    name = shown or path.name
    try:
        return _mapping(_StrictLoader(path.read_text(encoding="utf-8")))
    except _FaultError as fault:
        raise DataError(f"{name} 第 {fault.line} 行：{fault}。") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行附近" if mark else "某处"
        raise DataError(f"{name} {place}：不是正确的 YAML 格式，请检查缩进、冒号和引号。") from None
    except (OSError, UnicodeDecodeError):
        raise DataError(f"{name}：文件打不开，或不是 UTF-8 编码。") from None


def _mapping(loader: _StrictLoader) -> dict[str, Any]:
    """The file's one document; empty where it holds nothing but comments."""
    node = loader.get_single_node()
    if node is None:
        return {}
    if not isinstance(node, MappingNode):
        raise _FaultError(node, "文件应当是由“键: 值”组成的形式")
    loaded: dict[str, Any] = loader.construct_document(node)
    return loaded


def read_model(path: Path, model: type[Model]) -> Model:
    """The content of one YAML file as `model`.

    Raises:
        DataError: As `read_yaml`, or the content does not fit; names file, place and value in Chinese.
    """
    try:
        return model.model_validate(read_yaml(path))
    except ValidationError as error:
        faults = error.errors(include_url=False)
        first = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
        place = " → ".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"]) or "文件"
        given = first["input"]
        value = f"（现在写的是“{given}”）" if isinstance(given, str) else ""
        raise DataError(f"{path.name}「{place}」：{_fault(first)}{value}。") from None


def _fault(error: Any) -> str:
    """What is wrong, in Chinese; a validator of ours says so itself."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"]).rstrip("。")
    return _FAULTS.get(error["type"], "写法不对，请对照其他条目改正")
