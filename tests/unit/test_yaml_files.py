from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from corpus.errors import DataError
from corpus.yaml_files import read_model, read_yaml


class Sample(BaseModel):
    model_config = ConfigDict(extra="forbid")
    names: list[str]
    limit: int = 0


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "sample.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_what_yaml_would_guess_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = written(tmp_path, "on: 2025-01-31\nplain: yes\nnothing: null\nshare: '06.50'\nlist: [no, 是]\n")
    wanted = {"on": "2025-01-31", "plain": "yes", "nothing": None, "share": "06.50", "list": ["no", "是"]}
    assert read_yaml(path) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1\n", "sample.yaml 第 1 行：数字 1 要加引号"),
        ("a: x\nb: [1.5]\n", "sample.yaml 第 2 行：数字 1.5 要加引号"),
        ("a: {b: x,\n b: y}\n", "sample.yaml 第 2 行：键“b”写了两次"),
        ("a: x\n'1': y\n? [b]\n: z\n", "sample.yaml 第 3 行：键必须是文字"),
        ("- a\n", "sample.yaml 第 1 行：文件应当是由“键: 值”组成的形式"),
        ("a: [x\nb: y\n", "sample.yaml 第 2 行附近：不是正确的 YAML"),
        ("a: !!python/name:os.system ''\n", "不是正确的 YAML"),
        ("补贴: 标准".encode("gbk"), "sample.yaml：文件打不开，或不是 UTF-8"),
    ],
)
def test_a_fault_names_file_and_place(tmp_path: Path, text: str | bytes, wanted: str) -> None:
    with pytest.raises(DataError) as raised:
        read_yaml(written(tmp_path, text))
    assert wanted in str(raised.value)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("names: [甲]\nnmaes: [乙]\n", "sample.yaml「nmaes」：不认识的键"),
        ("names: 甲\n", "sample.yaml「names」：应当是一个列表（现在写的是“甲”）"),
        ("names: [甲, [乙]]\n", "sample.yaml「names → 2」：应当是文字"),
        ("names: [甲]\nlimit: 两百\n", "sample.yaml「limit」：应当是加引号的整数"),
        ("# nothing yet\n", "sample.yaml「names」：缺少这一项"),
    ],
)
def test_content_that_does_not_fit_names_file_place_and_value(tmp_path: Path, text: str, wanted: str) -> None:
    with pytest.raises(DataError) as raised:
        read_model(written(tmp_path, text), Sample)
    assert wanted in str(raised.value)


def test_a_quoted_number_fits_a_number(tmp_path: Path) -> None:
    assert read_model(written(tmp_path, 'names: []\nlimit: "200"\n'), Sample).limit == 200


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"elsewhere/none\.yaml"):
        read_yaml(tmp_path / "none.yaml", "elsewhere/none.yaml")
