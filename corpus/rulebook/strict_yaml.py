"""YAML without its traps: no number, date or yes/no is guessed, and no key may stand twice."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from corpus.errors import DataError

_GUESSED = ("timestamp", "bool", "merge")


class _StrictLoader(yaml.SafeLoader):
    """Reads text, null and true/false only; a bare number is refused because it would become a binary float."""


class _RuleFaultError(Exception):
    """A fault with its line, raised inside the YAML constructor and turned into a `DataError` at the edge."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.line = node.start_mark.line + 1


def _refuse_number(_: _StrictLoader, node: ScalarNode) -> None:
    raise _RuleFaultError(node, f'数字 {node.value} 要加引号，写成 "{node.value}"，以免按近似小数读取')


def _construct_mapping(loader: _StrictLoader, node: MappingNode) -> dict[Hashable, Any]:
    seen: set[Hashable] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if not isinstance(key, str):
            raise _RuleFaultError(key_node, "键必须是文字")
        if key in seen:
            raise _RuleFaultError(key_node, f"键“{key}”写了两次，请删去一处")
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] not in _GUESSED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _refuse_number)
_StrictLoader.add_constructor("tag:yaml.org,2002:int", _refuse_number)
_StrictLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping that the file holds, every scalar a string or null.

    Raises:
        DataError: The file cannot be read, is not a mapping, repeats a key or holds a bare number.
    """
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except _RuleFaultError as fault:
        raise DataError(f"{path.name} 第 {fault.line} 行：{fault}。") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行附近" if mark else "某处"
        raise DataError(f"{path.name} {place}：不是正确的 YAML 格式，请检查缩进、冒号和引号。") from None
    except (OSError, UnicodeDecodeError):
        raise DataError(f"{path.name}：文件打不开，或不是 UTF-8 编码。") from None
    if not isinstance(loaded, dict):
        raise DataError(f"{path.name}：文件应当由“键: 值”组成。")
    return loaded
