"""The policies that come with the package."""

from pathlib import Path
from typing import Any

from corpus.errors import DataError
from corpus.models import Policy
from corpus.reading import parse_policy
from corpus.yaml_files import read_yaml

_SOURCE = "source.txt"
_CORRECTIONS = "policy.yaml"


def bundled_root() -> Path:
    """The folder of the policies inside the package, in a work tree as in an installed wheel."""
    return Path(__file__).parent / "policies"


def load_policies(root: Path | None = None) -> list[Policy]:
    """The policies below `root` (the bundled ones if None), each from `<id>/source.txt` and `<id>/policy.yaml`.

    Raises:
        DataError: A source is missing or not UTF-8, or a correction does not fit; names the file.
    """
    folder = root or bundled_root()
    if not folder.is_dir():
        raise DataError(f"没有找到政策目录“{folder.name}”，请检查安装是否完整。")
    return [load_policy(entry) for entry in sorted(folder.iterdir()) if entry.is_dir() and entry.name[0] not in "._"]


def load_policy(folder: Path) -> Policy:
    """The policy in one folder; the folder's name is its identifier.

    Raises:
        DataError: As `load_policies`.
    """
    corrections = _read_corrections(folder / _CORRECTIONS)
    source_name = str(corrections.pop("source_name", _SOURCE))
    try:
        text = (folder / _SOURCE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{folder.name}/{_SOURCE} 读不出来，请确认文件存在并且是 UTF-8 编码。") from error
    try:
        return parse_policy(text, folder.name, source_name=source_name, overrides=corrections)
    except DataError as error:
        raise DataError(f"{folder.name}/{_CORRECTIONS}：{error}") from error


def _read_corrections(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    return read_yaml(path, f"{path.parent.name}/{path.name}")
