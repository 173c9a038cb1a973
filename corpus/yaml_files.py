"""Reading the corpus's YAML strictly: a repeated key is an error, and every error names the file and the place."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from corpus.errors import DataError

Model = TypeVar("Model", bound=BaseModel)


class _StrictLoader(yaml.CSafeLoader):
    """A safe loader that refuses a key given twice, which YAML would let the last one win."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise DataError(f"第 {key_node.start_mark.line + 1} 行：“{key}”写了两次。")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> object:
    """The content of one YAML file.

    Raises:
        DataError: The file is missing, is not YAML, or repeats a key; names file and line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506  # derived from the safe loader
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"文件 {path.name} 读不出来：{type(error).__name__}。") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行附近" if mark else "内容"
        raise DataError(f"文件 {path.name} {place}不是有效的 YAML。") from None
    except DataError as error:
        raise DataError(f"文件 {path.name} {error}") from None


def read_model(path: Path, model: type[Model]) -> Model:
    """The content of one YAML file as `model`.

    Raises:
        DataError: As `read_yaml`, or the content does not fit; names file, key and what is wrong.
    """
    try:
        return model.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "（根）"
        raise DataError(f"文件 {path.name} 的 {place} 不对：{first['msg']}。") from None
