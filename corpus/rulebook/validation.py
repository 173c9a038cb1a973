"""Turns a rule file into a typed model, and a validation failure into one sentence an official understands."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import DataError
from corpus.rulebook.strict_yaml import read_yaml

Model = TypeVar("Model", bound=BaseModel)

_FAULTS = {
    "missing": "缺少这一项，请补上",
    "extra_forbidden": "不认识的键，请核对拼写",
    "string_type": "应当是文字",
    "string_too_short": "不能空着",
    "too_short": "至少要有一项",
    "decimal_parsing": '应当是加引号的十进制数字，例如 "6000"',
    "finite_number": '应当是加引号的十进制数字，例如 "6000"',
    "date_from_datetime_parsing": "日期应当写成 2025-01-31 的样子",
    "date_parsing": "日期应当写成 2025-01-31 的样子",
    "list_type": "应当是一个列表",
    "dict_type": "应当由“键: 值”组成",
    "literal_error": "不在允许的取值之内",
}


def read_as(model: type[Model], path: Path) -> Model:
    """The file's content as `model`.

    Raises:
        DataError: It does not fit; names file, key and value.
    """
    try:
        return model.model_validate(read_yaml(path))
    except ValidationError as error:
        faults = error.errors(include_url=False)
        first = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
        place = " → ".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"]) or "文件"
        fault = _FAULTS.get(first["type"], "写法不对，请对照其他条目改正")
        given = first["input"]
        value = f"（现在写的是“{given}”）" if isinstance(given, str) else ""
        raise DataError(f"{path.name}「{place}」：{fault}{value}。") from None
